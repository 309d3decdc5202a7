package org.repartee.gpu;

class LongOnHostTest extends LongOnDevice {

    LongOnHostTest() {
        super(new HostTestDevice());
    }
}
