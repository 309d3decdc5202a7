/// The database that conversations and the audit share: migrated first, then used in short
/// transactions.
///
/// Needs no container: a transaction runs on any thread, virtual ones included.
@NullMarked
package org.repartee.database;

import org.jspecify.annotations.NullMarked;
