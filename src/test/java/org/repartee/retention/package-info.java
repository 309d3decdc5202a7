/// Tests of what is removed and when, on a real H2 and a real PostgreSQL.
@NullMarked
package org.repartee.retention;

import org.jspecify.annotations.NullMarked;
