package org.repartee.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;

/// The server that the tests of this package talk to.
final class RunningServer {

    private RunningServer() {}

    /// @return the address of the page, from the system property `repartee.it.address`
    static URI address() {
        var address = System.getProperty("repartee.it.address");
        assumeTrue(
                address != null,
                "skipped: no server; name one in the system property repartee.it.address");
        return URI.create(String.valueOf(address));
    }
}
