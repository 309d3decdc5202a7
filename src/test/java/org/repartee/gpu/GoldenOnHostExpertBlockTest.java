package org.repartee.gpu;

class GoldenOnHostExpertBlockTest extends GoldenOnDevice {

    GoldenOnHostExpertBlockTest() {
        super(new HostTestDevice(true));
    }
}
