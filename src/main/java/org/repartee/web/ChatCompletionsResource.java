package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.repartee.chat.Arrival;
import org.repartee.chat.Chat;
import org.repartee.chat.ChatFailure;
import org.repartee.chat.Refusal;
import org.repartee.chat.Reply;
import org.repartee.chat.ServedModel;
import org.repartee.web.CompletionChunks.Extras;

/// `POST /v1/chat/completions`. The request leaves the container's thread at once: its body is read
/// and its reply is made on a virtual thread of its own.
@Path("chat/completions")
@Dependent
public final class ChatCompletionsResource {

    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("utf-8");

    /// A request header by which a stream's usage chunk also tells where the time went.
    private static final String TIMINGS = "x-repartee-timings";

    private static final MediaType EVENTS = MediaType.SERVER_SENT_EVENTS_TYPE.withCharset("utf-8");

    private final Chat chat;
    private final HttpConfig config;
    private final Watchdog watchdog;

    @Inject
    ChatCompletionsResource(Chat chat, HttpConfig config, Watchdog watchdog) {
        this.chat = chat;
        this.config = config;
        this.watchdog = watchdog;
    }

    /// Reads the request, then resumes the response with the whole completion, its stream, or an
    /// error.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    public void complete(
            InputStream body, @Suspended AsyncResponse response, @Context HttpServletRequest http) {
        var arrival = FrontDoor.arrival(http);
        var client = new Client(watchdog, ClientConnection.of(http));
        var timings = Boolean.parseBoolean(http.getHeader(TIMINGS));
        watchdog.startReply(() -> {
            try {
                var request = read(body, arrival, client);
                var model = served(request, arrival);
                try (var reply = chat.complete(request.turn(Visitor.LOCAL, arrival))) {
                    var extras = new Extras(request.includeUsage(), timings);
                    response.resume(answer(request, extras, model, reply, client));
                }
            } catch (RuntimeException refused) {
                response.resume(refused);
            } catch (IOException gone) {
                response.cancel();
            }
        });
    }

    private ChatCompletionRequest read(InputStream body, Arrival arrival, Client client)
            throws IOException {
        try {
            return ChatCompletionRequest.of(upload(body, client));
        } catch (ApiFailure failure) {
            throw audited(failure, arrival);
        }
    }

    private Fields upload(InputStream body, Client client) throws IOException {
        var read = new AtomicReference<Fields>();
        try (var _ = watchdog.upload();
                var watch = watchdog.open(client.connection(), () -> {}, () -> {})) {
            watch.read(() -> read.set(config.body().read(body)));
        }
        return read.get();
    }

    private ServedModel served(ChatCompletionRequest request, Arrival arrival) {
        try {
            var model = chat.model();
            if (!request.model().equals(model.name())
                    && !config.modelAliases().contains(request.model())) {
                throw ModelsResource.unknown(request.model(), model);
            }
            return model;
        } catch (ApiFailure failure) {
            throw audited(failure, arrival);
        } catch (ChatFailure.NotReady notReady) {
            throw audited(new ApiFailure(ApiError.of(notReady)), arrival);
        }
    }

    private ApiFailure audited(ApiFailure failure, Arrival arrival) {
        var error = failure.error();
        chat.refused(
                new Refusal(Visitor.LOCAL, arrival, error.status(), error.code(), error.message()));
        return failure;
    }

    private static Response answer(
            ChatCompletionRequest request,
            Extras extras,
            ServedModel model,
            Reply reply,
            Client client) {
        var head = CompletionHead.of(model);
        if (!request.stream()) {
            return Response.ok(new WholeCompletion(reply, head, client)).type(JSON).build();
        }
        var chunks = new CompletionChunks(head, extras, new JsonText());
        return Response.ok(new EventStream(reply, chunks, client))
                .type(EVENTS)
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /// Where a reply goes, and who looks after that.
    record Client(Watchdog watchdog, ClientConnection connection) {

        /// Watches over the client; the current thread is interrupted when it is gone.
        Watch watch(Watch.Transfer ping) {
            return watchdog.open(connection, ping, Thread.currentThread()::interrupt);
        }
    }
}
