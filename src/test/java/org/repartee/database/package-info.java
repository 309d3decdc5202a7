/// Tests of the database, and the databases that other tests use.
@NullMarked
package org.repartee.database;

import org.jspecify.annotations.NullMarked;
