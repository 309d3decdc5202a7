/// One turn of a chat: history → prompt → tokens → reply, stored and audited.
///
/// The only package that knows text, tokens, storage and audit at once. The web above it sees
/// records and events; the engine below it sees token ids.
@NullMarked
package org.repartee.chat;

import org.jspecify.annotations.NullMarked;
