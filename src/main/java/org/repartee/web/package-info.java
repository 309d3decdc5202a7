/// Speaks HTTP and WebSocket, and nothing else.
///
/// Requests are read field by field into records, and each complaint names field, rule and value.
/// Replies are written while they are made, by one virtual thread each: OpenAI's chunks under
/// `/v1`, numbered frames over `/ws/chat`. What an answer is, and how it is made, is `chat`'s
/// business.
@NullMarked
package org.repartee.web;

import org.jspecify.annotations.NullMarked;
