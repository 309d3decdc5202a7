/// The experts' block as one operator of our own: everything between an attention's output
/// projection and the next layer's normed input, over experts in MXFP4.
///
/// ONNX Runtime's published builds have no MXFP4 experts for CUDA, and its 8-bit ones read twice
/// the bytes. [ExpertBlock] is what a session calls; [CudaExperts] launches the kernels of
/// `src/main/cuda/expert-block.cu` where the launch table of [ExpertLaunches] says. No kernel
/// allocates or waits: they can be recorded.
@NullMarked
package org.repartee.runtime.experts;

import org.jspecify.annotations.NullMarked;
