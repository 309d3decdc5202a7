/// Keeps one latency record per request, also of those that were refused, failed or cancelled.
///
/// A request reserves its row when it is accepted and writes it when it ends; a bounded buffer and
/// one writer thread stand between the requests and the database.
@NullMarked
package org.repartee.audit;

import org.jspecify.annotations.NullMarked;
