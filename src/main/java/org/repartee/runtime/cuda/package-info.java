/// The native calls that ONNX Runtime's Java API lacks, over `java.lang.foreign`: fixed device
/// memory bound to a graph, and CUDA's streams, copies and graphs.
///
/// [OrtApi] is the C table of the very library that the Java API has loaded; [CudaRuntime] is the
/// `libcudart` that its CUDA provider has loaded. Both are checked before the first call: a library
/// of another version, or one that lacks a function, is refused. [ProcessEnvironment] comes before
/// all of it. [Accelerator] is what the rest of `runtime` sees, so that all of it also runs in host
/// memory, where no CUDA is.
@NullMarked
package org.repartee.runtime.cuda;

import org.jspecify.annotations.NullMarked;
