package org.repartee.runtime.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExpertShapeTest {

    @Test
    void theLargestThatTheKernelsCanDo() {
        assertThat(new ExpertShape(1, 8192, 2880, 128).experts()).isEqualTo(128);
    }

    @Test
    void moreIsRefusedWithAWayOut() {
        assertThatThrownBy(() -> new ExpertShape(1, 8256, 2880, 32))
                .hasMessage(
                        "hidden_size must be at most 8192 for mxfp4 experts, got 8256; export with --experts int8");
        assertThatThrownBy(() -> new ExpertShape(1, 2880, 2880, 129))
                .hasMessageContaining("num_local_experts must be at most 128");
    }
}
