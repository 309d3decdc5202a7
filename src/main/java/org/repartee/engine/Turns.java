package org.repartee.engine;

import java.util.List;

/// Who is computed in the next step: everybody, or, where the device computes prompts and answers
/// faster apart, the ones and the others by turns.
final class Turns {

    private final boolean areTaken;
    private Turn turn;
    private boolean answersGoOn;
    private boolean answersWereLast;

    private enum Turn {
        EVERYBODY,
        ANSWERS,
        PROMPTS
    }

    /// @param areTaken false if prompts and answers share their steps
    Turns(boolean areTaken) {
        this.areTaken = areTaken;
        turn = Turn.EVERYBODY;
    }

    /// Decides for a new step; who was last in turn comes second.
    void begin(List<Sequence> running) {
        if (areTaken) {
            answersGoOn = haveAnswers(running);
            turn = answersGoOn && !answersWereLast ? Turn.ANSWERS : Turn.PROMPTS;
        }
    }

    private static boolean haveAnswers(List<Sequence> running) {
        for (var i = 0; i < running.size(); i++) {
            if (!running.get(i).endsInFlight() && running.get(i).uncomputed() == 1) {
                return true;
            }
        }
        return false;
    }

    /// Nobody in turn can go on.
    ///
    /// @return whether the others may instead
    boolean pass() {
        turn =
                switch (turn) {
                    case EVERYBODY -> Turn.EVERYBODY;
                    case ANSWERS -> Turn.PROMPTS;
                    case PROMPTS -> Turn.ANSWERS;
                };
        return areTaken;
    }

    boolean have(Sequence sequence) {
        return switch (turn) {
            case EVERYBODY -> true;
            case ANSWERS -> sequence.uncomputed() == 1;
            case PROMPTS -> sequence.uncomputed() > 1;
        };
    }

    /// Whether prompts that wait may join the step.
    boolean admit() {
        return turn != Turn.ANSWERS;
    }

    /// Whether answers wait while prompts are computed.
    boolean keepAnswersWaiting() {
        return turn == Turn.PROMPTS && answersGoOn;
    }

    /// Whether a prompt that has just arrived comes before the step that was planned.
    boolean belongToArrivals() {
        return turn == Turn.ANSWERS && answersWereLast;
    }

    void launched(Step step) {
        answersWereLast = step.hasStreams();
    }
}
