package org.repartee.engine;

import static org.assertj.core.api.Assertions.assertThat;

/// What must hold of every engine that has nothing to do.
final class IdleEngine {

    private IdleEngine() {}

    /// Waits until the engine is idle; by then it has checked the integrity of its cache and would
    /// have reported a defect.
    static EngineSnapshot await(Engine engine) throws InterruptedException {
        var patience = 3_000;
        while (!isIdle(engine.snapshot()) && patience-- > 0) {
            Thread.sleep(1);
        }
        var state = engine.snapshot();
        assertThat(state.running()).isZero();
        assertThat(state.waiting()).isZero();
        assertThat(state.waitingTokens()).isZero();
        assertThat(state.ownedBlocks()).isZero();
        return state;
    }

    private static boolean isIdle(EngineSnapshot state) {
        return state.running() == 0 && state.waiting() == 0 && state.ownedBlocks() == 0;
    }
}
