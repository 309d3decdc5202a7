package org.repartee.access;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// How much a person and a key may ask for: requests a minute, tokens a day. Counted in the
/// database, so that several servers count together.
///
/// A request is counted when it comes, its tokens when it ends; these reach the database within a
/// second and never make a stream wait. So one answer may go beyond the day's limit, the next is
/// refused.
public final class Allowances implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Allowances.class.getName());

    private final Store store;
    private final Counts counts;
    private final AccessSettings settings;
    private final Map<ConsumptionEntity.Key, Long> unsaved = new ConcurrentHashMap<>();
    private final ScheduledExecutorService saver =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("allowance-saver").factory());

    Allowances(Store store, AccessSettings settings) {
        this.store = store;
        this.counts = new Counts(store);
        this.settings = settings;
    }

    /// Who uses something.
    ///
    /// @param name of the account
    /// @param key the key it is used with, if it is one
    /// @param keyTokensPerDay that key's own limit, if it has one
    public record Consumer(String name, Optional<UUID> key, OptionalLong keyTokensPerDay) {

        /// The person, and the key.
        List<String> names() {
            var person = "account " + name;
            return key.map(id -> List.of(person, "key " + id)).orElse(List.of(person));
        }
    }

    /// Too much was asked for: another try makes sense after so many seconds.
    public record Refusal(String message, int retryAfterSeconds) {}

    void start() {
        var _ = saver.scheduleWithFixedDelay(this::saveOrTell, 1, 1, TimeUnit.SECONDS);
    }

    /// Counts a request.
    ///
    /// @return why it may not be answered, if it may not
    /// @throws AccessFailure.Unavailable while the database is away
    public Optional<Refusal> admit(Consumer consumer) {
        var tooMany =
                settings.requestsPerMinute() == 0 ? Optional.<Refusal>empty() : requests(consumer);
        return tooMany.or(() -> tokens(consumer));
    }

    /// An answer has ended.
    ///
    /// @param tokens of prompt and answer
    public void used(Consumer consumer, int tokens) {
        if (tokens == 0 || consumer.names().stream().allMatch(n -> limit(consumer, n) == 0)) {
            return;
        }
        var began = Unit.TOKENS.began(store.now());
        for (var name : consumer.names()) {
            var key = new ConsumptionEntity.Key(name, Unit.TOKENS, began);
            unsaved.merge(key, (long) tokens, Long::sum);
        }
    }

    private Optional<Refusal> requests(Consumer consumer) {
        var limit = settings.requestsPerMinute();
        return consumer.names().stream()
                .filter(name -> counts.add(key(name, Unit.REQUESTS), 1) > limit)
                .findFirst()
                .map(name -> refusal(name, Unit.REQUESTS, limit));
    }

    private Optional<Refusal> tokens(Consumer consumer) {
        return consumer.names().stream()
                .filter(name -> limit(consumer, name) > 0)
                .filter(name -> usedTokens(name) >= limit(consumer, name))
                .findFirst()
                .map(name -> refusal(name, Unit.TOKENS, limit(consumer, name)));
    }

    private long limit(Consumer consumer, String name) {
        return name.startsWith("key ")
                ? consumer.keyTokensPerDay().orElse(settings.tokensPerDay())
                : settings.tokensPerDay();
    }

    private long usedTokens(String name) {
        var key = key(name, Unit.TOKENS);
        return counts.read(key) + unsaved.getOrDefault(key, 0L);
    }

    private ConsumptionEntity.Key key(String name, Unit unit) {
        return new ConsumptionEntity.Key(name, unit, unit.began(store.now()));
    }

    private Refusal refusal(String name, Unit unit, long limit) {
        var seconds = (int) unit.untilNext(store.now()).plusMillis(999).toSeconds();
        return new Refusal(
                "%s has used its %,d %s: try again in %d s"
                        .formatted(
                                name.startsWith("key ") ? "this key" : "this account",
                                limit,
                                unit.perSpan(),
                                seconds),
                seconds);
    }

    private void saveOrTell() {
        try {
            save();
        } catch (RuntimeException failure) {
            LOG.log(
                    Level.WARNING,
                    "used tokens cannot be counted now and are kept: {0}",
                    failure.getMessage());
        }
    }

    /// Writes what was used. What cannot be written stays.
    void save() {
        for (var key : List.copyOf(unsaved.keySet())) {
            long amount = unsaved.getOrDefault(key, 0L);
            counts.add(key, amount);
            unsaved.computeIfPresent(key, (_, all) -> all == amount ? null : all - amount);
        }
    }

    @Override
    public void close() {
        saver.shutdownNow();
        saveOrTell();
    }
}
