package org.repartee.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Which requests are wanted: everything that is present must hold.
///
/// @param from received at this moment or later
/// @param until received before this moment
/// @param owner who asked
/// @param model the model's name
/// @param effort the API's word for the reasoning effort
/// @param status HTTP statuses
/// @param firstToken at least so long until the first token
/// @param total at least so long until the answer was over
public record AuditFilter(
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> owner,
        Optional<String> model,
        Optional<String> effort,
        Optional<Statuses> status,
        Optional<Duration> firstToken,
        Optional<Duration> total) {

    /// Every request.
    public static final AuditFilter NONE =
            new AuditFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /// Statuses from `first` to `last`, both included.
    ///
    /// @throws IllegalArgumentException if there is none between them
    public record Statuses(int first, int last) {
        /// What went wrong, on either side.
        public static final Statuses FAILED = new Statuses(400, 599);

        public Statuses {
            if (first > last) {
                throw new IllegalArgumentException(
                        "status must begin at or before its end, got %d to %d"
                                .formatted(first, last));
            }
        }

        public static Statuses only(int status) {
            return new Statuses(status, status);
        }
    }

    public AuditFilter between(Instant first, Instant end) {
        return new AuditFilter(
                Optional.of(first),
                Optional.of(end),
                owner,
                model,
                effort,
                status,
                firstToken,
                total);
    }

    public AuditFilter ofOwner(String name) {
        return new AuditFilter(
                from, until, Optional.of(name), model, effort, status, firstToken, total);
    }

    public AuditFilter ofModel(String name) {
        return new AuditFilter(
                from, until, owner, Optional.of(name), effort, status, firstToken, total);
    }

    public AuditFilter withEffort(String word) {
        return new AuditFilter(
                from, until, owner, model, Optional.of(word), status, firstToken, total);
    }

    public AuditFilter withStatus(Statuses wanted) {
        return new AuditFilter(
                from, until, owner, model, effort, Optional.of(wanted), firstToken, total);
    }

    public AuditFilter firstTokenAfter(Duration least) {
        return new AuditFilter(
                from, until, owner, model, effort, status, Optional.of(least), total);
    }

    public AuditFilter takingAtLeast(Duration least) {
        return new AuditFilter(
                from, until, owner, model, effort, status, firstToken, Optional.of(least));
    }
}
