package org.repartee.gpu;

class RequestsOnHostTest extends RequestsOnDevice {

    RequestsOnHostTest() {
        super(new HostTestDevice());
    }
}
