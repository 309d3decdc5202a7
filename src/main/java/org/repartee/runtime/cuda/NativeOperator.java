package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.INT;
import static org.repartee.runtime.cuda.NativeCall.LONG;

import java.lang.System.Logger;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An operator as ONNX Runtime calls it: the C struct `OrtCustomOp`, whose function pointers lead
/// to the methods here. Nothing that is thrown may leave them: the process would end.
///
/// The struct is a version number and pointers; those of what an operator need not have stay null.
@SuppressWarnings("UnusedMethod") // called by name, through the struct
final class NativeOperator {

    private static final Logger LOG = System.getLogger(NativeOperator.class.getName());

    /// The first version with all the functions that are set here.
    private static final int STRUCT_VERSION = 17;

    private static final int STRUCT_POINTERS = 26;
    private static final int REQUIRED = 0;
    private static final int MEMORY_OF_PROVIDER = 0;

    private final OperatorApi api;
    private final CustomOperator operator;
    private final Arena arena;
    private final MemorySegment name;
    private final MemorySegment provider;
    private final MemorySegment struct;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();

    /// A kernel and the call that is filled for it.
    private record Node(CustomOperator.Kernel kernel, OperatorCall call) {}

    /// @param arena must live longer than all sessions with the operator
    NativeOperator(OperatorApi api, CustomOperator operator, Arena arena) {
        this.api = api;
        this.operator = operator;
        this.arena = arena;
        name = arena.allocateFrom(operator.name());
        provider = arena.allocateFrom(operator.provider());
        struct = arena.allocate(ValueLayout.ADDRESS, STRUCT_POINTERS);
        struct.set(ValueLayout.JAVA_INT, 0, STRUCT_VERSION);
        var text = FunctionDescriptor.of(ADDRESS, ADDRESS);
        var count = FunctionDescriptor.of(LONG, ADDRESS);
        var property = FunctionDescriptor.of(INT, ADDRESS, LONG);
        point(2, "name", text);
        point(3, "provider", text);
        point(4, "inputType", property);
        point(5, "inputCount", count);
        point(6, "outputType", property);
        point(7, "outputCount", count);
        point(9, "destroyKernel", FunctionDescriptor.ofVoid(ADDRESS));
        point(10, "required", property);
        point(11, "required", property);
        point(12, "memory", property);
        point(
                17,
                "createKernel",
                FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        point(18, "compute", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    }

    MemorySegment struct() {
        return struct;
    }

    private void point(int index, String method, FunctionDescriptor signature) {
        var stub = Linker.nativeLinker().upcallStub(method(method, signature), signature, arena);
        struct.setAtIndex(ValueLayout.ADDRESS, index, stub);
    }

    private MethodHandle method(String method, FunctionDescriptor signature) {
        try {
            return MethodHandles.lookup().bind(this, method, signature.toMethodType());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(method + " must be a method of this class", e);
        }
    }

    private MemorySegment name(MemorySegment self) {
        return name;
    }

    private MemorySegment provider(MemorySegment self) {
        return provider;
    }

    private int inputType(MemorySegment self, long index) {
        return operator.inputs().get((int) index).code();
    }

    private long inputCount(MemorySegment self) {
        return operator.inputs().size();
    }

    private int outputType(MemorySegment self, long index) {
        return operator.outputs().get((int) index).code();
    }

    private long outputCount(MemorySegment self) {
        return operator.outputs().size();
    }

    private int required(MemorySegment self, long index) {
        return REQUIRED;
    }

    private int memory(MemorySegment self, long index) {
        return MEMORY_OF_PROVIDER;
    }

    /// A kernel's handle is its number, from 1: nobody follows it.
    private MemorySegment createKernel(
            MemorySegment self, MemorySegment table, MemorySegment info, MemorySegment out) {
        return guarded(() -> {
            var kernel = operator.kernel(new OperatorAttributes(api, info));
            nodes.add(new Node(kernel, new OperatorCall(api, arena)));
            out.reinterpret(ValueLayout.ADDRESS.byteSize())
                    .set(ValueLayout.ADDRESS, 0, MemorySegment.ofAddress(nodes.size()));
        });
    }

    private MemorySegment compute(MemorySegment handle, MemorySegment context) {
        return guarded(() -> {
            var node = node(handle);
            node.call().begin(context);
            node.kernel().compute(node.call());
        });
    }

    private void destroyKernel(MemorySegment handle) {
        try {
            node(handle).kernel().close();
        } catch (RuntimeException | Error e) {
            LOG.log(Logger.Level.WARNING, operator.name() + " could not be closed", e);
        }
    }

    private Node node(MemorySegment handle) {
        return nodes.get(Math.toIntExact(handle.address()) - 1);
    }

    /// @return the null pointer, or what was thrown as a status
    private MemorySegment guarded(Runnable work) {
        try {
            work.run();
            return MemorySegment.NULL;
        } catch (RuntimeException | Error e) {
            LOG.log(Logger.Level.DEBUG, operator.name() + " failed", e);
            return api.status(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
