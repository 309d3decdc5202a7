package org.repartee.runtime.cuda;

import java.util.List;

/// An operator of our own: ONNX Runtime calls it for each node of a graph that names it.
public interface CustomOperator {

    /// The operator's name within [OperatorDomain#NAME].
    String name();

    /// ONNX Runtime's name of whoever computes it, `CPUExecutionProvider` or
    /// `CUDAExecutionProvider`: its inputs and outputs are in that one's memory.
    String provider();

    /// Element types of its inputs, none of them optional.
    List<ElementType> inputs();

    /// Element types of its outputs.
    List<ElementType> outputs();

    /// Called once for each node when a session is made. What it throws, the session's maker gets
    /// as a failure with the same message.
    Kernel kernel(OperatorAttributes attributes);

    /// One node of a graph.
    interface Kernel extends AutoCloseable {

        /// Computes, or queues, the node's outputs. What it throws fails the run with the same
        /// message.
        void compute(OperatorCall call);

        /// Called once, when the session is closed.
        @Override
        void close();
    }
}
