package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class LongOnCudaFloat16Test extends LongOnDevice {

    LongOnCudaFloat16Test() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.AUTO));
    }
}
