package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class RequestsOnCudaFloat16Test extends RequestsOnDevice {

    RequestsOnCudaFloat16Test() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.AUTO));
    }
}
