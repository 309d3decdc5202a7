// The experts' block of a gpt-oss decoder layer: what lies between the attention's output projection and the next
// layer's normed input, in four kernels, or five.
//
//   route    mid = residual + attended + o_bias; normed = rmsnorm(mid); the top_k experts of each token and their weights;
//            the last block to finish sorts all pairs (token, chosen expert) by expert and cuts them into tiles;
//            for many tokens in two: norm, and route_many, which reads the router's weights once for 16 tokens
//   gate_up  activated = swiglu(W1 normed + b1), a row for each pair
//   down     part = W2 activated + b2, a row for each pair
//   combine  residual = mid + sum of weight * part; normed for the next layer
//
// Weights are MXFP4, exactly: a number of 4 bits is widened to float16 or bfloat16 in registers by moving its bits, times a
// power of two, on its way to the tensor cores; sums are float32. The order of additions is fixed, so equal inputs give
// equal outputs. Tiles of weights are laid out for the fragments of mma.m16n8k16 (see ExpertTiles and TileWords, which write
// them): each thread takes 16 adjacent bytes, and the columns that it multiplies are 16 adjacent bytes of a token's row, too.
//
// ExpertLaunches says which kernels a step takes. `deploy/repartee kernels` compiles this file twice, for any GPU of compute
// capability 8.0 and for Hopper. A kernel's parameter struct is written by ExpertArguments.
#include <cuda_bf16.h>
#include <cuda_fp16.h>
#include <stdint.h>

// The one parameter of every kernel.
struct ExpertBlock {
    const void* attended;          // [T, H]
    const float* residual;         // [T, H]
    const void* o_bias;            // [H]
    const void* norm;              // [H]
    const void* router_weight;     // [E, H]
    const void* router_bias;       // [E]
    const uint8_t* gate_up;        // [E, 2I/16, H/64, 544]
    const float* gate_up_bias;     // [E, 2I], in the order of tiles
    const uint8_t* down;           // [E, H/16, I/64, 544]
    const float* down_bias;        // [E, H]
    const void* next_norm;         // [H]
    void* out;                     // [T, H]
    float* out_residual;           // [T, H]
    float* mid;                    // [T, H]
    void* normed;                  // [T, H]
    int* ids;                      // [T * k], pair by pair: token * k + choice
    float* weights;                // [T * k]
    int* order;                    // [T * k], pairs sorted by expert, then by number
    int* tiles;                    // [max_tiles] of {expert, first in order, count, 0}; those of count 0 are none
    void* activated;               // [T * k, I], in the order of `order`
    float* parts;                  // [T * k, H], pair by pair
    int tokens, hidden, intermediate, experts, top_k, max_tiles;
    float epsilon, limit, alpha;
    int tile_tokens;               // most pairs of a tile
};

namespace {

constexpr int kThreads = 512, kWarps = kThreads / 32;  // of route and combine
constexpr int kRounds = 2;                              // H is at most kRounds * kThreads * 8
constexpr int kMostExperts = 128;
constexpr int kTileBytes = 544;
constexpr int kChunk = 64;         // columns of a tile

#ifdef __CUDA_ARCH_FEAT_SM90_ALL
#define HOPPER 1
#else
#define HOPPER 0
#endif

// On Hopper each kernel is launched while the one before still runs. What that one writes may be read after await_before();
// what the one before that has written, at once, since nobody calls launch_next() before its own await_before().
__device__ __forceinline__ void await_before() {
#if HOPPER
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

__device__ __forceinline__ void launch_next() {
#if HOPPER
    asm volatile("griddepcontrol.launch_dependents;" ::: "memory");
#endif
}

// Hopper's tensor cores read tokens' columns from shared memory in an order of their own. In rows for its wide products each 32
// columns are kept in that order; pairs stay together.
__device__ __forceinline__ int hopper_column(int column) {
    return column & ~31 | (column & 4) << 2 | (column & 2) << 2 | (column >> 3 & 3) << 1 | column & 1;
}

// How many blocks of route have finished; the last one sets it back.
__device__ unsigned int finished;

struct Half {
    using One = __half;
    using Two = __half2;
    static constexpr uint32_t kSign = 0x80008000u, kMagnitude = 0x0E000E00u;
    static __device__ uint32_t third(uint32_t word) { return word << 6; }
    static __device__ uint32_t fourth(uint32_t word) { return word << 9; }
    static __device__ float wide(One x) { return __half2float(x); }
    static __device__ One narrow(float x) { return __float2half_rn(x); }
    static __device__ float2 wide2(uint32_t x) { return __half22float2(*reinterpret_cast<Two*>(&x)); }
    // Bytes are exponents of at most 30: shifted by two they stay bytes, and the upper ones of halves.
    static __device__ uint32_t scale(uint32_t bytes, int i) {
        return __byte_perm(bytes << 2, 0, i << 12 | 4 << 8 | i << 4 | 4);
    }
    static __device__ uint32_t times(uint32_t x, uint32_t y) {
        Two z = __hmul2(*reinterpret_cast<Two*>(&x), *reinterpret_cast<Two*>(&y));
        return *reinterpret_cast<uint32_t*>(&z);
    }
    static __device__ void multiply(float* c, const uint32_t* a, uint32_t b0, uint32_t b1) {
        asm("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                     : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                     : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
    }
};

struct Bfloat {
    using One = __nv_bfloat16;
    using Two = __nv_bfloat162;
    static constexpr uint32_t kSign = 0x80008000u, kMagnitude = 0x01C001C0u;
    static __device__ uint32_t third(uint32_t word) { return word >> 3; }
    static __device__ uint32_t fourth(uint32_t word) { return word << 6; }
    static __device__ float wide(One x) { return __bfloat162float(x); }
    static __device__ One narrow(float x) { return __float2bfloat16_rn(x); }
    static __device__ float2 wide2(uint32_t x) { return __bfloat1622float2(*reinterpret_cast<Two*>(&x)); }
    static __device__ uint32_t scale(uint32_t bytes, int i) {
        return __byte_perm(bytes, 0, 4 << 12 | i << 8 | 4 << 4 | i) << 7;
    }
    static __device__ uint32_t times(uint32_t x, uint32_t y) {
        Two z = __hmul2(*reinterpret_cast<Two*>(&x), *reinterpret_cast<Two*>(&y));
        return *reinterpret_cast<uint32_t*>(&z);
    }
    static __device__ void multiply(float* c, const uint32_t* a, uint32_t b0, uint32_t b1) {
        asm("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                     : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
                     : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
    }
};

// Weights are read once: they need not stay in the first cache.
__device__ __forceinline__ uint4 stream16(const uint8_t* p) {
    uint4 v;
    asm("ld.global.nc.L1::no_allocate.v4.u32 {%0,%1,%2,%3}, [%4];"
                 : "=r"(v.x), "=r"(v.y), "=r"(v.z), "=r"(v.w) : "l"(p));
    return v;
}

__device__ __forceinline__ uint32_t stream4(const uint8_t* p) {
    uint32_t v;
    asm("ld.global.nc.L1::no_allocate.u32 %0, [%1];" : "=r"(v) : "l"(p));
    return v;
}

// A thread's part of a tile of weights.
struct Packed {
    uint4 words;     // row r: columns 0..31, 32..63; row r + 8: the same
    uint32_t scales;
};

__device__ __forceinline__ Packed load(const uint8_t* tile, int lane) {
    return {stream16(tile + lane * 16), stream4(tile + 512 + (lane / 4) * 4)};
}

// Eight numbers of a word as four pairs: signs and magnitudes lie so that two pairs need one mask each.
template <typename X>
__device__ __forceinline__ void widen(uint32_t word, uint32_t scale, uint32_t* pairs) {
    pairs[0] = X::times(word & (X::kSign | X::kMagnitude), scale);
    pairs[1] = X::times((word << 3) & (X::kSign | X::kMagnitude), scale);
    pairs[2] = X::times(((word << 1) & X::kSign) | (X::third(word) & X::kMagnitude), scale);
    pairs[3] = X::times(((word << 2) & X::kSign) | (X::fourth(word) & X::kMagnitude), scale);
}

// The fragments of 16 rows and 32 columns, for two products of 16 columns.
template <typename X>
__device__ __forceinline__ void fragments(const Packed& packed, int block, uint32_t a[2][4]) {
    uint32_t upper[4], lower[4];
    widen<X>(block == 0 ? packed.words.x : packed.words.y, X::scale(packed.scales, block), upper);
    widen<X>(block == 0 ? packed.words.z : packed.words.w, X::scale(packed.scales, 2 + block), lower);
#pragma unroll
    for (int m = 0; m < 2; m++) {
        a[m][0] = upper[2 * m];
        a[m][1] = lower[2 * m];
        a[m][2] = upper[2 * m + 1];
        a[m][3] = lower[2 * m + 1];
    }
}

// What gate_up and down have in common and where they differ.
template <typename X, bool kGateUp>
struct Product {
    const ExpertBlock& s;
    int expert, first, count;

    __device__ bool take(int index) {
        int4 tile = __ldcg(reinterpret_cast<const int4*>(s.tiles) + index);
        expert = tile.x;
        first = tile.y;
        count = tile.z;
        return count > 0;
    }

    __device__ int rows() const { return kGateUp ? 2 * s.intermediate : s.hidden; }
    __device__ int columns() const { return kGateUp ? s.hidden : s.intermediate; }

    // A block of 16 rows.
    __device__ const uint8_t* weights(int row_block) const {
        const uint8_t* all = kGateUp ? s.gate_up : s.down;
        size_t blocks = rows() / 16;
        return all + (expert * blocks + row_block) * (columns() / kChunk) * kTileBytes;
    }

    // The row that the product's column multiplies; beyond the last, that one again.
    __device__ const typename X::One* input(int column) const {
        int at = first + min(column, count - 1);
        return kGateUp ? static_cast<const typename X::One*>(s.normed) + (size_t)(s.order[at] / s.top_k) * s.hidden
                       : static_cast<const typename X::One*>(s.activated) + (size_t)at * s.intermediate;
    }

    // c: rows g and g + 8, columns 2q and 2q + 1 of a product of 16 rows and 8 columns.
    template <bool kHopper = false>
    __device__ void store(int row_block, int column, const float* c, int lane) const {
        int g = lane / 4, q = lane % 4;
        const float* bias = (kGateUp ? s.gate_up_bias : s.down_bias) + (size_t)expert * rows() + row_block * 16;
        float upper = bias[g], lower = bias[g + 8];
#pragma unroll
        for (int j = 0; j < 2; j++) {
            int at = column + 2 * q + j;
            if (at >= count) continue;
            float x = c[j] + upper, y = c[2 + j] + lower;
            if (kGateUp) {
                float gate = fminf(x, s.limit), up = fminf(fmaxf(y, -s.limit), s.limit);
                float value = (up + 1.f) * gate / (1.f + __expf(-s.alpha * gate));
                int unit = row_block * 8 + g;
                static_cast<typename X::One*>(
                    s.activated)[(size_t)(first + at) * s.intermediate + (kHopper ? hopper_column(unit) : unit)] = X::narrow(value);
            } else {
                float* part = s.parts + (size_t)s.order[first + at] * s.hidden + row_block * 16;
                part[g] = x;
                part[g + 8] = y;
            }
        }
    }
};

__device__ __forceinline__ void copy_async(uint32_t to, const void* from) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(to), "l"(from));
}

// Few tokens: bound by reading weights. The four warps of a block take the same 32 rows and a share of their columns each, and
// add their sums in a fixed order. Weights pass through shared memory, where each warp has a ring of its own and waits for
// nobody else; tokens come through the first cache, a little ahead.
template <typename X, bool kGateUp, int kColumnBlocks>
__device__ __forceinline__ void narrow_product(const ExpertBlock& s) {
    constexpr int kShares = 4, kRowBlocks = 2, kStages = 4, kStage = kRowBlocks * kTileBytes;
    __shared__ __align__(16) uint8_t rings[kShares][kStages][kStage];
    __shared__ float sums[kShares - 1][kRowBlocks][kColumnBlocks][4][32];
    Product<X, kGateUp> product{s};
    // down's tiles and weights are there before gate_up's results.
    if (kGateUp) {
        await_before();
        launch_next();
    }
    if (!product.take(blockIdx.y)) return;
    int lane = threadIdx.x % 32, share = threadIdx.x / 32;
    int row_block = blockIdx.x * kRowBlocks, last_block = product.rows() / 16 - 1;
    int chunks = product.columns() / kChunk, begin = chunks * share / kShares, count = chunks * (share + 1) / kShares - begin;
    const uint8_t* weights = product.weights(row_block) + begin * kTileBytes + lane * 16;
    // The second block of 16 rows, or the first again.
    int below = row_block < last_block ? chunks * kTileBytes : 0;
    uint32_t ring = (uint32_t)__cvta_generic_to_shared(rings[share]) + lane * 16;
    auto fetch = [&](int chunk) {
        if (chunk < count) {
            uint32_t to = ring + chunk % kStages * kStage;
            const uint8_t* from = weights + chunk * kTileBytes;
            copy_async(to, from);
            copy_async(to + kTileBytes, from + below);
            if (lane < 2) {
                copy_async(to + 512, from + 512);
                copy_async(to + kTileBytes + 512, from + below + 512);
            }
        }
        asm volatile("cp.async.commit_group;");
    };
#pragma unroll
    for (int i = 0; i < kStages - 1; i++) fetch(i);
    if (!kGateUp) {
        await_before();
        launch_next();
    }

    const typename X::One* inputs[kColumnBlocks];
#pragma unroll
    for (int n = 0; n < kColumnBlocks; n++) inputs[n] = product.input(n * 8 + lane / 4) + (lane % 4) * 8 + begin * kChunk;
    uint4 ahead[2][kColumnBlocks][2];
    auto tokens = [&](int chunk, uint4 x[kColumnBlocks][2]) {
        if (chunk >= count) return;
#pragma unroll
        for (int n = 0; n < kColumnBlocks; n++)
#pragma unroll
            for (int block = 0; block < 2; block++)
                x[n][block] = *reinterpret_cast<const uint4*>(inputs[n] + chunk * kChunk + block * 32);
    };
    tokens(0, ahead[0]);
    tokens(1, ahead[1]);

    float c[kRowBlocks][kColumnBlocks][4] = {};
#pragma unroll 2
    for (int chunk = 0; chunk < count; chunk++) {
        asm volatile("cp.async.wait_group %0;" ::"n"(kStages - 2) : "memory");
        __syncwarp();
        Packed packed[kRowBlocks];
#pragma unroll
        for (int m = 0; m < kRowBlocks; m++) {
            const uint8_t* tile = rings[share][chunk % kStages] + m * kTileBytes;
            packed[m] = {*reinterpret_cast<const uint4*>(tile + lane * 16),
                         *reinterpret_cast<const uint32_t*>(tile + 512 + lane / 4 * 4)};
        }
        fetch(chunk + kStages - 1);
        uint4 x[kColumnBlocks][2];
#pragma unroll
        for (int n = 0; n < kColumnBlocks; n++)
#pragma unroll
            for (int block = 0; block < 2; block++) {
                x[n][block] = ahead[0][n][block];
                ahead[0][n][block] = ahead[1][n][block];
            }
        tokens(chunk + 2, ahead[1]);
#pragma unroll
        for (int block = 0; block < 2; block++) {
            uint32_t a[kRowBlocks][2][4];
#pragma unroll
            for (int m = 0; m < kRowBlocks; m++) fragments<X>(packed[m], block, a[m]);
#pragma unroll
            for (int half = 0; half < 2; half++)
#pragma unroll
                for (int n = 0; n < kColumnBlocks; n++)
#pragma unroll
                    for (int m = 0; m < kRowBlocks; m++)
                        X::multiply(c[m][n], a[m][half], half == 0 ? x[n][block].x : x[n][block].z,
                                    half == 0 ? x[n][block].y : x[n][block].w);
        }
    }
#pragma unroll
    for (int m = 0; m < kRowBlocks; m++)
#pragma unroll
        for (int n = 0; n < kColumnBlocks; n++)
#pragma unroll
            for (int j = 0; j < 4; j++)
                if (share > 0) sums[share - 1][m][n][j][lane] = c[m][n][j];
    __syncthreads();
    if (share > 0) return;
#pragma unroll
    for (int m = 0; m < kRowBlocks; m++)
#pragma unroll
        for (int n = 0; n < kColumnBlocks; n++) {
#pragma unroll
            for (int other = 0; other < kShares - 1; other++)
#pragma unroll
                for (int j = 0; j < 4; j++) c[m][n][j] += sums[other][m][n][j][lane];
            if (row_block + m <= last_block) product.store(row_block + m, n * 8, c[m][n], lane);
        }
}

// 64 columns of a warp's rows, times all tokens.
template <typename X, int kRowBlocks, int kColumnBlocks, bool kFull>
__device__ __forceinline__ void wide_step(
    const Packed* packed, const uint8_t* stage, int column_blocks, int lane, float c[kRowBlocks][kColumnBlocks][4]) {
    constexpr int kGroup = kFull ? 4 : 2;
    int g = lane / 4, q = lane % 4;
#pragma unroll
    for (int block = 0; block < 2; block++) {
        uint32_t a[kRowBlocks][2][4];
#pragma unroll
        for (int m = 0; m < kRowBlocks; m++) fragments<X>(packed[m], block, a[m]);
#pragma unroll
        for (int group = 0; group < kColumnBlocks; group += kGroup) {
            if (!kFull && group >= column_blocks) break;
            uint4 x[kGroup];
#pragma unroll
            for (int n = 0; n < kGroup; n++) {
                int row = (group + n) * 8 + g;
                x[n] = *reinterpret_cast<const uint4*>(stage + row * 128 + ((block * 4 + q) ^ (row & 1) << 2) * 16);
            }
            // A product that adds to the same sums comes as late as possible.
#pragma unroll
            for (int n = 0; n < kGroup; n++)
#pragma unroll
                for (int m = 0; m < kRowBlocks; m++) X::multiply(c[m][group + n], a[m][0], x[n].x, x[n].y);
#pragma unroll
            for (int n = 0; n < kGroup; n++)
#pragma unroll
                for (int m = 0; m < kRowBlocks; m++) X::multiply(c[m][group + n], a[m][1], x[n].z, x[n].w);
        }
    }
}

// Many tokens: bound by the tensor cores. Each of six warps takes 32 rows; tokens' columns pass through shared memory, which
// all warps read, in stages of 64 columns.
template <typename X, bool kGateUp, int kTokens>
__device__ __forceinline__ void wide_product(const ExpertBlock& s) {
    constexpr int kRowWarps = 6, kStages = 4, kRowBlocks = 2, kColumnBlocks = kTokens / 8;
    __shared__ __align__(128) uint8_t stages[kStages][kTokens * 128];
    __shared__ const typename X::One* inputs[kTokens];
    Product<X, kGateUp> product{s};
    await_before();
    launch_next();
    if (!product.take(blockIdx.y)) return;
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    if (threadIdx.x < kTokens) inputs[threadIdx.x] = product.input(threadIdx.x);
    __syncthreads();
    int chunks = product.columns() / kChunk;
    int row_block = (blockIdx.x * kRowWarps + warp) * kRowBlocks;
    int last_block = product.rows() / 16 - 1;
    const uint8_t* weights[kRowBlocks];
#pragma unroll
    for (int m = 0; m < kRowBlocks; m++) weights[m] = product.weights(min(row_block + m, last_block));
    int column_blocks = (product.count + 7) / 8;

    auto fetch = [&](int chunk) {
        if (chunk < chunks) {
            uint32_t stage = (uint32_t)__cvta_generic_to_shared(stages[chunk % kStages]);
            for (int i = threadIdx.x; i < column_blocks * 64; i += kRowWarps * 32) {
                int row = i / 8, unit = i % 8;
                // Rows of different parity swap halves, so that eight threads that read together meet 32 banks.
                copy_async(stage + row * 128 + (unit ^ (row & 1) << 2) * 16, inputs[row] + chunk * kChunk + unit * 8);
            }
        }
        asm volatile("cp.async.commit_group;");
    };

    float c[kRowBlocks][kColumnBlocks][4] = {};
    Packed next[kRowBlocks], after[kRowBlocks];
#pragma unroll
    for (int m = 0; m < kRowBlocks; m++) {
        next[m] = load(weights[m], lane);
        after[m] = load(weights[m] + (chunks > 1 ? kTileBytes : 0), lane);
    }
#pragma unroll
    for (int i = 0; i < kStages - 1; i++) fetch(i);
    for (int chunk = 0; chunk < chunks; chunk++) {
        asm volatile("cp.async.wait_group %0;" ::"n"(kStages - 2) : "memory");
        __syncthreads();
        fetch(chunk + kStages - 1);
        Packed packed[kRowBlocks];
#pragma unroll
        for (int m = 0; m < kRowBlocks; m++) {
            packed[m] = next[m];
            next[m] = after[m];
            after[m] = load(weights[m] + min(chunk + 2, chunks - 1) * kTileBytes, lane);
        }
        const uint8_t* stage = stages[chunk % kStages];
        // Without a branch in between, widening weights and multiplying overlap.
        if (column_blocks == kColumnBlocks)
            wide_step<X, kRowBlocks, kColumnBlocks, true>(packed, stage, column_blocks, lane, c);
        else
            wide_step<X, kRowBlocks, kColumnBlocks, false>(packed, stage, column_blocks, lane, c);
    }
#pragma unroll
    for (int m = 0; m < kRowBlocks; m++) {
        if (row_block + m > last_block) break;
#pragma unroll
        for (int n = 0; n < kColumnBlocks; n++)
            if (n < column_blocks) product.store(row_block + m, n * 8, c[m][n], lane);
    }
}

#if HOPPER
// The sums of eight columns, and where they stand in the instruction's text.
#define SUMS(n) "+f"(c[n][0]), "+f"(c[n][1]), "+f"(c[n][2]), "+f"(c[n][3])
#define SUMS8(n) SUMS(n), SUMS(n + 1), SUMS(n + 2), SUMS(n + 3), SUMS(n + 4), SUMS(n + 5), SUMS(n + 6), SUMS(n + 7)
#define NAMES_0 \
    "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, " \
    "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define NAMES_32 \
    "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, " \
    "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"

// 64 rows of weights in registers, times the tokens that a descriptor tells.
#define WARPGROUP_MULTIPLY(shape, type, names, a_names, b_name, ...)                      \
    asm volatile(                                                                         \
        "{\n"                                                                             \
        ".reg .pred p;\n"                                                                 \
        "setp.ne.b32 p, 1, 0;\n"                                                          \
        "wgmma.mma_async.sync.aligned." shape ".f32." type "." type " {" names "}, {" a_names "}, " b_name ", p, 1, 1, 0;\n" \
        "}\n"                                                                             \
        : __VA_ARGS__                                                                     \
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "l"(b))

template <typename X>
__device__ __forceinline__ void warpgroup_multiply(float (&c)[8][4], const uint32_t* a, uint64_t b) {
    if (X::kMagnitude == Half::kMagnitude)
        WARPGROUP_MULTIPLY("m64n64k16", "f16", NAMES_0, "%32, %33, %34, %35", "%36", SUMS8(0));
    else
        WARPGROUP_MULTIPLY("m64n64k16", "bf16", NAMES_0, "%32, %33, %34, %35", "%36", SUMS8(0));
}

template <typename X>
__device__ __forceinline__ void warpgroup_multiply(float (&c)[16][4], const uint32_t* a, uint64_t b) {
    if (X::kMagnitude == Half::kMagnitude)
        WARPGROUP_MULTIPLY("m64n128k16", "f16", NAMES_0 ", " NAMES_32, "%64, %65, %66, %67", "%68", SUMS8(0), SUMS8(8));
    else
        WARPGROUP_MULTIPLY("m64n128k16", "bf16", NAMES_0 ", " NAMES_32, "%64, %65, %66, %67", "%68", SUMS8(0), SUMS8(8));
}

constexpr int kWarpgroups = 3;

// Many tokens, on Hopper: each warpgroup takes 64 rows, whose weights it widens in registers while the tensor cores
// work on the 64 columns before. Tokens pass through shared memory, where the tensor cores read them.
template <typename X, bool kGateUp, int kTokens>
__device__ __forceinline__ void hopper_product(const Product<X, kGateUp>& product, uint8_t* stages) {
    constexpr int kThreads = kWarpgroups * 128, kStages = 5, kStage = kTokens * 128, kColumnBlocks = kTokens / 8;
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, chunks = product.columns() / kChunk;
    int row_block = blockIdx.x * kWarpgroups * 4 + warp, last_block = product.rows() / 16 - 1;
    const uint8_t* weights = product.weights(min(row_block, last_block));
    uint32_t shared = (uint32_t)__cvta_generic_to_shared(stages);

    // A thread copies the same 16 bytes of a row's chunk every time.
    constexpr int kUnits = kTokens * 8, kCopies = (kUnits + kThreads - 1) / kThreads;
    const typename X::One* from[kCopies];
#pragma unroll
    for (int i = 0; i < kCopies; i++) {
        int row = (i * kThreads + threadIdx.x) / 8;
        from[i] = product.input(row) + threadIdx.x % 8 * 8;
    }
    uint32_t to = shared + threadIdx.x / 8 * 128 + ((threadIdx.x ^ threadIdx.x / 8) & 7) * 16;
    auto fetch = [&](int chunk) {
        if (chunk < chunks)
#pragma unroll
            for (int i = 0; i < kCopies; i++)
                if ((i + 1) * kThreads <= kUnits || i * kThreads + threadIdx.x < kUnits)
                    copy_async(to + chunk % kStages * kStage + i * (kThreads * 16), from[i] + chunk * kChunk);
        asm volatile("cp.async.commit_group;");
    };
#pragma unroll
    for (int i = 0; i < kStages - 2; i++) fetch(i);

    float c[kColumnBlocks][4] = {};
    uint32_t even[4][4], odd[4][4];
    auto widen_chunk = [&](const Packed& packed, uint32_t a[4][4]) {
        fragments<X>(packed, 0, a);
        fragments<X>(packed, 1, a + 2);
    };
    Packed next = load(weights, lane);
    widen_chunk(next, even);
    next = load(weights + min(1, chunks - 1) * kTileBytes, lane);
    Packed after = load(weights + min(2, chunks - 1) * kTileBytes, lane);
    auto step = [&](int chunk, uint32_t now[4][4], uint32_t then[4][4]) {
        asm volatile("cp.async.wait_group %0;" ::"n"(kStages - 3) : "memory");
        asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
        __syncthreads();
        uint32_t stage = shared + chunk % kStages * kStage;
        // 128-byte rows, swizzled; groups of eight rows lie 1,024 bytes apart.
        uint64_t tokens = (uint64_t)(stage >> 4 & 0x3FFF) | 1ull << 16 | 64ull << 32 | 1ull << 62;
        asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#pragma unroll
        for (int k = 0; k < 4; k++) warpgroup_multiply<X>(c, now[k], tokens + k * 2);
        asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
        // The step before has read its weights and tokens: both may be overwritten, its tokens once every warp has come here.
        asm volatile("wgmma.wait_group.sync.aligned 1;" ::: "memory");
        fetch(chunk + kStages - 2);
        widen_chunk(next, then);
        next = after;
        after = load(weights + min(chunk + 3, chunks - 1) * kTileBytes, lane);
    };
    for (int chunk = 0;; chunk += 2) {
        step(chunk, even, odd);
        if (chunk + 1 >= chunks) break;
        step(chunk + 1, odd, even);
        if (chunk + 2 >= chunks) break;
    }
    asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");
    if (row_block > last_block) return;
#pragma unroll
    for (int n = 0; n < kColumnBlocks; n++)
        if (n * 8 < product.count) product.template store<true>(row_block, n * 8, c[n], lane);
}

template <typename X, bool kGateUp>
__device__ __forceinline__ void hopper_products(const ExpertBlock& s) {
    extern __shared__ __align__(1024) uint8_t stages[];
    Product<X, kGateUp> product{s};
    await_before();
    launch_next();
    if (!product.take(blockIdx.y)) return;
    if (product.count > 64)
        hopper_product<X, kGateUp, 128>(product, stages);
    else
        hopper_product<X, kGateUp, 64>(product, stages);
}
#endif

__device__ __forceinline__ float warp_sum(float x) {
#pragma unroll
    for (int i = 16; i > 0; i /= 2) x += __shfl_xor_sync(~0u, x, i);
    return x;
}

// Of a whole block of kThreads; every thread gets it.
__device__ __forceinline__ float block_sum(float x) {
    __shared__ float sums[kWarps];
    x = warp_sum(x);
    if (threadIdx.x % 32 == 0) sums[threadIdx.x / 32] = x;
    __syncthreads();
    float total = 0;
#pragma unroll
    for (int i = 0; i < kWarps; i++) total += sums[i];
    __syncthreads();
    return total;
}

// Eight numbers of a row.
struct Eight {
    float at[8];
};

template <typename X>
__device__ __forceinline__ Eight wide8(const void* row, int i) {
    uint4 x = *reinterpret_cast<const uint4*>(static_cast<const typename X::One*>(row) + i);
    float2 a = X::wide2(x.x), b = X::wide2(x.y), c = X::wide2(x.z), d = X::wide2(x.w);
    return {a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y};
}

template <typename X>
__device__ __forceinline__ float dot(uint4 x, uint4 y) {
    float2 a = X::wide2(x.x), b = X::wide2(y.x), c = X::wide2(x.y), d = X::wide2(y.y);
    float2 e = X::wide2(x.z), f = X::wide2(y.z), g = X::wide2(x.w), h = X::wide2(y.w);
    return a.x * b.x + a.y * b.y + c.x * d.x + c.y * d.y + e.x * f.x + e.y * f.y + g.x * h.x + g.y * h.y;
}

__device__ __forceinline__ Eight read8(const float* row, int i) {
    float4 a = __ldcg(reinterpret_cast<const float4*>(row + i)), b = __ldcg(reinterpret_cast<const float4*>(row + i + 4));
    return {a.x, a.y, a.z, a.w, b.x, b.y, b.z, b.w};
}

__device__ __forceinline__ void write8(float* row, int i, const Eight& x) {
    *reinterpret_cast<float4*>(row + i) = make_float4(x.at[0], x.at[1], x.at[2], x.at[3]);
    *reinterpret_cast<float4*>(row + i + 4) = make_float4(x.at[4], x.at[5], x.at[6], x.at[7]);
}

template <typename X>
__device__ __forceinline__ uint4 narrow8(const Eight& x) {
    typename X::One y[8];
#pragma unroll
    for (int j = 0; j < 8; j++) y[j] = X::narrow(x.at[j]);
    return *reinterpret_cast<uint4*>(y);
}

// Where a thread's eight numbers begin in a row, round by round.
__device__ __forceinline__ int begin8(int round) { return (round * kThreads + threadIdx.x) * 8; }

__device__ __forceinline__ float squares(const Eight& x) {
    float sum = 0;
#pragma unroll
    for (int j = 0; j < 8; j++) sum += x.at[j] * x.at[j];
    return sum;
}

// rmsnorm of a row that the threads hold, rounded once.
template <typename X, bool kHopper = false>
__device__ __forceinline__ void normalize(const ExpertBlock& s, const Eight* x, const void* norm, void* to, uint4* copy) {
    float sum = 0;
#pragma unroll
    for (int round = 0; round < kRounds; round++) sum += squares(x[round]);
    float factor = rsqrtf(block_sum(sum) / s.hidden + s.epsilon);
#pragma unroll
    for (int round = 0; round < kRounds; round++) {
        int i = begin8(round);
        if (i >= s.hidden) break;
        Eight w = wide8<X>(norm, i), y;
#pragma unroll
        for (int j = 0; j < 8; j++) y.at[j] = x[round].at[j] * factor * w.at[j];
        uint4 rounded = narrow8<X>(y);
        typename X::One* row = static_cast<typename X::One*>(to);
        if (kHopper) {
            *reinterpret_cast<uint32_t*>(row + hopper_column(i)) = rounded.x;
            *reinterpret_cast<uint32_t*>(row + hopper_column(i + 2)) = rounded.y;
            *reinterpret_cast<uint32_t*>(row + hopper_column(i + 4)) = rounded.z;
            *reinterpret_cast<uint32_t*>(row + hopper_column(i + 6)) = rounded.w;
        } else {
            *reinterpret_cast<uint4*>(row + i) = rounded;
        }
        if (copy != nullptr) copy[i / 8] = rounded;
    }
}

// The experts with the largest scores, ties to the lower number, and the softmax of their scores. By one warp.
__device__ void choose(const ExpertBlock& s, int token, float* scores, int lane) {
    float most = 0, sum = 0, mine = 0;
    for (int i = 0; i < s.top_k; i++) {
        float best = -INFINITY;
        int at = s.experts;
        for (int e = lane; e < s.experts; e += 32)
            if (scores[e] > best) {
                best = scores[e];
                at = e;
            }
#pragma unroll
        for (int j = 16; j > 0; j /= 2) {
            float other = __shfl_xor_sync(~0u, best, j);
            int where = __shfl_xor_sync(~0u, at, j);
            if (other > best || (other == best && where < at)) {
                best = other;
                at = where;
            }
        }
        // None is found where all scores that are left are NaN.
        if (at >= s.experts) at = i;
        if (i == 0) most = best;
        float exponential = __expf(best - most);
        sum += exponential;
        if (lane == i) mine = exponential;
        if (lane == 0) {
            s.ids[token * s.top_k + i] = at;
            scores[at] = -INFINITY;
        }
        __syncwarp();
    }
    if (lane < s.top_k) s.weights[token * s.top_k + lane] = mine / sum;
}

// All pairs, sorted by expert, and the tiles they make. By the last block of route: each warp counts a part of the pairs.
__device__ void sort(const ExpertBlock& s) {
    __shared__ int places[kWarps][kMostExperts], counts[kMostExperts], starts[kMostExperts], tiles[kMostExperts + 1];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, pairs = s.tokens * s.top_k;
    int part = (pairs + kWarps * 32 - 1) / (kWarps * 32) * 32, begin = warp * part, end = min(begin + part, pairs);
    for (int e = lane; e < s.experts; e += 32) places[warp][e] = 0;
    __syncwarp();
    for (int i = begin + lane; i - lane < end; i += 32) {
        int id = i < end ? __ldcg(s.ids + i) : -1;
        uint32_t same = __match_any_sync(~0u, id);
        if (id >= 0 && (same & ((1u << lane) - 1)) == 0) places[warp][id] += __popc(same);
        __syncwarp();
    }
    __syncthreads();
    for (int e = threadIdx.x; e < s.experts; e += kThreads) {
        int count = 0;
        for (int w = 0; w < kWarps; w++) {
            int here = places[w][e];
            places[w][e] = count;
            count += here;
        }
        counts[e] = count;
    }
    __syncthreads();
    if (warp == 0) {
        int start = 0, tile = 0;
        for (int base = 0; base < s.experts; base += 32) {
            int e = base + lane, count = e < s.experts ? counts[e] : 0;
            int pieces = (count + s.tile_tokens - 1) / s.tile_tokens, before = count, earlier = pieces;
#pragma unroll
            for (int j = 1; j < 32; j *= 2) {
                int x = __shfl_up_sync(~0u, before, j), y = __shfl_up_sync(~0u, earlier, j);
                if (lane >= j) {
                    before += x;
                    earlier += y;
                }
            }
            if (e < s.experts) {
                starts[e] = start + before - count;
                tiles[e] = tile + earlier - pieces;
            }
            start += __shfl_sync(~0u, before, 31);
            tile += __shfl_sync(~0u, earlier, 31);
        }
        if (lane == 0) tiles[s.experts] = tile;
    }
    __syncthreads();
    for (int i = begin + lane; i - lane < end; i += 32) {
        int id = i < end ? __ldcg(s.ids + i) : -1;
        uint32_t same = __match_any_sync(~0u, id), before = same & ((1u << lane) - 1);
        if (id >= 0) s.order[starts[id] + places[warp][id] + __popc(before)] = i;
        __syncwarp();
        if (id >= 0 && before == 0) places[warp][id] += __popc(same);
        __syncwarp();
    }
    int4* all = reinterpret_cast<int4*>(s.tiles);
    for (int e = warp; e < s.experts; e += kWarps)
        for (int i = lane; i * s.tile_tokens < counts[e]; i += 32) {
            int first = i * s.tile_tokens;
            all[tiles[e] + i] = make_int4(e, starts[e] + first, min(s.tile_tokens, counts[e] - first), 0);
        }
    for (int i = tiles[s.experts] + threadIdx.x; i < s.max_tiles; i += kThreads) all[i] = make_int4(0, 0, 0, 0);
}

// The residual stream after attention, and its norm: a row.
template <typename X, bool kHopper = false>
__device__ __forceinline__ void norm_row(const ExpertBlock& s, int token, uint4* copy) {
    size_t row = (size_t)token * s.hidden;
    Eight x[kRounds] = {};
#pragma unroll
    for (int round = 0; round < kRounds; round++) {
        int i = begin8(round);
        if (i >= s.hidden) break;
        Eight a = wide8<X>(s.attended, row + i), b = wide8<X>(s.o_bias, i), r = read8(s.residual + row, i);
#pragma unroll
        for (int j = 0; j < 8; j++) x[round].at[j] = r.at[j] + a.at[j] + b.at[j];
        write8(s.mid + row, i, x[round]);
    }
    normalize<X, kHopper>(s, x, s.norm, static_cast<typename X::One*>(s.normed) + row, copy);
}

// Sorts when all blocks have chosen. Every thread of a block comes here.
__device__ __forceinline__ void arrive(const ExpertBlock& s) {
    __shared__ bool last;
    __threadfence();
    __syncthreads();
    if (threadIdx.x == 0) {
        last = atomicAdd(&finished, 1) == gridDim.x - 1;
        if (last) finished = 0;
        __threadfence();
    }
    __syncthreads();
    if (last) sort(s);
}

// A token for each block.
template <typename X>
__device__ __forceinline__ void route(const ExpertBlock& s) {
    extern __shared__ uint4 normed[];  // [H] of X
    constexpr int kAhead = 12;
    __shared__ float scores[kMostExperts];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, vectors = s.hidden / 8;
    const uint4* weights = static_cast<const uint4*>(s.router_weight);
    uint4 ahead[kAhead];
    // These wait for nothing: they are on their way while the row is normed.
    auto fetch = [&](int e) {
#pragma unroll
        for (int i = 0; i < kAhead; i++)
            if (e < s.experts && i * 32 + lane < vectors) ahead[i] = weights[(size_t)e * vectors + i * 32 + lane];
    };
    fetch(warp);
    launch_next();
    norm_row<X>(s, blockIdx.x, normed);
    __syncthreads();
    for (int e = warp; e < s.experts; e += kWarps) {
        float sum = 0;
#pragma unroll
        for (int i = 0; i < kAhead; i++)
            if (i * 32 + lane < vectors) sum += dot<X>(normed[i * 32 + lane], ahead[i]);
        for (int i = kAhead * 32 + lane; i < vectors; i += 32) sum += dot<X>(normed[i], weights[(size_t)e * vectors + i]);
        fetch(e + kWarps);
        sum = warp_sum(sum);
        if (lane == 0) scores[e] = sum + X::wide(static_cast<const typename X::One*>(s.router_bias)[e]);
    }
    __syncthreads();
    if (warp == 0) choose(s, blockIdx.x, scores, lane);
    arrive(s);
}

// Columns 8q to 8q + 7 of 32.
template <typename X>
__device__ __forceinline__ uint4 eight(const typename X::One* row, int q) {
#if HOPPER
    const uint32_t* pairs = reinterpret_cast<const uint32_t*>(row) + q;
    return make_uint4(pairs[0], pairs[4], pairs[8], pairs[12]);
#else
    return *reinterpret_cast<const uint4*>(row + q * 8);
#endif
}

// The scores of 16 tokens, whose rows have been normed before; warps share the columns.
template <typename X>
__device__ __forceinline__ void route_many(const ExpertBlock& s) {
    constexpr int kTokens = 16;
    __shared__ float scores[kTokens][kMostExperts];
    await_before();
    launch_next();
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, g = lane / 4, q = lane % 4, first = blockIdx.x * kTokens;
    using One = typename X::One;
    for (int i = threadIdx.x; i < kTokens * s.experts; i += kThreads)
        scores[i / s.experts][i % s.experts] = X::wide(static_cast<const One*>(s.router_bias)[i % s.experts]);
    const One* upper = static_cast<const One*>(s.normed) + (size_t)min(first + g, s.tokens - 1) * s.hidden;
    const One* lower = static_cast<const One*>(s.normed) + (size_t)min(first + g + 8, s.tokens - 1) * s.hidden;
    int blocks = s.hidden / 32, begin = blocks * warp / kWarps, end = blocks * (warp + 1) / kWarps;
    __syncthreads();
    for (int base = 0; base < s.experts; base += 32) {
        float c[4][4] = {};
        for (int block = begin; block < end; block++) {
            uint4 u = eight<X>(upper + block * 32, q), l = eight<X>(lower + block * 32, q);
            uint32_t a[2][4] = {{u.x, l.x, u.y, l.y}, {u.z, l.z, u.w, l.w}};
#pragma unroll
            for (int n = 0; n < 4; n++) {
                int e = min(base + n * 8 + g, s.experts - 1);
                uint4 w = *reinterpret_cast<const uint4*>(
                    static_cast<const One*>(s.router_weight) + (size_t)e * s.hidden + q * 8 + block * 32);
                X::multiply(c[n], a[0], w.x, w.y);
                X::multiply(c[n], a[1], w.z, w.w);
            }
        }
        // One warp after the other, in a fixed order.
        for (int turn = 0; turn < kWarps; turn++) {
            if (turn == warp)
#pragma unroll
                for (int n = 0; n < 4; n++)
#pragma unroll
                    for (int j = 0; j < 4; j++) {
                        int e = base + n * 8 + 2 * q + j % 2;
                        if (e < s.experts) scores[g + j / 2 * 8][e] += c[n][j];
                    }
            __syncthreads();
        }
    }
    for (int t = warp; t < min(kTokens, s.tokens - first); t += kWarps) choose(s, first + t, scores[t], lane);
    arrive(s);
}

template <typename X>
__device__ __forceinline__ void combine(const ExpertBlock& s) {
    size_t row = (size_t)blockIdx.x * s.hidden;
    const float *parts = s.parts + row * s.top_k, *weights = s.weights + blockIdx.x * s.top_k;
    Eight x[kRounds] = {};
#pragma unroll
    for (int round = 0; round < kRounds; round++)
        if (begin8(round) < s.hidden) x[round] = read8(s.mid + row, begin8(round));
    await_before();
#pragma unroll
    for (int round = 0; round < kRounds; round++) {
        int i = begin8(round);
        if (i >= s.hidden) break;
#pragma unroll 4
        for (int k = 0; k < s.top_k; k++) {
            Eight part = read8(parts + (size_t)k * s.hidden, i);
            float weight = weights[k];
#pragma unroll
            for (int j = 0; j < 8; j++) x[round].at[j] += weight * part.at[j];
        }
        write8(s.out_residual + row, i, x[round]);
    }
    normalize<X>(s, x, s.next_norm, static_cast<typename X::One*>(s.out) + row, nullptr);
}

}  // namespace

#define KERNEL(name, threads, call) \
    extern "C" __global__ void __launch_bounds__(threads) name(ExpertBlock s) { call; }
#define NARROW(suffix, X, tokens)                                                         \
    KERNEL(gate_up_##suffix##_##tokens, 128, (narrow_product<X, true, tokens / 8>(s))) \
    KERNEL(down_##suffix##_##tokens, 128, (narrow_product<X, false, tokens / 8>(s)))
#define WIDE(suffix, X)                                                        \
    KERNEL(gate_up_##suffix##_64, 192, (wide_product<X, true, 64>(s))) \
    KERNEL(down_##suffix##_64, 192, (wide_product<X, false, 64>(s)))
#if HOPPER
#define WIDEST(suffix, X)                                                                    \
    KERNEL(gate_up_##suffix##_128, kWarpgroups * 128, (hopper_products<X, true>(s))) \
    KERNEL(down_##suffix##_128, kWarpgroups * 128, (hopper_products<X, false>(s)))
#else
#define WIDEST(suffix, X)
#endif
#define KERNELS(suffix, X)                                                              \
    KERNEL(route_##suffix, kThreads, route<X>(s))                                       \
    KERNEL(norm_##suffix, kThreads, (norm_row<X, HOPPER != 0>(s, blockIdx.x, nullptr))) \
    KERNEL(route_many_##suffix, kThreads, route_many<X>(s))                             \
    KERNEL(combine_##suffix, kThreads, combine<X>(s))                                   \
    NARROW(suffix, X, 8)                                                                \
    NARROW(suffix, X, 16)                                                               \
    WIDE(suffix, X)                                                                     \
    WIDEST(suffix, X)

KERNELS(f16, Half)
KERNELS(bf16, Bfloat)
