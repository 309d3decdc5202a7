package org.repartee.conversation;

import java.time.Instant;
import java.util.UUID;

/// A conversation as the list shows it. `updatedAt` is when it was last asked something.
public record Summary(
        UUID id,
        String title,
        Instant createdAt,
        Instant updatedAt,
        boolean pinned,
        boolean archived) {}
