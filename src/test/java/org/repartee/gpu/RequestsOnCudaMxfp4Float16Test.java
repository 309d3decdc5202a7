package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.export.ExpertFormat;
import org.repartee.runtime.KvCacheDtype;

class RequestsOnCudaMxfp4Float16Test extends RequestsOnDevice {

    RequestsOnCudaMxfp4Float16Test() {
        super(new CudaTestDevice(Activations.FLOAT16, KvCacheDtype.AUTO, ExpertFormat.MXFP4));
    }
}
