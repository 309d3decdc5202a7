package org.repartee.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.repartee.chat.Arrival;
import org.repartee.chat.Brevity;
import org.repartee.chat.Caller;
import org.repartee.chat.Chat;
import org.repartee.chat.ChatFailure;
import org.repartee.chat.ChatMessage;
import org.repartee.chat.Question;
import org.repartee.chat.Reply;
import org.repartee.chat.ReplyEvent;
import org.repartee.chat.Turn;
import org.repartee.conversation.ConversationFailure;
import org.repartee.conversation.Conversations;

/// What one socket may ask for: answers, and to hear of those in one conversation.
///
/// Frames come one at a time; what they begin runs on threads of its own.
final class SocketDesk {

    /// Something that takes a while.
    @FunctionalInterface
    interface Task {
        /// @param failure where a frame goes that says why nothing came of it
        void run(SocketReader.Outlet failure) throws IOException;
    }

    private final String owner;
    private final Supplier<Caller> caller;
    private final Chat chat;
    private final Conversations conversations;
    private final LiveAnswers answers;
    private final SocketReader reader;
    private final AnswerFrames frames = new AnswerFrames();
    private Optional<UUID> followed = Optional.empty();
    private Consumer<Feed> follower = _ -> {};
    private boolean asking;
    private boolean stopped;
    private boolean closed;

    /// @param opener who opened the socket
    /// @param caller the same person as they are known now; fails with [ApiFailure] if they may not
    ///   ask any more
    SocketDesk(
            Caller opener,
            Supplier<Caller> caller,
            Chat chat,
            Conversations conversations,
            LiveAnswers answers,
            SocketReader reader) {
        this.owner = opener.name();
        this.caller = caller;
        this.chat = chat;
        this.conversations = conversations;
        this.answers = answers;
        this.reader = reader;
    }

    /// @throws ApiFailure 409 while another answer goes to this socket
    Task ask(ClientFrame.Ask ask, Arrival arrival) {
        return asked(
                arrival,
                now ->
                        chat.ask(
                                new Question(
                                        now, arrival, ask.place(), ask.effort(), ask.maxTokens())));
    }

    /// @throws ApiFailure 409 while another answer goes to this socket
    Task ask(ClientFrame.AskOnce ask, Arrival arrival) {
        return asked(arrival, now -> chat.complete(turn(now, ask, arrival)));
    }

    private Turn turn(Caller now, ClientFrame.AskOnce ask, Arrival arrival) {
        var options = chat.pageOptions(ask.effort(), ask.maxTokens());
        var messages = new ArrayList<>(ask.messages());
        ask.maxTokens()
                .ifPresent(
                        most -> messages.addFirst(new ChatMessage.Instructions(Brevity.of(most))));
        return new Turn(now, arrival, messages, List.of(), options, true);
    }

    private Task asked(Arrival arrival, Function<Caller, Reply> begin) {
        synchronized (this) {
            if (asking || reader.isBusy()) {
                throw new ApiFailure(
                        ApiError.invalid(
                                409,
                                "busy",
                                "one answer at a time: stop the running one or wait for its end"));
            }
            asking = true;
            stopped = false;
        }
        return failure -> {
            try {
                var now = caller.get();
                answer(now, arrival, begin.apply(now));
            } catch (ApiFailure signedOut) {
                refuse(signedOut.error(), failure);
            } catch (ChatFailure refused) {
                refuse(ApiError.of(refused), failure);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException unforeseen) {
                refuse(ErrorMapper.unforeseen(unforeseen, arrival.requestId()), failure);
            } finally {
                asked(false);
            }
        };
    }

    private void refuse(ApiError error, SocketReader.Outlet failure) throws IOException {
        asked(false);
        failure.send(frames.error(error, 1));
    }

    private void answer(Caller now, Arrival arrival, Reply reply) throws InterruptedException {
        var accepted = announced(reply);
        synchronized (this) {
            follow(accepted.conversation(), true);
            if (stopped) {
                reply.stop();
            }
        }
        answers.make(now, arrival, reply, accepted);
    }

    /// What is not kept has no names: new ones serve as long as the answer lives.
    private static ReplyEvent.Accepted announced(Reply reply) throws InterruptedException {
        return reply.isKept() && reply.next() instanceof ReplyEvent.Accepted accepted
                ? accepted
                : new ReplyEvent.Accepted(
                        UUID.randomUUID(),
                        "",
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Optional.empty(),
                        "");
    }

    private synchronized void asked(boolean now) {
        asking = now;
    }

    /// Sends what there is of an answer that runs, and all that begin later.
    Task follow(ClientFrame.Follow follow) {
        return failure -> {
            var conversation = follow.conversation();
            try {
                var _ = caller.get();
                var live = answers.in(conversation).filter(feed -> feed.belongsTo(owner));
                if (live.isEmpty()) {
                    conversations.summary(owner, conversation);
                }
                synchronized (this) {
                    follow(conversation, false);
                }
                if (live.filter(feed -> resumed(feed, follow)).isEmpty()) {
                    failure.send(AnswerFrames.idle(conversation.toString()));
                }
            } catch (ApiFailure signedOut) {
                failure.send(AnswerFrames.complaint(signedOut.error()));
            } catch (ConversationFailure unknown) {
                failure.send(AnswerFrames.complaint(ApiError.of(unknown)));
            }
        };
    }

    /// @return whether the feed has something for this client
    private boolean resumed(Feed feed, ClientFrame.Follow follow) {
        var known = follow.answer().filter(feed.accepted().answer()::equals).isPresent();
        if (!known && feed.isOver()) {
            return false;
        }
        reader.read(feed, known ? follow.after() : 0, known);
        return true;
    }

    private void follow(UUID conversation, boolean own) {
        followed.ifPresent(before -> answers.unfollow(before, follower));
        if (closed) {
            return;
        }
        followed = Optional.of(conversation);
        var next = new Follower(own);
        follower = next;
        answers.follow(conversation, next);
    }

    /// Told of the answers in the conversation that is followed.
    private final class Follower implements Consumer<Feed> {
        private boolean own;

        Follower(boolean own) {
            this.own = own;
        }

        @Override
        public void accept(Feed feed) {
            reader.read(feed, 0, own);
            if (own) {
                // From here on the reader knows whether the socket is busy.
                asked(false);
                own = false;
            }
        }
    }

    /// What the page measured becomes part of the answer's audit row.
    Runnable note(ClientFrame.Measured measured) {
        return () ->
                answers.in(measured.conversation())
                        .filter(feed -> feed.belongsTo(owner))
                        .ifPresent(feed ->
                                chat.measured(
                                        feed.requestId(),
                                        measured.network(),
                                        measured.firstWord(),
                                        measured.painted()));
    }

    /// Ends the answer of the conversation that is followed.
    synchronized void stop() {
        stopped = true;
        followed.flatMap(answers::in)
                .filter(feed -> feed.belongsTo(owner))
                .ifPresent(feed -> feed.reply().stop());
    }

    synchronized void close() {
        closed = true;
        followed.ifPresent(before -> answers.unfollow(before, follower));
        reader.close();
    }
}
