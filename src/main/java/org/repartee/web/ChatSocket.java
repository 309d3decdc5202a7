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
import org.repartee.chat.Arrival;
import org.repartee.chat.Chat;
import org.repartee.conversation.Conversations;

/// `/ws/chat`: questions in conversations, one at a time, and their answers as numbered frames,
/// also those to questions that another page asked. A bad frame is answered with an error frame and
/// the socket stays open. One instance per connection.
@ServerEndpoint(value = "/ws/chat", configurator = Handshake.class)
@Dependent
public class ChatSocket {

    private static final System.Logger LOG = System.getLogger(ChatSocket.class.getName());

    /// No frame may be longer, whatever the configuration says: the container ends the connection.
    private static final long LONGEST_FRAME = 1 << 22;

    private @Inject Chat chat;
    private @Inject Conversations conversations;
    private @Inject HttpConfig config;
    private @Inject Watchdog watchdog;
    private @Inject LiveAnswers answers;

    private @Nullable Session session;
    private @Nullable Watch watch;
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
                        Visitor.LOCAL,
                        chat,
                        conversations,
                        answers,
                        new SocketReader(answers, this::send, this::sendLast));
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
            chat.refused(failure.error().refusal(arrival));
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
        });
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
