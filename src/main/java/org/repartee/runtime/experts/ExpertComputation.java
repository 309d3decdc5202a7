package org.repartee.runtime.experts;

/// Computes the block of one node: by kernels of CUDA, or, where tests have none, by the host.
public interface ExpertComputation extends AutoCloseable {

    /// Fills the outputs, or queues what fills them.
    void compute(ExpertCall call);

    @Override
    void close();
}
