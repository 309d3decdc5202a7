package org.repartee.export;

import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.repartee.runtime.experts.ExpertBlock;

/// Whose an operator is.
final class OperatorSets {

    static final String MICROSOFT = "com.microsoft";

    private static final String STANDARD = "";
    private static final Set<String> MICROSOFTS =
            Set.of(
                    "MatMulNBits",
                    "MoE",
                    "PagedAttention",
                    "QMoE",
                    "SkipSimplifiedLayerNormalization");
    private static final Set<String> OURS =
            Set.of(ExpertBlock.FLOAT32, ExpertBlock.FLOAT16, ExpertBlock.BFLOAT16);

    private OperatorSets() {}

    /// The domain that a node names.
    static String domain(String operator) {
        if (OURS.contains(operator)) {
            return ExpertBlock.DOMAIN;
        }
        return MICROSOFTS.contains(operator) ? MICROSOFT : STANDARD;
    }

    /// What a model declares to use.
    ///
    /// @param standard version of the standard operators
    static List<OperatorSetIdProto> of(Collection<String> domains, int standard) {
        return domains.stream()
                .map(domain ->
                        OperatorSetIdProto.newBuilder()
                                .setDomain(domain)
                                .setVersion(domain.equals(STANDARD) ? standard : 1)
                                .build())
                .toList();
    }
}
