package org.repartee.gpu;

class LongOnHostExpertBlockTest extends LongOnDevice {

    LongOnHostExpertBlockTest() {
        super(new HostTestDevice(true));
    }
}
