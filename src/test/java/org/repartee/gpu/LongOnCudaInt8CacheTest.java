package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class LongOnCudaInt8CacheTest extends LongOnDevice {

    LongOnCudaInt8CacheTest() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.INT8));
    }
}
