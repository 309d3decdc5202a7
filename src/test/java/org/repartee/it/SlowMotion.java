package org.repartee.it;

import java.io.IOException;

/// Lets a process run for a tenth of the time only, as on a machine that is far too busy.
final class SlowMotion implements AutoCloseable {

    private static final String LOOP =
            "while kill -STOP $0; do sleep 0.09; kill -CONT $0; sleep 0.01; done 2>/dev/null";

    private final long pid;
    private final Process loop;

    SlowMotion(long pid) throws IOException {
        this.pid = pid;
        this.loop = new ProcessBuilder("bash", "-c", LOOP, String.valueOf(pid)).start();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        loop.destroy();
        loop.waitFor();
        // The process may be gone: then there is nobody to wake.
        new ProcessBuilder("kill", "-CONT", String.valueOf(pid)).start().waitFor();
    }
}
