package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class RequestsOnCudaFp8CacheTest extends RequestsOnDevice {

    RequestsOnCudaFp8CacheTest() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.FP8));
    }
}
