package org.repartee.access;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// What an allowance is counted in, each over spans of its own length, in UTC.
enum Unit {
    REQUESTS(ChronoUnit.MINUTES),
    TOKENS(ChronoUnit.DAYS);

    private final ChronoUnit span;

    Unit(ChronoUnit span) {
        this.span = span;
    }

    /// As the table spells it.
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    String perSpan() {
        return column() + (this == REQUESTS ? " per minute" : " per day");
    }

    Instant began(Instant now) {
        return now.truncatedTo(span);
    }

    Duration untilNext(Instant now) {
        return Duration.between(now, began(now).plus(1, span));
    }
}
