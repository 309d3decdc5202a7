package org.repartee.bench.engine;

import java.util.List;

/// What is measured and how often.
///
/// @param parts kinds of things to measure
/// @param batches sequences that decode together, ascending
/// @param contexts tokens that each of them has when it begins
/// @param prefills tokens of a prompt
/// @param steps measured steps of a decode
/// @param repeats measured prefills and follow-ups of a kind
/// @param maxTokens most tokens of a step
/// @param maxMixedTokens most tokens of a step that computes prompts beside answers
/// @param maxLength most tokens of a sequence
/// @param mixed the load of several users
public record Plan(
        List<Part> parts,
        List<Integer> batches,
        List<Integer> contexts,
        List<Integer> prefills,
        int steps,
        int repeats,
        int maxTokens,
        int maxMixedTokens,
        int maxLength,
        Mixed mixed) {

    /// What a sequence decodes besides the measured steps: warming up, and waiting for others.
    private static final int DECODED = 128;

    /// Prompts are drawn evenly from a range; answers have all the same length.
    ///
    /// @param requests of all users together
    public record Mixed(
            int users, int requests, int shortestPrompt, int longestPrompt, int answer) {

        public Mixed {
            if (users < 1 || requests < 1 || answer < 1) {
                throw new IllegalArgumentException(
                        "--users, --requests and --answer-tokens must be at least 1, got %d, %d and %d"
                                .formatted(users, requests, answer));
            }
        }
    }

    public Plan {
        parts = List.copyOf(parts);
        batches = List.copyOf(batches);
        contexts = List.copyOf(contexts);
        prefills = List.copyOf(prefills);
        require("--batches", batches);
        require("--contexts", contexts);
        require("--prefills", prefills);
        requireRoom("--step-tokens", maxTokens, mostSequences(batches, mixed));
        requireRoom("--mixed-tokens", maxMixedTokens, mostSequences(batches, mixed));
        maxMixedTokens = Math.min(maxMixedTokens, maxTokens);
    }

    /// Most sequences of a step.
    public int maxSequences() {
        return mostSequences(batches, mixed);
    }

    /// Tokens of the longest sequence that is measured.
    public int longest() {
        var decoding = most(contexts) + DECODED + steps;
        var answered = mixed.longestPrompt() + mixed.answer();
        return Math.max(most(prefills), Math.max(decoding, answered));
    }

    /// The same for sequences of at most `length` tokens.
    public Plan upTo(int length) {
        return new Plan(
                parts,
                batches,
                contexts,
                prefills,
                steps,
                repeats,
                maxTokens,
                maxMixedTokens,
                length,
                mixed);
    }

    private static int most(List<Integer> sizes) {
        return sizes.stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    private static int mostSequences(List<Integer> batches, Mixed mixed) {
        return Math.max(mixed.users(), most(batches));
    }

    private static void requireRoom(String option, int tokens, int sequences) {
        if (tokens < sequences) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, the most sequences of a step, got %d"
                            .formatted(option, sequences, tokens));
        }
    }

    private static void require(String option, List<Integer> sizes) {
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException(option + " must be at least 1, got " + size);
            }
        }
    }
}
