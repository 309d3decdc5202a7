/// Tests of the kept conversations, on a real H2 and a real PostgreSQL.
@NullMarked
package org.repartee.conversation;

import org.jspecify.annotations.NullMarked;
