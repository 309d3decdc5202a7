package org.repartee.runtime.experts;

import java.util.List;
import java.util.function.Supplier;
import org.repartee.runtime.cuda.CustomOperator;
import org.repartee.runtime.cuda.ElementType;
import org.repartee.runtime.cuda.OperatorAttributes;
import org.repartee.runtime.cuda.OperatorCall;
import org.repartee.runtime.cuda.OperatorDomain;

/// The operator `ExpertBlock…`, one for each element type `X` of activations. With `T` tokens,
/// hidden size `H`, experts' width `I` and `E` experts, its inputs are
///
/// 0. attended, `X [T, H]`: the attention's output projection without its bias
/// 1. residual, float32 `[T, H]`
/// 2. the projection's bias, `X [H]`
/// 3. norm, `X [H]`: the weight of the norm before the experts
/// 4. router's weight, `X [E, H]`
/// 5. router's bias, `X [E]`
/// 6. gate and up projections, uint8 `[E, 2 I / 16, H / 64, 544]`: tiles of MXFP4
/// 7. their biases, float32 `[E, 2 I]`, in the order of the tiles' rows
/// 8. down projections, uint8 `[E, H / 16, I / 64, 544]`
/// 9. their biases, float32 `[E, H]`
/// 10. next norm, `X [H]`: the weight of the norm behind the experts
///
/// and its outputs the normed input of what follows, `X [T, H]`; the residual, float32 `[T, H]`;
/// and scratch, uint8, which nobody reads: as an output, it is memory that ONNX Runtime plans.
/// Attributes are [ExpertSettings].
public final class ExpertBlock implements CustomOperator {

    /// The operators' domain.
    public static final String DOMAIN = OperatorDomain.NAME;

    /// The operator for activations in float32, which only tests compute.
    public static final String FLOAT32 = "ExpertBlockFloat32";

    /// The operator for activations in float16.
    public static final String FLOAT16 = "ExpertBlockFloat16";

    /// The operator for activations in bfloat16.
    public static final String BFLOAT16 = "ExpertBlockBfloat16";

    public static final String TOP_K = "top_k";
    public static final String EPSILON = "epsilon";
    public static final String LIMIT = "limit";
    public static final String ALPHA = "alpha";

    /// Rows of a tile.
    public static final int TILE_ROWS = 16;

    /// Columns of a tile.
    public static final int TILE_COLUMNS = 64;

    /// Bytes of a tile: 4 bits for each number, and an exponent for 32 of them.
    public static final int TILE_BYTES = 544;

    private final ElementType type;
    private final String provider;
    private final Supplier<ExpertComputation> computations;

    /// @param type of activations: float32, float16 or bfloat16
    /// @param provider ONNX Runtime's name of whose memory is computed in
    /// @param computations called once for each node
    public ExpertBlock(
            ElementType type, String provider, Supplier<ExpertComputation> computations) {
        this.type = type;
        this.provider = provider;
        this.computations = computations;
    }

    @Override
    public String name() {
        return switch (type) {
            case FLOAT32 -> FLOAT32;
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
            case FLOAT8, UINT8, INT8, INT32, INT64 ->
                    throw new IllegalStateException("activations cannot be " + type);
        };
    }

    @Override
    public String provider() {
        return provider;
    }

    @Override
    public List<ElementType> inputs() {
        return List.of(
                type,
                ElementType.FLOAT32,
                type,
                type,
                type,
                type,
                ElementType.UINT8,
                ElementType.FLOAT32,
                ElementType.UINT8,
                ElementType.FLOAT32,
                type);
    }

    @Override
    public List<ElementType> outputs() {
        return List.of(type, ElementType.FLOAT32, ElementType.UINT8);
    }

    @Override
    public Kernel kernel(OperatorAttributes attributes) {
        var settings =
                new ExpertSettings(
                        attributes.integer(TOP_K),
                        attributes.number(EPSILON),
                        attributes.number(LIMIT),
                        attributes.number(ALPHA));
        return new Node(type, settings, computations.get());
    }

    /// One layer's block.
    private record Node(ElementType type, ExpertSettings settings, ExpertComputation computation)
            implements Kernel {

        @Override
        public void compute(OperatorCall call) {
            computation.compute(ExpertCall.of(type, settings, call));
        }

        @Override
        public void close() {
            computation.close();
        }
    }
}
