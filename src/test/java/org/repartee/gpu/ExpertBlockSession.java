package org.repartee.gpu;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.repartee.runtime.cuda.Accelerator;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.OperatorDomain;
import org.repartee.runtime.cuda.OrtApi;
import org.repartee.runtime.cuda.ProcessEnvironment;

/// A graph of one experts' block, run as it is.
final class ExpertBlockSession implements AutoCloseable {

    private final OperatorDomain operators;
    private final OrtSession session;

    /// @param accelerator absent, the host computes
    ExpertBlockSession(
            Path model, List<CustomOperator> operators, Optional<Accelerator> accelerator)
            throws OrtException {
        ProcessEnvironment.prepare();
        var environment = OrtEnvironment.getEnvironment();
        this.operators = new OperatorDomain(OrtApi.of(environment), operators);
        try (var options = new OrtSession.SessionOptions()) {
            this.operators.addTo(options);
            if (accelerator.isPresent()) {
                accelerator.get().configure(options, false);
            }
            session = environment.createSession(model.toString(), options);
        }
    }

    /// `[T][H]` each.
    record Outputs(float[][] normed, float[][] residual) {}

    Outputs run(float[][] attended, float[][] residual) throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        try (var first = OnnxTensor.createTensor(environment, attended);
                var second = OnnxTensor.createTensor(environment, residual);
                var result = session.run(Map.of("attended", first, "residual", second))) {
            return new Outputs(
                    (float[][]) result.get("normed").orElseThrow().getValue(),
                    (float[][]) result.get("out").orElseThrow().getValue());
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
        operators.close();
    }
}
