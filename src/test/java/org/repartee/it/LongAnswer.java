package org.repartee.it;

/// A question that any model answers at length: what it is asked to write is longer than a test
/// waits for.
final class LongAnswer {

    static final String TEXT = "Count from one to one thousand in words, and explain each number.";

    static final String QUESTION =
            "{\"type\":\"ask\",\"text\":\"%s\",\"reasoning_effort\":\"high\",\"max_tokens\":1024}"
                    .formatted(TEXT);

    private LongAnswer() {}
}
