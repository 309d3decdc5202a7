package org.repartee.engine;

/// What the engine has done since its start; the engine thread counts.
final class Counters {
    long promptTokens;
    long prefixHitTokens;
    long generatedTokens;
    long preemptions;
    long steps;
    long failedSteps;
}
