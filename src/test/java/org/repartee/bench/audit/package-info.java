/// Tests of the audit's benchmark, on a real PostgreSQL.
@NullMarked
package org.repartee.bench.audit;

import org.jspecify.annotations.NullMarked;
