package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.Chat;
import org.repartee.conversation.Conversations;

/// `/ws/chat`: questions in conversations, one at a time, and their answers as numbered frames,
/// also those to questions that another page asked. A bad frame is answered with an error frame and
/// the socket stays open. One instance per connection.
@Allow(value = Role.USER, scope = Scope.CHAT)
@ServerEndpoint(value = "/ws/chat", configurator = Handshake.class)
@Dependent
public class ChatSocket {

    private static final System.Logger LOG = System.getLogger(ChatSocket.class.getName());

    /// No frame may be longer, whatever the configuration says: the container ends the connection.
    private static final long LONGEST_FRAME = 1 << 22;

    private @Inject Chat chat;
    private @Inject Conversations conversations;
    private @Inject HttpConfig config;
    private @Inject Visitors visitors;
    private @Inject Watchdog watchdog;
    private @Inject LiveAnswers answers;

    private @Nullable Session session;
    private @Nullable Watch watch;
    private volatile boolean signedOut;
    private @Nullable SocketDesk desk;

    @OnOpen
    public void opened(Session opened) {
        opened.setMaxIdleTimeout(config.socketIdleTimeout().toMillis());
        session = opened;
        watch =
                watchdog.open(
                        Handshake.connection(opened),
                        () -> opened.getBasicRemote().sendPing(ByteBuffer.allocate(0)),
                        this::leave);
        desk =
                new SocketDesk(
                        opener(),
                        this::caller,
                        chat,
                        conversations,
                        answers,
                        new SocketReader(answers, this::maySee, this::send, this::sendLast));
    }

    @OnMessage(maxMessageSize = LONGEST_FRAME)
    public void received(String text) throws IOException {
        var arrival = Arrival.now(RequestId.fresh(), "page");
        try {
            switch (ClientFrame.of(config.body().parse(text))) {
                case ClientFrame.Ask ask -> begin(desk().ask(ask, arrival));
                case ClientFrame.AskOnce ask -> begin(desk().ask(ask, arrival));
                case ClientFrame.Follow follow -> begin(desk().follow(follow));
                case ClientFrame.Measured measured -> watchdog.startReply(desk().note(measured));
                case ClientFrame.Stop _ -> desk().stop();
            }
        } catch (ApiFailure failure) {
            chat.refused(failure.error().refusal(opener(), arrival));
            send(AnswerFrames.complaint(failure.error()));
        }
    }

    @OnMessage
    public void received(ByteBuffer binary, Session from) throws IOException {
        from.close(new CloseReason(CloseCodes.CANNOT_ACCEPT, "frames must be text"));
    }

    @OnClose
    public void closed() {
        if (watch != null) {
            watch.close();
        }
        leave();
    }

    @OnError
    public void failed(Throwable failure) {
        LOG.log(Level.DEBUG, "a socket failed", failure);
        leave();
    }

    private void begin(SocketDesk.Task task) {
        watch().keepAlive();
        watchdog.startReply(() -> {
            try {
                task.run(this::sendLast);
            } catch (IOException gone) {
                LOG.log(Level.DEBUG, "a client left before it was told what became of it", gone);
            }
            closeIfSignedOut();
        });
    }

    /// Who opened the socket may have been signed out or shut out since.
    private Caller caller() {
        signedOut = true;
        var known = Handshake.visitor(session());
        var now = visitors.find(known.by());
        if (now instanceof Visitor.Known(var identity, _)
                && identity.account().equals(known.identity().account())
                && Gate.refusal(identity, Scope.CHAT, Role.USER).isEmpty()) {
            signedOut = false;
            return Visitor.caller(identity);
        }
        throw new ApiFailure(
                now instanceof Visitor.Refused(var error) ? error : ApiError.NOT_SIGNED_IN);
    }

    private boolean maySee() {
        try {
            var _ = caller();
            return true;
        } catch (ApiFailure refused) {
            LOG.log(Level.DEBUG, "a socket is closed", refused);
            closeIfSignedOut();
            return false;
        }
    }

    private void closeIfSignedOut() {
        if (signedOut) {
            try {
                session().close(new CloseReason(CloseCodes.VIOLATED_POLICY, "signed out"));
            } catch (IOException gone) {
                LOG.log(Level.DEBUG, "a client left before its socket was closed", gone);
            }
        }
    }

    private Caller opener() {
        return Visitor.caller(Handshake.visitor(session()).identity());
    }

    private void leave() {
        if (desk != null) {
            desk.close();
        }
    }

    private void send(String frame) throws IOException {
        var remote = session().getBasicRemote();
        watch().write(() -> remote.sendText(frame));
    }

    private void sendLast(String frame) throws IOException {
        var remote = session().getBasicRemote();
        watch().write(() -> {
            watch().rest();
            remote.sendText(frame);
        });
    }

    private Session session() {
        return Objects.requireNonNull(session, "opened");
    }

    private Watch watch() {
        return Objects.requireNonNull(watch, "opened");
    }

    private SocketDesk desk() {
        return Objects.requireNonNull(desk, "opened");
    }
}
