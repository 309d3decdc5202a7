package org.repartee.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// [AuditRecord.Moments] as columns.
@Embeddable
class MomentColumns {
    static final AuditRecord.Moments NONE = new MomentColumns().toMoments();

    @Column(name = "queued_micros")
    private @Nullable Long queued;

    @Column(name = "scheduled_micros")
    private @Nullable Long scheduled;

    @Column(name = "first_token_micros")
    private @Nullable Long firstToken;

    @Column(name = "first_reasoning_micros")
    private @Nullable Long firstReasoning;

    @Column(name = "first_answer_micros")
    private @Nullable Long firstAnswer;

    @Column(name = "first_byte_flushed_micros")
    private @Nullable Long firstByteFlushed;

    @Column(name = "last_token_micros")
    private @Nullable Long lastToken;

    @Column(name = "closed_micros")
    private @Nullable Long closed;

    protected MomentColumns() {}

    MomentColumns(AuditRecord.Moments moments) {
        queued = column(moments.queued());
        scheduled = column(moments.scheduled());
        firstToken = column(moments.firstToken());
        firstReasoning = column(moments.firstReasoning());
        firstAnswer = column(moments.firstAnswer());
        firstByteFlushed = column(moments.firstByteFlushed());
        lastToken = column(moments.lastToken());
        closed = column(moments.closed());
    }

    AuditRecord.Moments toMoments() {
        return new AuditRecord.Moments(
                micros(queued),
                micros(scheduled),
                micros(firstToken),
                micros(firstReasoning),
                micros(firstAnswer),
                micros(firstByteFlushed),
                micros(lastToken),
                micros(closed));
    }

    private static OptionalLong micros(@Nullable Long column) {
        return column == null ? OptionalLong.empty() : OptionalLong.of(column);
    }

    static @Nullable Long column(OptionalLong micros) {
        return micros.isPresent() ? micros.getAsLong() : null;
    }
}
