/// Keeps conversations: questions, the answers that are being written, titles.
///
/// A question is stored before its answer is generated. The answer grows in memory as a draft and
/// is saved behind the stream, so that no stream waits for the database. No entity leaves here.
@NullMarked
package org.repartee.conversation;

import org.jspecify.annotations.NullMarked;
