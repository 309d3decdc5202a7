package org.repartee.engine;

import java.util.Optional;
import org.repartee.engine.sampling.Sampler;
import org.repartee.runtime.DeviceLost;
import org.repartee.runtime.StepResult;

/// Gives the sequences of a computed step their next tokens.
final class StepSampler {

    private final Sampler sampler;
    private final Departures departures;
    private final Outbox outbox;
    private final Counters counters;

    StepSampler(Sampler sampler, Departures departures, Outbox outbox, Counters counters) {
        this.sampler = sampler;
        this.departures = departures;
        this.outbox = outbox;
        this.counters = counters;
    }

    /// Samples the rows that reached the end of their sequences; a sequence ends here if its token
    /// is the last one.
    void sample(Step step, StepResult result) {
        var now = System.nanoTime();
        var slices = step.slices();
        for (var row = 0; row < slices.size(); row++) {
            if (step.batch().wantsLogits(row)) {
                sample(result, row, slices.get(row).sequence(), now);
            }
        }
    }

    private void sample(StepResult result, int row, Sequence sequence, long now) {
        var before = sequence.sampling().generated();
        Optional<FinishReason> end;
        try {
            var sampled = sampler.sample(result, row, sequence.sampling());
            end = sequence.accept(sampled, now, outbox);
        } catch (DeviceLost lost) {
            throw lost;
        } catch (RuntimeException cause) {
            departures.fail(sequence, cause);
            return;
        } finally {
            counters.generatedTokens += sequence.sampling().generated() - before;
        }
        end.ifPresent(reason -> departures.end(sequence, reason));
    }
}
