package org.repartee.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.experts.HostExperts;

/// A device in host memory, for a model exported for the CPU: everything of [CudaModel] but CUDA.
public final class HostDevice implements DeviceOpener {

    private static final long BYTES = 4_000_000_000L;

    private final long bytes;
    private final List<HostAccelerator> opened = new ArrayList<>();

    public HostDevice() {
        this(BYTES);
    }

    HostDevice(long bytes) {
        this.bytes = bytes;
    }

    /// Loads a model onto it.
    public CudaModel load(Path folder, ModelOptions options) {
        return CudaModel.load(ModelFolder.open(folder, Device.CPU), options, this);
    }

    @Override
    public Accelerator open() {
        opened.add(new HostAccelerator(bytes));
        return opened.getLast();
    }

    @Override
    public List<CustomOperator> operators() {
        return HostExperts.operators();
    }

    @Override
    public Accelerator reopen() {
        return open();
    }

    HostAccelerator last() {
        return opened.getLast();
    }

    HostAccelerator first() {
        return opened.getFirst();
    }
}
