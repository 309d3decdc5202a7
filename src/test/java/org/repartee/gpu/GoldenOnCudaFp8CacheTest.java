package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class GoldenOnCudaFp8CacheTest extends GoldenOnDevice {

    GoldenOnCudaFp8CacheTest() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.FP8));
    }
}
