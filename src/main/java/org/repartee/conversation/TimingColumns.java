package org.repartee.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// [Timings] as columns.
@Embeddable
class TimingColumns {
    @Column(name = "queue_micros")
    private @Nullable Long queue;

    @Column(name = "prefill_micros")
    private @Nullable Long prefill;

    @Column(name = "first_token_micros")
    private @Nullable Long firstToken;

    @Column(name = "first_reasoning_micros")
    private @Nullable Long firstReasoning;

    @Column(name = "first_answer_micros")
    private @Nullable Long firstAnswer;

    @Column(name = "total_micros")
    private long total;

    protected TimingColumns() {}

    TimingColumns(Timings timings) {
        queue = column(timings.queueMicros());
        prefill = column(timings.prefillMicros());
        firstToken = column(timings.firstTokenMicros());
        firstReasoning = column(timings.firstReasoningMicros());
        firstAnswer = column(timings.firstAnswerMicros());
        total = timings.totalMicros();
    }

    Timings toTimings() {
        return new Timings(
                micros(queue),
                micros(prefill),
                micros(firstToken),
                micros(firstReasoning),
                micros(firstAnswer),
                total);
    }

    private static @Nullable Long column(OptionalLong micros) {
        return micros.isPresent() ? micros.getAsLong() : null;
    }

    private static OptionalLong micros(@Nullable Long column) {
        return column == null ? OptionalLong.empty() : OptionalLong.of(column);
    }
}
