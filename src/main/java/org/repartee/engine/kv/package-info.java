/// Who owns which KV block: reference counts, block tables, and the prefixes that requests share.
///
/// Knows token ids and block numbers; the keys and values themselves lie on the device. Nothing
/// here is thread-safe: the engine thread owns it all.
@NullMarked
package org.repartee.engine.kv;

import org.jspecify.annotations.NullMarked;
