package org.repartee.web;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.repartee.chat.Reply;
import org.repartee.chat.ReplyEvent;
import org.repartee.web.ChatCompletionsResource.Client;

/// Writes a reply as one JSON object when it is complete.
///
/// A server notices only by writing that nobody is there any more. So while the answer is made,
/// spaces go out, which JSON allows before an object: a client that leaves cancels the generation
/// here as well. The price is that an answer which breaks after the first space has the status 200
/// and an error for its body.
record WholeCompletion(Reply reply, CompletionHead head, Client client) implements StreamingOutput {

    private static final System.Logger LOG = System.getLogger(WholeCompletion.class.getName());

    @Override
    public void write(OutputStream out) throws IOException {
        var begun = new AtomicBoolean();
        Watch.Transfer ping =
                () -> {
                    begun.set(true);
                    send(out, " ");
                };
        try (reply;
                var watch = client.watch(ping)) {
            watch.keepAlive();
            var text = collect();
            watch.write(() -> send(out, text));
            reply.flushed();
        } catch (ApiFailure failed) {
            // The watch is closed: nothing comes between this question and the answer to it.
            if (!begun.get()) {
                throw failed;
            }
            send(out, failed.error().toJson());
        } catch (IOException | InterruptedException gone) {
            LOG.log(Level.DEBUG, "a client left before its answer was complete", gone);
        }
    }

    private String collect() throws InterruptedException {
        var completion = new ChatCompletion();
        while (true) {
            switch (reply.next()) {
                case ReplyEvent.Finished(var finish, var usage, _) -> {
                    if (finish == ReplyEvent.Finish.CANCELLED) {
                        throw new ApiFailure(ApiError.CANCELLED);
                    }
                    if (finish == ReplyEvent.Finish.INTERRUPTED) {
                        throw new ApiFailure(ApiError.INTERRUPTED);
                    }
                    return completion.toJson(head, finish, usage);
                }
                case ReplyEvent.Failed(var code, var message, _, _) ->
                        throw new ApiFailure(ApiError.server(500, code, message));
                case ReplyEvent event -> completion.add(event);
            }
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
