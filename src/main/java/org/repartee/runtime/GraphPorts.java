package org.repartee.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.repartee.runtime.cuda.ElementType;

/// Which of the contract's inputs and outputs a graph has, and their types.
///
/// @param inputs names of the inputs
/// @param cache element type of keys and values
/// @param logits element type of the logits
/// @param candidates candidates of each row; 0 if the graph offers none
/// @param metadata elements of `attention_metadata`; 0 if the graph does not want it
record GraphPorts(
        Set<String> inputs, CacheType cache, ElementType logits, int candidates, int metadata) {

    private static final List<String> REQUIRED =
            List.of(
                    GraphContract.INPUT_IDS,
                    GraphContract.CUMULATIVE_SEQUENCE_LENGTHS,
                    GraphContract.PAST_SEQUENCE_LENGTHS,
                    GraphContract.BLOCK_TABLE);
    private static final List<String> OPTIONAL =
            List.of(
                    GraphContract.SLOT_MAPPING,
                    GraphContract.ATTENTION_METADATA,
                    GraphContract.BLOCK_TABLE_WINDOWED,
                    GraphContract.TEMPERATURE);
    private static final List<String> CANDIDATES =
            List.of(
                    GraphContract.CANDIDATE_IDS,
                    GraphContract.CANDIDATE_LOGITS,
                    GraphContract.LOG_SUM_EXP,
                    GraphContract.RAW_LOG_SUM_EXP);

    /// @throws ModelFailure if the graph lacks something or wants something else
    static GraphPorts of(OrtSession session, ModelGeometry geometry) {
        try {
            return of(session.getInputInfo(), session.getOutputInfo(), geometry);
        } catch (OrtException e) {
            throw new ModelFailure("the graph's inputs cannot be read: " + e.getMessage(), e);
        }
    }

    private static GraphPorts of(
            Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, ModelGeometry geometry) {
        requireAll("input", inputs.keySet(), requiredInputs(geometry));
        requireAll("output", outputs.keySet(), requiredOutputs(geometry));
        requireKnown(inputs.keySet(), geometry);
        var key = tensor(inputs, GraphContract.pastKey(0));
        return new GraphPorts(
                Set.copyOf(inputs.keySet()),
                CacheType.of(ElementType.of(GraphContract.pastKey(0), key.onnxType)),
                logits(outputs, geometry),
                candidates(inputs, outputs),
                inputs.containsKey(GraphContract.ATTENTION_METADATA)
                        ? metadata(tensor(inputs, GraphContract.ATTENTION_METADATA).getShape())
                        : 0);
    }

    private static List<String> requiredInputs(ModelGeometry geometry) {
        var names = new ArrayList<>(REQUIRED);
        for (var layer = 0; layer < geometry.layers(); layer++) {
            names.add(GraphContract.pastKey(layer));
            names.add(GraphContract.pastValue(layer));
        }
        return names;
    }

    private static List<String> requiredOutputs(ModelGeometry geometry) {
        var names = new ArrayList<String>();
        names.add(GraphContract.LOGITS);
        for (var layer = 0; layer < geometry.layers(); layer++) {
            names.add(GraphContract.presentKey(layer));
            names.add(GraphContract.presentValue(layer));
        }
        return names;
    }

    private static void requireAll(String kind, Set<String> found, List<String> wanted) {
        var missing = wanted.stream().filter(name -> !found.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new ModelFailure(
                    "the graph must have the paged decoder's %ss, it lacks %s"
                            .formatted(kind, missing));
        }
    }

    private static void requireKnown(Set<String> found, ModelGeometry geometry) {
        var unknown = new TreeSet<>(found);
        requiredInputs(geometry).forEach(unknown::remove);
        OPTIONAL.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new ModelFailure(
                    "the graph wants inputs that a paged decoder does not have: " + unknown);
        }
    }

    private static ElementType logits(Map<String, NodeInfo> outputs, ModelGeometry geometry) {
        var logits = tensor(outputs, GraphContract.LOGITS);
        var width = logits.getShape()[logits.getShape().length - 1];
        if (width > 0 && width != geometry.vocabularySize()) {
            throw new ModelFailure(
                    "the graph's logits must be as wide as the vocabulary (%d), they are %d"
                            .formatted(geometry.vocabularySize(), width));
        }
        return ElementType.of(GraphContract.LOGITS, logits.onnxType);
    }

    private static int candidates(Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {
        if (CANDIDATES.stream().noneMatch(outputs::containsKey)) {
            return 0;
        }
        requireAll("output", outputs.keySet(), CANDIDATES);
        requireAll("input", inputs.keySet(), List.of(GraphContract.TEMPERATURE));
        var shape = tensor(outputs, GraphContract.CANDIDATE_IDS).getShape();
        if (shape.length != 2 || shape[1] < 1) {
            throw new ModelFailure(
                    "the graph must declare how many candidates a row has; %s has no fixed width"
                            .formatted(GraphContract.CANDIDATE_IDS));
        }
        return Math.toIntExact(shape[1]);
    }

    private static int metadata(long[] shape) {
        if (shape.length != 1 || shape[0] < 2 || shape[0] > 3) {
            throw new ModelFailure(
                    "%s must have 2 or 3 elements".formatted(GraphContract.ATTENTION_METADATA));
        }
        return (int) shape[0];
    }

    private static TensorInfo tensor(Map<String, NodeInfo> ports, String name) {
        var port = ports.get(name);
        if (port != null && port.getInfo() instanceof TensorInfo tensor) {
            return tensor;
        }
        throw new ModelFailure("the graph's %s is no tensor".formatted(name));
    }
}
