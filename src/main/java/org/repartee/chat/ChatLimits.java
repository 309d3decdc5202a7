package org.repartee.chat;

import java.time.Duration;

/// What the server grants a request.
///
/// @param timeout longest time of one answer, queueing included
/// @param answerReserve most tokens kept for the answer when reasoning threatens to use all up
/// @param temperature of answers to the page's questions, within [0, 2]; 0 is greedy
/// @param questionLength most characters of a question in a stored conversation
public record ChatLimits(
        Duration timeout, int answerReserve, float temperature, int questionLength) {

    public ChatLimits {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be positive, got " + timeout);
        }
        if (answerReserve < 0) {
            throw new IllegalArgumentException(
                    "answer reserve must be at least 0 tokens, got " + answerReserve);
        }
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException(
                    "temperature must be within [0, 2], got " + temperature);
        }
        if (questionLength < 1) {
            throw new IllegalArgumentException(
                    "question length must be at least 1 character, got " + questionLength);
        }
    }
}
