package org.repartee.harmony;

import java.util.function.IntFunction;
import org.repartee.harmony.HarmonyEvent.EndedBy;
import org.repartee.harmony.HarmonyEvent.MessageEnded;
import org.repartee.harmony.HarmonyEvent.MessageStarted;
import org.repartee.tokenizer.Tokenizer;

/// Keeps room for the answer: watches one generation and, when only `reserve` of its `maxTokens`
/// tokens are left and the model is still reasoning, opens the answer in its place.
///
/// The engine's guide: called with each generated id, returns the ids to be appended unsampled. It
/// always completes what the model began, so that the whole stays well-formed: `<|end|>` alone
/// would only let the model open analysis again. A call and a preamble are left alone; so is an
/// answer. One object per request, used by one thread.
public final class ReasoningReserve implements IntFunction<int[]> {

    private static final int[] NOTHING = {};

    /// A character has at most this many bytes after its first, each a token at worst.
    private static final int LONGEST_WAIT = 3;

    private final AnswerOpener opener;
    private final HarmonyParser parser;
    private final int limit;
    private final boolean disabled;
    private int generated;
    private boolean acted;
    private boolean over;
    private boolean forced;

    /// @param maxTokens most tokens of the generation, openers included, at least 1
    /// @param reserve tokens kept for the opener, some six tokens, and the answer; within [0,
    ///   maxTokens]; 0: the model may reason to the end
    public ReasoningReserve(Tokenizer tokenizer, int maxTokens, int reserve) {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, got " + maxTokens);
        }
        if (reserve < 0 || reserve > maxTokens) {
            throw new IllegalArgumentException(
                    "reserve must be within [0, " + maxTokens + "], got " + reserve);
        }
        this.opener = new AnswerOpener(tokenizer);
        this.parser = new HarmonyParser(tokenizer);
        this.limit = maxTokens - reserve;
        this.disabled = reserve == 0;
    }

    @Override
    public int[] apply(int token) {
        if (disabled || forced || over) {
            return NOTHING;
        }
        generated++;
        parser.accept(token, this::watch);
        if (over || generated < limit || waitsForCharacter()) {
            return NOTHING;
        }
        var ids = opener.complete(parser, acted);
        forced = ids.length > 0;
        return ids;
    }

    /// Whether the answer was opened in the model's place.
    public boolean forced() {
        return forced;
    }

    private void watch(HarmonyEvent event) {
        switch (event) {
            case MessageStarted message -> {
                acted |= message.channel() != Channel.ANALYSIS || message.recipient().isPresent();
                over |= message.channel() == Channel.FINAL;
            }
            case MessageEnded(var endedBy) -> over |= stops(endedBy);
            case HarmonyEvent.Delta _ -> {
                // Only the frame of the messages matters here.
            }
        }
    }

    private static boolean stops(EndedBy endedBy) {
        return switch (endedBy) {
            case RETURN, CALL, END_OF_TEXT, GENERATION -> true;
            case END, NEXT_MESSAGE -> false;
        };
    }

    /// Bytes of half a character would become U+FFFD in the reasoning.
    private boolean waitsForCharacter() {
        return parser.withinCharacter() && generated < limit + LONGEST_WAIT;
    }
}
