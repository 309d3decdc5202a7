package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.export.ExpertFormat;
import org.repartee.runtime.KvCacheDtype;

class LongOnCudaMxfp4Float16Test extends LongOnDevice {

    LongOnCudaMxfp4Float16Test() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.AUTO, ExpertFormat.MXFP4));
    }
}
