package org.repartee.runtime.experts;

import java.util.List;
import org.repartee.runtime.experts.ExpertLaunches.Launch;
import org.repartee.runtime.experts.ExpertLaunches.Routing;

/// GPUs that the kernels are compiled for, and how they are launched there: what was measured to be
/// fast.
enum KernelTarget {
    /// Compute capability 8.0 and everything after it.
    ANY(
            "expert-block",
            List.of(
                    ExpertLaunches.of(8, 6, Routing.ALONE, new Launch(32, 128, 0)),
                    ExpertLaunches.of(16, 12, Routing.ALONE, new Launch(32, 128, 0)),
                    ExpertLaunches.of(
                            64, Integer.MAX_VALUE, Routing.TOGETHER, new Launch(192, 192, 0)))),

    /// Compute capability 9.0 alone: H100, H200.
    HOPPER(
            "expert-block-hopper",
            List.of(
                    ExpertLaunches.of(8, 6, Routing.ALONE, new Launch(32, 128, 0)),
                    ExpertLaunches.of(16, 12, Routing.ALONE, new Launch(32, 128, 0)),
                    ExpertLaunches.of(
                            128,
                            Integer.MAX_VALUE,
                            Routing.TOGETHER,
                            new Launch(192, 384, 81_920))));

    private static final int HOPPERS_CAPABILITY = 90;

    private final String file;
    private final List<ExpertLaunches> launches;

    KernelTarget(String file, List<ExpertLaunches> launches) {
        this.file = file;
        this.launches = launches;
    }

    /// @param capability ten times the device's compute capability
    static KernelTarget of(int capability) {
        return capability == HOPPERS_CAPABILITY ? HOPPER : ANY;
    }

    /// Where the class path has the compiled kernels.
    String resource() {
        return "/org/repartee/runtime/cuda/" + file + ".ptx";
    }

    /// By growing size of tiles; the last serves any step.
    List<ExpertLaunches> launches() {
        return launches;
    }
}
