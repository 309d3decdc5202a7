package org.repartee.gpu;

class GoldenOnHostTest extends GoldenOnDevice {

    GoldenOnHostTest() {
        super(new HostTestDevice());
    }
}
