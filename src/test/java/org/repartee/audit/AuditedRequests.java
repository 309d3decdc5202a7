package org.repartee.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Audit records for tests: those of an ordinary request, and what differs from it.
final class AuditedRequests {
    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final Kind USUAL = new Kind("tiny-gpt-oss", "low", 200);

    private AuditedRequests() {}

    private record Kind(String model, String effort, int status) {}

    static AuditRecord request(String id, String owner, Instant at) {
        return record(id, owner, at, USUAL, 300);
    }

    static AuditRecord of(String id, Instant at, String model, String effort, int status) {
        return record(id, "anna", at, new Kind(model, effort, status), 300);
    }

    static AuditRecord firstTokenAfter(String id, Instant at, long micros) {
        return record(id, "anna", at, USUAL, micros);
    }

    /// Refused before anything could be measured.
    static AuditRecord unmeasured(String id) {
        var whole = of(id, NOON, "", "low", 503);
        var nothing = OptionalLong.empty();
        return new AuditRecord(
                id,
                whole.receivedAt(),
                whole.owner(),
                whole.client(),
                whole.model(),
                false,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalDouble.empty(),
                whole.outcome(),
                AuditRecord.Tokens.NONE,
                new AuditRecord.Moments(
                        nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing));
    }

    private static AuditRecord record(
            String id, String owner, Instant at, Kind kind, long firstToken) {
        var status = kind.status();
        return new AuditRecord(
                id,
                at,
                owner,
                "page",
                kind.model(),
                true,
                Optional.of(kind.effort()),
                OptionalInt.of(256),
                OptionalDouble.of(0.5),
                status < 400
                        ? new AuditRecord.Outcome(
                                status, Optional.of("stop"), Optional.empty(), Optional.empty())
                        : new AuditRecord.Outcome(
                                status,
                                Optional.empty(),
                                Optional.of("refused"),
                                Optional.of("a sentence that quotes " + owner)),
                new AuditRecord.Tokens(12, 8, 3, 5),
                new AuditRecord.Moments(
                        OptionalLong.of(1),
                        OptionalLong.of(20),
                        OptionalLong.of(firstToken),
                        OptionalLong.empty(),
                        OptionalLong.of(firstToken + 1),
                        OptionalLong.of(firstToken + 2),
                        OptionalLong.of(firstToken + 3),
                        OptionalLong.of(firstToken + 4)));
    }
}
