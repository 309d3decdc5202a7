package org.repartee.database;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// UUIDs of version 7 (RFC 9562, section 5.7; the sub-millisecond part by its method 3): new keys
/// go to the end of an index. Each is greater than the one before, also when the clock steps back.
final class OrderedIds {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM = 0x3FFF_FFFF_FFFF_FFFFL;

    /// Milliseconds in the upper 48 bits, their 4096th parts in the lower 12 of 60.
    private final AtomicLong last = new AtomicLong();

    UUID next() {
        var now = ticks(Instant.now());
        var ticks = last.updateAndGet(before -> Math.max(before + 1, now));
        return new UUID(
                (ticks >>> 12) << 16 | VERSION | (ticks & 0xFFF),
                VARIANT | (ThreadLocalRandom.current().nextLong() & RANDOM));
    }

    private static long ticks(Instant now) {
        return now.toEpochMilli() << 12 | (now.getNano() % 1_000_000L) * 4096 / 1_000_000;
    }
}
