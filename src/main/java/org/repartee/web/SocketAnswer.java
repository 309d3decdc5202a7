package org.repartee.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.Chat;
import org.repartee.chat.ChatFailure;
import org.repartee.chat.Question;
import org.repartee.chat.Reply;
import org.repartee.chat.ReplyEvent;

/// One answer over a WebSocket, made by a virtual thread of its own.
final class SocketAnswer {

    private static final System.Logger LOG = System.getLogger(SocketAnswer.class.getName());

    /// Where the frames go.
    @FunctionalInterface
    interface Outlet {
        void send(String frame) throws IOException;
    }

    private final Chat chat;
    private final Outlet outlet;
    private final Outlet last;
    private final AnswerFrames frames = new AnswerFrames();
    private Optional<Reply> reply = Optional.empty();
    private Optional<Thread> thread = Optional.empty();
    private boolean stopped;
    private boolean left;

    /// @param last sends the frame that ends the answer
    SocketAnswer(Chat chat, Outlet outlet, Outlet last) {
        this.chat = chat;
        this.outlet = outlet;
        this.last = last;
    }

    /// Asks and sends what is answered, to its end. What was asked and then failed ends with an
    /// error frame.
    ///
    /// @param caller who asks; fails if nobody may ask any more
    void run(ClientFrame.Ask ask, Supplier<Caller> caller, Arrival arrival) {
        started();
        try {
            answer(ask, caller.get(), arrival);
        } catch (ApiFailure signedOut) {
            fail(signedOut.error());
        } catch (ChatFailure failure) {
            fail(ApiError.of(failure));
        } catch (IOException | InterruptedException gone) {
            LOG.log(Level.DEBUG, "a client left before its answer was complete", gone);
        } catch (RuntimeException unforeseen) {
            fail(ErrorMapper.unforeseen(unforeseen, arrival.requestId()));
        } finally {
            ended();
        }
    }

    /// The reader has enough: the answer ends soon, what was told of it is kept.
    synchronized void stop() {
        stopped = true;
        reply.ifPresent(Reply::stop);
    }

    /// The reader is gone.
    synchronized void leave() {
        left = true;
        thread.ifPresent(Thread::interrupt);
    }

    private void answer(ClientFrame.Ask ask, Caller caller, Arrival arrival)
            throws IOException, InterruptedException {
        try (var asked = chat.ask(question(ask, caller, arrival))) {
            begun(asked);
            relay(asked);
        }
    }

    private void relay(Reply asked) throws IOException, InterruptedException {
        var ended = false;
        while (!ended) {
            var event = asked.next();
            ended = event instanceof ReplyEvent.Finished || event instanceof ReplyEvent.Failed;
            var frame = frames.of(event);
            if (frame.isPresent()) {
                (ended ? last : outlet).send(frame.get());
            }
            if (!(event instanceof ReplyEvent.Accepted)) {
                asked.flushed();
            }
        }
    }

    private Question question(ClientFrame.Ask ask, Caller caller, Arrival arrival) {
        return new Question(
                caller, arrival, ask.conversation(), ask.text(), ask.effort(), ask.maxTokens());
    }

    private void fail(ApiError error) {
        try {
            last.send(frames.error(error));
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "a client left before it was told that its answer failed", gone);
        }
    }

    private synchronized void started() {
        thread = Optional.of(Thread.currentThread());
        if (left) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begun(Reply asked) {
        reply = Optional.of(asked);
        if (stopped) {
            asked.stop();
        }
    }

    private synchronized void ended() {
        thread = Optional.empty();
    }
}
