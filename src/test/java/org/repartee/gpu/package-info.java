/// Whether a model computes on a device what it ought to. Each class's tests run twice: on a device
/// in host memory, always, and on CUDA where there is one. They print what they measured.
@NullMarked
package org.repartee.gpu;

import org.jspecify.annotations.NullMarked;
