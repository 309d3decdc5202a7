package org.repartee.audit;

import static org.repartee.database.ColumnText.fit;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table `audit`, without who asked: that stands behind the pseudonym. Texts are cut
/// to their columns: a row is never lost for its length.
@Entity
@Table(name = "audit")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // by the persistence provider
class AuditEntity {
    private static final int SHORT = 32;
    private static final int CODE = 64;
    static final int NAME = 255;
    private static final int MESSAGE = 1000;

    @Id private UUID id;

    @Column(name = "request_id")
    private String requestId;

    @Column(name = "received_at")
    private Instant receivedAt;

    private UUID person;

    private String client;

    private String model;

    private boolean streamed;

    @Column(name = "reasoning_effort")
    private @Nullable String reasoningEffort;

    @Column(name = "max_tokens")
    private @Nullable Integer maxTokens;

    private @Nullable Double temperature;

    private int status;

    @Column(name = "finish_reason")
    private @Nullable String finishReason;

    @Column(name = "error_code")
    private @Nullable String errorCode;

    @Column(name = "error_message")
    private @Nullable String errorMessage;

    @Column(name = "prompt_tokens")
    private int promptTokens;

    @Column(name = "cached_tokens")
    private int cachedTokens;

    @Column(name = "reasoning_tokens")
    private int reasoningTokens;

    @Column(name = "answer_tokens")
    private int answerTokens;

    // Null if every column is.
    @Embedded private @Nullable MomentColumns moments;

    @Column(name = "page_network_micros")
    private @Nullable Long pageNetwork;

    @Column(name = "page_first_word_micros")
    private @Nullable Long pageFirstWord;

    @Column(name = "page_painted_micros")
    private @Nullable Long pagePainted;

    protected AuditEntity() {}

    AuditEntity(AuditRow row, UUID pseudonym) {
        var audited = row.content();
        id = row.id();
        person = pseudonym;
        requestId = fit(audited.requestId(), NAME);
        receivedAt = audited.receivedAt();
        client = fit(audited.client(), SHORT);
        model = fit(audited.model(), NAME);
        streamed = audited.streamed();
        reasoningEffort = fitted(audited.reasoningEffort(), SHORT);
        maxTokens = audited.maxTokens().isPresent() ? audited.maxTokens().getAsInt() : null;
        temperature =
                audited.temperature().isPresent() ? audited.temperature().getAsDouble() : null;
        moments = new MomentColumns(audited.moments());
        take(audited.outcome());
        take(audited.tokens());
    }

    void measured(PageTimes times) {
        pageNetwork = MomentColumns.column(times.network());
        pageFirstWord = MomentColumns.column(times.firstWord());
        pagePainted = MomentColumns.column(times.painted());
    }

    private void take(AuditRecord.Outcome outcome) {
        status = outcome.status();
        finishReason = fitted(outcome.finishReason(), SHORT);
        errorCode = fitted(outcome.errorCode(), CODE);
        errorMessage = fitted(outcome.errorMessage(), MESSAGE);
    }

    private void take(AuditRecord.Tokens tokens) {
        promptTokens = tokens.prompt();
        cachedTokens = tokens.cached();
        reasoningTokens = tokens.reasoning();
        answerTokens = tokens.answer();
    }

    UUID person() {
        return person;
    }

    /// @param owner who is behind the pseudonym; absent if they were erased
    StoredRequest toRequest(Optional<String> owner) {
        var content =
                new AuditRecord(
                        requestId,
                        receivedAt,
                        owner.orElse(person.toString()),
                        client,
                        model,
                        streamed,
                        Optional.ofNullable(reasoningEffort),
                        maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens),
                        temperature == null
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(temperature),
                        new AuditRecord.Outcome(
                                status,
                                Optional.ofNullable(finishReason),
                                Optional.ofNullable(errorCode),
                                Optional.ofNullable(errorMessage)),
                        new AuditRecord.Tokens(
                                promptTokens, cachedTokens, reasoningTokens, answerTokens),
                        moments == null ? MomentColumns.NONE : moments.toMoments());
        return new StoredRequest(id, person, owner.isEmpty(), content);
    }

    private static @Nullable String fitted(Optional<String> text, int length) {
        return text.map(t -> fit(t, length)).orElse(null);
    }
}
