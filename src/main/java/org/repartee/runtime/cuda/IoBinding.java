package org.repartee.runtime.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// A session's inputs and outputs, tied to fixed memory: made once, run often.
public final class IoBinding implements AutoCloseable {

    private final BoundSession session;
    private final MemorySegment binding;
    private final List<Tensor> owned = new ArrayList<>();

    IoBinding(BoundSession session, MemorySegment binding) {
        this.session = session;
        this.binding = binding;
    }

    /// Binds an input to memory that lives as long as this.
    public void input(String name, Tensor tensor) {
        session.api().bindInput(binding, name, own(tensor).handle());
    }

    /// Binds an output, likewise.
    public void output(String name, Tensor tensor) {
        session.api().bindOutput(binding, name, own(tensor).handle());
    }

    /// Binds an input to a tensor that others use, too, and that they close.
    public void sharedInput(String name, Tensor tensor) {
        session.api().bindInput(binding, name, tensor.handle());
    }

    /// Binds an output, likewise.
    public void sharedOutput(String name, Tensor tensor) {
        session.api().bindOutput(binding, name, tensor.handle());
    }

    /// Queues one run of the graph; waits for nothing but what the host computes.
    public void run() {
        session.run(binding);
    }

    private Tensor own(Tensor tensor) {
        owned.add(tensor);
        return tensor;
    }

    @Override
    public void close() {
        session.api().releaseBinding(binding);
        owned.forEach(Tensor::close);
    }
}
