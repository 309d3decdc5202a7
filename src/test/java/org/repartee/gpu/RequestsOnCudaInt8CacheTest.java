package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class RequestsOnCudaInt8CacheTest extends RequestsOnDevice {

    RequestsOnCudaInt8CacheTest() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.INT8));
    }
}
