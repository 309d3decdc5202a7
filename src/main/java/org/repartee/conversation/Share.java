package org.repartee.conversation;

import java.time.Instant;
import java.util.UUID;

/// A link by which others may read one branch of a conversation.
///
/// @param token 256 random bits, URL-safe: who knows it may read
/// @param leaf the last message that they see
public record Share(String token, UUID leaf, Instant createdAt) {}
