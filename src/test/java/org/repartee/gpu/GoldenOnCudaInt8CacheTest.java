package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class GoldenOnCudaInt8CacheTest extends GoldenOnDevice {

    GoldenOnCudaInt8CacheTest() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.INT8));
    }
}
