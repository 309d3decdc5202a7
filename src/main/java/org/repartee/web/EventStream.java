package org.repartee.web;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.repartee.chat.Reply;
import org.repartee.chat.ReplyEvent;
import org.repartee.web.ChatCompletionsResource.Client;

/// Writes a reply as server-sent events, each as soon as it is there. A client that leaves cancels
/// the generation.
record EventStream(Reply reply, CompletionChunks chunks, Client client) implements StreamingOutput {

    private static final System.Logger LOG = System.getLogger(EventStream.class.getName());

    /// A comment: clients skip it. It keeps proxies from giving up, and fails when nobody is there.
    private static final byte[] PING = utf8(": ping\n\n");

    @Override
    public void write(OutputStream out) {
        try (reply;
                var watch = client.watch(() -> send(out, PING))) {
            watch.keepAlive();
            watch.write(() -> send(out, utf8(line(chunks.first()))));
            relay(watch, out);
        } catch (IOException | InterruptedException gone) {
            LOG.log(Level.DEBUG, "a client left before its answer was complete", gone);
        }
    }

    private void relay(Watch watch, OutputStream out) throws IOException, InterruptedException {
        var ended = false;
        var failed = false;
        while (!ended) {
            var event = reply.next();
            send(watch, out, chunks.of(event));
            reply.flushed();
            failed = event instanceof ReplyEvent.Failed || isBrokenOff(event);
            ended = failed || event instanceof ReplyEvent.Finished;
        }
        if (!failed) {
            watch.write(() -> send(out, utf8(line("[DONE]"))));
        }
    }

    private static boolean isBrokenOff(ReplyEvent event) {
        return event instanceof ReplyEvent.Finished(var finish, _, _)
                && (finish == ReplyEvent.Finish.CANCELLED
                        || finish == ReplyEvent.Finish.INTERRUPTED);
    }

    private static void send(Watch watch, OutputStream out, List<String> chunks)
            throws IOException {
        for (var chunk : chunks) {
            watch.write(() -> send(out, utf8(line(chunk))));
        }
    }

    private static void send(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static String line(String data) {
        return "data: " + data + "\n\n";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
