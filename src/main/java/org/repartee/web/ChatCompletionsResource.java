package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.Chat;
import org.repartee.chat.ChatFailure;
import org.repartee.chat.Reply;
import org.repartee.chat.ServedModel;
import org.repartee.web.CompletionChunks.Extras;

/// `POST /v1/chat/completions`. The request leaves the container's thread at once: its body is read
/// and its reply is made on a virtual thread of its own.
@Path("chat/completions")
@Dependent
@Allow(value = Role.USER, scope = Scope.CHAT)
public final class ChatCompletionsResource {

    private static final MediaType JSON = MediaType.APPLICATION_JSON_TYPE.withCharset("utf-8");

    /// A request header by which a stream's usage chunk also tells where the time went.
    private static final String TIMINGS = "x-repartee-timings";

    private static final MediaType EVENTS = MediaType.SERVER_SENT_EVENTS_TYPE.withCharset("utf-8");

    private static final Pattern JSON_TYPE =
            Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

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
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    public void complete(
            InputStream body, @Suspended AsyncResponse response, @Context HttpServletRequest http) {
        var asker = new Asker(Visitor.caller(http), FrontDoor.arrival(http));
        var client = new Client(watchdog, ClientConnection.of(http));
        var timings = Boolean.parseBoolean(http.getHeader(TIMINGS));
        var type = Optional.ofNullable(http.getContentType());
        watchdog.startReply(() -> {
            try {
                var model = served(asker);
                var request = read(model, asker, () -> upload(type, body, client));
                try (var reply = chat.complete(request.turn(asker.caller(), asker.arrival()))) {
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

    private ServedModel served(Asker asker) {
        try {
            return chat.model();
        } catch (ChatFailure.NotReady notReady) {
            throw audited(new ApiFailure(ApiError.of(notReady)), asker);
        }
    }

    private ChatCompletionRequest read(ServedModel model, Asker asker, Body body)
            throws IOException {
        try {
            var request = ChatCompletionRequest.of(body.fields(), model.maxTokens());
            if (!request.model().equals(model.name())
                    && !config.modelAliases().contains(request.model())) {
                throw ModelsResource.unknown(request.model(), model);
            }
            return request;
        } catch (ApiFailure failure) {
            throw audited(failure, asker);
        } catch (IOException gone) {
            chat.refused(ApiError.CLIENT_GONE.refusal(asker.caller(), asker.arrival()));
            throw gone;
        }
    }

    /// Who asks, and since when.
    private record Asker(Caller caller, Arrival arrival) {}

    /// A request body that may still be on its way.
    @FunctionalInterface
    private interface Body {
        Fields fields() throws IOException;
    }

    /// The media type is checked here and not by `@Consumes`: this refusal, too, has an audit row.
    private Fields upload(Optional<String> type, InputStream body, Client client)
            throws IOException {
        if (type.filter(JSON_TYPE.asMatchPredicate()).isEmpty()) {
            throw new ApiFailure(ApiError.mediaType(type.orElse("none")));
        }
        var read = new AtomicReference<Fields>();
        try (var _ = watchdog.upload();
                var watch = watchdog.open(client.connection(), () -> {}, () -> {})) {
            watch.read(() -> read.set(config.body().read(body)));
        }
        return read.get();
    }

    private ApiFailure audited(ApiFailure failure, Asker asker) {
        chat.refused(failure.error().refusal(asker.caller(), asker.arrival()));
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
