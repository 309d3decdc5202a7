/// Measures what the audit is asked for, by the code that the server runs, on a PostgreSQL with as
/// many rows as an operator may come to have.
@NullMarked
package org.repartee.bench.audit;

import org.jspecify.annotations.NullMarked;
