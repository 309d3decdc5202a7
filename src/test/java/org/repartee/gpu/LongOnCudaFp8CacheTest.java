package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class LongOnCudaFp8CacheTest extends LongOnDevice {

    LongOnCudaFp8CacheTest() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.FP8));
    }
}
