package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrderedIdsTest {
    private final OrderedIds ids = new OrderedIds();

    @Test
    void eachIsGreaterThanTheOneBefore() {
        var made = Stream.generate(ids::next).limit(100_000).map(UUID::toString).toList();
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void isAVersion7UuidOfNow() {
        var before = Instant.now().toEpochMilli();
        var id = ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16)
                .isBetween(before, Instant.now().toEpochMilli());
    }
}
