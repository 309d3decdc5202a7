package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.runtime.KvCacheDtype;

class LongOnCudaBfloat16Test extends LongOnDevice {

    LongOnCudaBfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16, KvCacheDtype.AUTO));
    }
}
