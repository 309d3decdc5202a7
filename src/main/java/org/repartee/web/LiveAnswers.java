package org.repartee.web;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.repartee.chat.Arrival;
import org.repartee.chat.Caller;
import org.repartee.chat.Reply;
import org.repartee.chat.ReplyEvent;

/// The answers that are being made for pages, each on a virtual thread of its own, whoever reads
/// them. One that nobody reads any more goes on for a while, so that a page whose connection broke
/// can come back; and what has ended is told once more to who was away at its end.
final class LiveAnswers {

    private static final System.Logger LOG = System.getLogger(LiveAnswers.class.getName());
    private static final Duration KEPT = Duration.ofMinutes(1);

    /// For the last frames on their way: a stopping server waits for open replies only.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Duration unread;
    private final Map<UUID, Live> byConversation = new ConcurrentHashMap<>();
    private final Map<UUID, Set<Consumer<Feed>>> followers = new ConcurrentHashMap<>();

    /// @param unread how long an answer goes on that nobody reads
    LiveAnswers(Duration unread) {
        this.unread = unread;
    }

    /// Makes an answer on the calling thread; returns when it is over.
    void make(Caller caller, Arrival arrival, Reply reply, ReplyEvent.Accepted accepted) {
        var feed = new Feed(caller.name(), arrival.requestId(), arrival.nanos(), reply, accepted);
        var live = new Live(feed, Thread.currentThread());
        byConversation.put(accepted.conversation(), live);
        try {
            followers
                    .getOrDefault(accepted.conversation(), Set.of())
                    .forEach(follower -> follower.accept(feed));
            write(reply, live);
        } finally {
            live.over = true;
            var unused = Thread.interrupted();
            feed.cutOff();
            forget(accepted.conversation(), live);
        }
    }

    private static void write(Reply reply, Live live) {
        try (reply) {
            ReplyEvent event;
            do {
                event = reply.next();
                live.feed.add(event);
            } while (!(event instanceof ReplyEvent.Finished || event instanceof ReplyEvent.Failed));
            live.over = true;
            live.awaitReaders(FAREWELL);
        } catch (InterruptedException nobody) {
            LOG.log(Level.DEBUG, "an answer ended that nobody read", nobody);
        }
    }

    /// The answer that is being made in a conversation, or was a moment ago.
    Optional<Feed> in(UUID conversation) {
        return Optional.ofNullable(byConversation.get(conversation)).map(Live::feed);
    }

    /// From now on told of every answer that begins in the conversation.
    void follow(UUID conversation, Consumer<Feed> follower) {
        followers.compute(
                conversation,
                (_, known) -> {
                    var all = known == null ? ConcurrentHashMap.<Consumer<Feed>>newKeySet() : known;
                    all.add(follower);
                    return all;
                });
    }

    void unfollow(UUID conversation, Consumer<Feed> follower) {
        followers.computeIfPresent(
                conversation,
                (_, known) -> {
                    known.remove(follower);
                    return known.isEmpty() ? null : known;
                });
    }

    /// A reader comes.
    void attach(Feed feed) {
        live(feed).ifPresent(live -> live.attach());
    }

    /// A reader leaves. The last one's answer ends if none comes back in time.
    void detach(Feed feed) {
        live(feed)
                .filter(live -> live.detach() == 0 && !live.over)
                .ifPresent(live ->
                        later(
                                unread,
                                () -> {
                                    if (live.readers() == 0 && !live.over) {
                                        live.writer.interrupt();
                                    }
                                }));
    }

    private Optional<Live> live(Feed feed) {
        return Optional.ofNullable(byConversation.get(feed.accepted().conversation()))
                .filter(live -> live.feed == feed);
    }

    private void forget(UUID conversation, Live live) {
        later(KEPT, () -> byConversation.remove(conversation, live));
    }

    private static void later(Duration delay, Runnable action) {
        Thread.ofVirtual()
                .name("later")
                .start(() -> {
                    try {
                        Thread.sleep(delay);
                        action.run();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static final class Live {
        private final Feed feed;
        private final Thread writer;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition left = lock.newCondition();
        private int readers;
        private volatile boolean over;

        Live(Feed feed, Thread writer) {
            this.feed = feed;
            this.writer = writer;
        }

        Feed feed() {
            return feed;
        }

        void attach() {
            lock.lock();
            try {
                readers++;
            } finally {
                lock.unlock();
            }
        }

        /// @return how many are left
        int detach() {
            lock.lock();
            try {
                left.signalAll();
                return --readers;
            } finally {
                lock.unlock();
            }
        }

        int readers() {
            lock.lock();
            try {
                return readers;
            } finally {
                lock.unlock();
            }
        }

        void awaitReaders(Duration atMost) throws InterruptedException {
            lock.lock();
            try {
                var rest = atMost.toNanos();
                while (readers > 0 && rest > 0) {
                    rest = left.awaitNanos(rest);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
