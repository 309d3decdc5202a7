/// Tests of the audit, on a real H2 and a real PostgreSQL.
@NullMarked
package org.repartee.audit;

import org.jspecify.annotations.NullMarked;
