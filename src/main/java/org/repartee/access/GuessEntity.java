package org.repartee.access;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;

/// A row of the table `guess`: how often in a row somebody guessed wrong.
@Entity
@Table(name = "guess")
@SuppressWarnings("NullAway.Init") // by the persistence provider
class GuessEntity {
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    @Id private String hash;

    private int failures;

    @Column(name = "last_failed_at")
    private Instant lastFailedAt;

    @Column(name = "blocked_until")
    private Instant blockedUntil;

    protected GuessEntity() {}

    GuessEntity(String hash, Instant now) {
        this.hash = hash;
        this.lastFailedAt = now;
        this.blockedUntil = now;
    }

    Duration blockedFor(Instant now) {
        return Duration.between(now, blockedUntil);
    }

    /// Counts one more, and blocks the next: twice as long for each beyond the free ones.
    void count(int free, Duration longest, Instant now) {
        failures = lastFailedAt.plus(FORGOTTEN_AFTER).isBefore(now) ? 1 : failures + 1;
        lastFailedAt = now;
        if (failures >= free) {
            var doublings = Math.min(failures - free, 20);
            var pause = Duration.ofSeconds(1L << doublings);
            blockedUntil = now.plus(pause.compareTo(longest) < 0 ? pause : longest);
        }
    }
}
