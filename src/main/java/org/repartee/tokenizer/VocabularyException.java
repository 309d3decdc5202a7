package org.repartee.tokenizer;

/// A vocabulary that cannot be used. The message is one sentence: file, place, rule.
public final class VocabularyException extends RuntimeException {

    VocabularyException(String message) {
        super(message);
    }

    VocabularyException(String message, Throwable cause) {
        super(message, cause);
    }
}
