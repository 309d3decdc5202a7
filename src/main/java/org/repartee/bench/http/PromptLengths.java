package org.repartee.bench.http;

/// How many words make a prompt of so many tokens, by the server's own count: its chat template
/// adds tokens of its own, and a word may be more than one.
///
/// @param overhead tokens of a prompt without words
/// @param perWord tokens of a word, on average
record PromptLengths(double overhead, double perWord) {

    private static final int FEW = 20;
    private static final int MANY = 220;

    /// Asks the server how long two prompts are.
    ///
    /// @throws ServerFailure if it cannot be asked, or does not tell
    static PromptLengths measure(StreamingClient client, RequestShape shape) {
        var few = client.promptTokens(shape.probe(Words.sample(FEW)));
        var many = client.promptTokens(shape.probe(Words.sample(MANY)));
        var perWord = (double) (many - few) / (MANY - FEW);
        return new PromptLengths(few - FEW * perWord, perWord);
    }

    /// Words for a prompt of `tokens` tokens; at least one.
    int words(int tokens) {
        return (int) Math.max(1, Math.round((tokens - overhead) / perWord));
    }
}
