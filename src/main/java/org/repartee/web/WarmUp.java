package org.repartee.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.Rehearsal;
import org.repartee.web.ChatCompletionsResource.Client;
import org.repartee.web.CompletionChunks.Extras;

/// Reads and answers a few requests that nobody sent, until the way from JSON to stream is
/// compiled.
@ApplicationScoped
class WarmUp {

    /// Rounds, and nanoseconds after which none is begun: a large model on a CPU is slow.
    private static final int ROUNDS = 30;

    private static final long ENOUGH = 1_500_000_000L;

    private static final byte[] QUESTION =
            """
            {"model":"any","stream":true,"max_completion_tokens":8,"temperature":0.7,"top_p":0.9,"seed":1,
            "stream_options":{"include_usage":true},
            "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello, 你好!"}]}
            """
                    .getBytes(StandardCharsets.UTF_8);

    private static final Caller NOBODY = new Caller("rehearsal");

    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

    /// So often the door is tried: the application may still be on its way to it.
    private static final int TRIES = 20;

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private HttpConfig config;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Watchdog watchdog;

    void rehearse(@Observes Rehearsal rehearsal) throws IOException {
        var begin = System.nanoTime();
        for (var round = 0; round < ROUNDS && System.nanoTime() - begin < ENOUGH; round++) {
            answer(rehearsal);
        }
        Loopback.of(ConfigProvider.getConfig()).ifPresent(this::knock);
    }

    /// The container and JAX-RS make most of what they need at the first request. Nobody is served
    /// yet, so the answers are errors, and none of them is a question that would be audited.
    private void knock(Loopback door) {
        try {
            for (var tries = 0; tries < TRIES && door.get("/v1/models") == 404; tries++) {
                Thread.sleep(100);
            }
            door.get("/v1/models");
            door.get("/api/settings");
        } catch (IOException closed) {
            LOG.log(
                    Level.DEBUG,
                    "the server does not reach itself: its first requests are slow",
                    closed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Rehearsal rehearsal) throws IOException {
        var model = rehearsal.model();
        var arrival = Arrival.now(RequestId.fresh(), "api");
        var fields = config.body().read(new ByteArrayInputStream(QUESTION));
        var request = ChatCompletionRequest.of(fields, model.maxTokens());
        try (var reply = rehearsal.complete(request.turn(NOBODY, arrival))) {
            var chunks =
                    new CompletionChunks(
                            CompletionHead.of(model), new Extras(true, true), new JsonText());
            var client = new Client(watchdog, ClientConnection.none());
            new EventStream(reply, chunks, client).write(OutputStream.nullOutputStream());
        }
    }
}
