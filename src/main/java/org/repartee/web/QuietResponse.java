package org.repartee.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/// A response whose stream complains once that the client is gone, and then takes everything in
/// silence: JAX-RS flushes again when it closes, and would log each client that leaves as a failure
/// of the server.
final class QuietResponse extends HttpServletResponseWrapper {

    QuietResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new QuietStream(super.getOutputStream());
    }

    @Override
    public void flushBuffer() throws IOException {
        getOutputStream().flush();
    }

    private static final class QuietStream extends ServletOutputStream {
        private final ServletOutputStream out;
        private boolean gone;

        private QuietStream(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            unlessGone(() -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            unlessGone(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            unlessGone(out::flush);
        }

        @Override
        public void close() throws IOException {
            unlessGone(out::close);
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }

        private void unlessGone(Watch.Transfer transfer) throws IOException {
            if (!gone) {
                gone = true;
                transfer.run();
                gone = false;
            }
        }
    }
}
