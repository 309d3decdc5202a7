package org.repartee.runtime.cuda;

import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Our operators, as a session finds them: their functions live as long as this does, which must be
/// longer than the session.
public final class OperatorDomain implements AutoCloseable {

    /// The domain that a graph's nodes name.
    public static final String NAME = "org.repartee";

    // Sessions are closed by other threads than they are made by.
    private final Arena arena = Arena.ofShared();
    private final OperatorApi api;
    private final MemorySegment domain;

    /// @throws NativeFailure if ONNX Runtime refuses one of them
    public OperatorDomain(OrtApi ort, List<CustomOperator> operators) {
        api = new OperatorApi(ort);
        domain = api.createDomain(arena.allocateFrom(NAME));
        for (var operator : operators) {
            api.addToDomain(domain, new NativeOperator(api, operator, arena).struct());
        }
    }

    /// Lets sessions of these options use the operators.
    public void addTo(SessionOptions options) {
        api.addDomain(MemorySegment.ofAddress(JavaApi.handle(options)), domain);
    }

    @Override
    public void close() {
        api.releaseDomain(domain);
        arena.close();
    }
}
