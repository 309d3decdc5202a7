package org.repartee.chat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.repartee.conversation.Exchange;
import org.repartee.engine.Generation;

/// Begins the answers to what was let in, and computes in advance what the next question of a
/// conversation will begin with. Safe to use from any thread.
final class Answers {

    private final ChatLimits limits;
    private final BooleanSupplier stopping;
    private final WaitingLine line = new WaitingLine();
    private final Preparations preparations = new Preparations();

    /// @param stopping whether nothing more is worth computing in advance
    Answers(ChatLimits limits, BooleanSupplier stopping) {
        this.limits = limits;
        this.stopping = stopping;
    }

    /// @param whenClosed told when the reply is closed
    Reply to(Model loaded, Turn turn, Ledger ledger, Consumer<Reply> whenClosed) {
        var today = LocalDate.ofInstant(turn.arrival().at(), ZoneOffset.UTC);
        var prompt = Prompts.of(today, turn.options().effort(), turn.tools(), turn.messages());
        var generation = generations(loaded).start(prompt, turn.options(), false);
        var offered = turn.tools().stream().map(Tool::name).collect(Collectors.toSet());
        var reader = new AnswerReader(loaded.tokenizer(), turn.options().stop(), offered);
        return new Reply(generation, reader, ledger, Optional.empty(), line.join(), whenClosed);
    }

    /// @param exchange where the answer is kept
    /// @param whenClosed told when the reply is closed
    Reply to(
            Model loaded,
            StoredPrompt stored,
            Options options,
            Exchange exchange,
            Ledger ledger,
            Consumer<Reply> whenClosed) {
        var begun = exchange.begun();
        var reader = new AnswerReader(loaded.tokenizer(), List.of(), Set.of());
        Generation generation;
        if (begun.isBlank()) {
            generation = generations(loaded).start(stored.prompt(), options, true);
        } else {
            generation = generations(loaded).onward(stored.prompt(), begun, options);
            reader.skip(loaded.renderer().answerOpener());
        }
        var known = loaded.renderer().history(stored.prompt()).length;
        return new Reply(
                generation,
                reader,
                ledger,
                Optional.of(exchange.draft()),
                line.join(),
                whenClosed.andThen(reply -> prepare(loaded, stored, begun, known, reply)));
    }

    private void prepare(Model loaded, StoredPrompt stored, String begun, int known, Reply ended) {
        ended.answered()
                .filter(_ -> !stopping.getAsBoolean())
                .ifPresent(answer ->
                        preparations.begin(
                                loaded,
                                loaded.renderer().history(stored.next(begun + answer)),
                                known));
    }

    private Generations generations(Model loaded) {
        return new Generations(loaded, limits, preparations);
    }
}
