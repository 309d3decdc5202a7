package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class RequestsOnCudaBfloat16Test extends RequestsOnDevice {

    RequestsOnCudaBfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16, KvCacheDtype.AUTO));
    }
}
