package org.repartee.runtime.cuda;

import static org.repartee.runtime.cuda.NativeCall.ADDRESS;
import static org.repartee.runtime.cuda.NativeCall.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// The functions of ONNX Runtime's C API for operators of one's own. Results are written where
/// `out` points to.
final class OperatorApi {

    private final OrtApi api;
    private final MethodHandle createDomain;
    private final MethodHandle addToDomain;
    private final MethodHandle addDomain;
    private final MethodHandle releaseDomain;
    private final MethodHandle getNumber;
    private final MethodHandle getInteger;
    private final MethodHandle getInput;
    private final MethodHandle getOutput;
    private final MethodHandle getData;
    private final MethodHandle getTypeAndShape;
    private final MethodHandle getDimensionsCount;
    private final MethodHandle getDimensions;
    private final MethodHandle releaseTypeAndShape;
    private final MethodHandle getStream;

    OperatorApi(OrtApi api) {
        this.api = api;
        createDomain = api.function(26, "CreateCustomOpDomain", ADDRESS, ADDRESS);
        addToDomain = api.function(27, "CustomOpDomain_Add", ADDRESS, ADDRESS);
        addDomain = api.function(28, "AddCustomOpDomain", ADDRESS, ADDRESS);
        releaseDomain = api.release(101, "ReleaseCustomOpDomain");
        getNumber = api.function(85, "KernelInfoGetAttribute_float", ADDRESS, ADDRESS, ADDRESS);
        getInteger = api.function(86, "KernelInfoGetAttribute_int64", ADDRESS, ADDRESS, ADDRESS);
        getInput = api.function(90, "KernelContext_GetInput", ADDRESS, LONG, ADDRESS);
        getOutput =
                api.function(91, "KernelContext_GetOutput", ADDRESS, LONG, ADDRESS, LONG, ADDRESS);
        getData = api.function(51, "GetTensorMutableData", ADDRESS, ADDRESS);
        getTypeAndShape = api.function(65, "GetTensorTypeAndShape", ADDRESS, ADDRESS);
        getDimensionsCount = api.function(61, "GetDimensionsCount", ADDRESS, ADDRESS);
        getDimensions = api.function(62, "GetDimensions", ADDRESS, ADDRESS, LONG);
        releaseTypeAndShape = api.release(99, "ReleaseTensorTypeAndShapeInfo");
        getStream = api.function(193, "KernelContext_GetGPUComputeStream", ADDRESS, ADDRESS);
    }

    MemorySegment status(String message) {
        return api.status(message);
    }

    MemorySegment createDomain(MemorySegment name) {
        return NativeCall.written(
                out -> api.check(() -> (MemorySegment) createDomain.invokeExact(name, out)));
    }

    void addToDomain(MemorySegment domain, MemorySegment operator) {
        api.check(() -> (MemorySegment) addToDomain.invokeExact(domain, operator));
    }

    void addDomain(MemorySegment options, MemorySegment domain) {
        api.check(() -> (MemorySegment) addDomain.invokeExact(options, domain));
    }

    void releaseDomain(MemorySegment domain) {
        OrtApi.release(releaseDomain, domain);
    }

    void numberAttribute(MemorySegment kernelInfo, MemorySegment name, MemorySegment out) {
        api.check(() -> (MemorySegment) getNumber.invokeExact(kernelInfo, name, out));
    }

    void integerAttribute(MemorySegment kernelInfo, MemorySegment name, MemorySegment out) {
        api.check(() -> (MemorySegment) getInteger.invokeExact(kernelInfo, name, out));
    }

    MemorySegment input(MemorySegment context, long index, MemorySegment out) {
        api.check(() -> (MemorySegment) getInput.invokeExact(context, index, out));
        return out.get(ValueLayout.ADDRESS, 0);
    }

    MemorySegment output(
            MemorySegment context, long index, MemorySegment shape, long rank, MemorySegment out) {
        api.check(() -> (MemorySegment) getOutput.invokeExact(context, index, shape, rank, out));
        return out.get(ValueLayout.ADDRESS, 0);
    }

    MemorySegment data(MemorySegment value, MemorySegment out) {
        api.check(() -> (MemorySegment) getData.invokeExact(value, out));
        return out.get(ValueLayout.ADDRESS, 0);
    }

    /// @param dimensions room for them
    long[] shape(MemorySegment value, MemorySegment out, MemorySegment dimensions) {
        api.check(() -> (MemorySegment) getTypeAndShape.invokeExact(value, out));
        var info = out.get(ValueLayout.ADDRESS, 0);
        try {
            api.check(() -> (MemorySegment) getDimensionsCount.invokeExact(info, out));
            var rank = out.get(ValueLayout.JAVA_LONG, 0);
            var fitting = dimensions.asSlice(0, rank * Long.BYTES);
            api.check(() -> (MemorySegment) getDimensions.invokeExact(info, fitting, rank));
            return fitting.toArray(ValueLayout.JAVA_LONG);
        } finally {
            OrtApi.release(releaseTypeAndShape, info);
        }
    }

    MemorySegment stream(MemorySegment context, MemorySegment out) {
        api.check(() -> (MemorySegment) getStream.invokeExact(context, out));
        return out.get(ValueLayout.ADDRESS, 0);
    }
}
