/// Who may ask: accounts and their roles, sessions, API keys, allowances, and what slows guessing.
///
/// Everything is in the database, so that several servers agree and a revocation holds at once.
/// Secrets leave this package once, to their owner; only hashes are stored. HTTP lives above.
@NullMarked
package org.repartee.access;

import org.jspecify.annotations.NullMarked;
