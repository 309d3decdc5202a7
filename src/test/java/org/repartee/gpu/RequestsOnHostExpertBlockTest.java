package org.repartee.gpu;

class RequestsOnHostExpertBlockTest extends RequestsOnDevice {

    RequestsOnHostExpertBlockTest() {
        super(new HostTestDevice(true));
    }
}
