package org.repartee.gpu;

import org.repartee.export.Activations;
import org.repartee.export.ExpertFormat;
import org.repartee.runtime.KvCacheDtype;

class GoldenOnCudaMxfp4Bfloat16Test extends GoldenOnDevice {

    GoldenOnCudaMxfp4Bfloat16Test() {
        super(new CudaTestDevice(Activations.BFLOAT16, KvCacheDtype.AUTO, ExpertFormat.MXFP4));
    }
}
