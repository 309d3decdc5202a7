package org.repartee.web;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.repartee.chat.ReplyEvent;

/// Sends answers to one socket, one after the other, on a virtual thread of its own.
final class SocketReader {

    private static final System.Logger LOG = System.getLogger(SocketReader.class.getName());
    private static final Duration QUEUE_NEWS = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Where the frames go.
    @FunctionalInterface
    interface Outlet {
        void send(String frame) throws IOException;
    }

    /// An answer to send, from behind the event `seen`.
    private record Job(Feed feed, int seen, boolean own) {}

    private final LiveAnswers answers;
    private final BooleanSupplier maySee;
    private final Outlet outlet;
    private final Outlet last;
    private final AnswerFrames frames = new AnswerFrames();
    private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread thread;

    /// @param maySee asked before an answer to a question that another page asked
    /// @param last sends a frame that ends an answer; the reader is free before that
    SocketReader(LiveAnswers answers, BooleanSupplier maySee, Outlet outlet, Outlet last) {
        this.answers = answers;
        this.maySee = maySee;
        this.outlet = outlet;
        this.last = last;
        this.thread = Thread.ofVirtual().name("socket-reader").start(this::run);
    }

    /// @param own whether this socket asked the question
    void read(Feed feed, int seen, boolean own) {
        open.incrementAndGet();
        answers.attach(feed);
        jobs.add(new Job(feed, seen, own));
    }

    /// Whether an answer is still to be sent to its end.
    boolean isBusy() {
        return open.get() > 0;
    }

    /// The socket is gone.
    void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                send(jobs.take());
            }
        } catch (IOException | InterruptedException gone) {
            LOG.log(Level.DEBUG, "a client left before its answer was complete", gone);
        } finally {
            jobs.forEach(job -> answers.detach(job.feed()));
        }
    }

    private void send(Job job) throws IOException, InterruptedException {
        try {
            if (job.own() || maySee.getAsBoolean()) {
                pump(job);
            } else {
                open.decrementAndGet();
            }
        } finally {
            answers.detach(job.feed());
        }
    }

    private void pump(Job job) throws IOException, InterruptedException {
        var feed = job.feed();
        var told = OptionalInt.empty();
        for (var seen = job.seen(); ; ) {
            var position = seen == 0 ? OptionalInt.empty() : feed.reply().position();
            if (position.isPresent() && !position.equals(told)) {
                outlet.send(frames.waiting(position.getAsInt()));
                told = position;
            }
            var next = feed.after(seen, position.isPresent() ? QUEUE_NEWS : PATIENCE);
            if (next.isPresent()) {
                var piece = next.get();
                seen = piece.sequence();
                if (tell(piece, job)) {
                    return;
                }
            } else if (feed.isCutOff()) {
                end(
                        frames.error(
                                ApiError.server(503, "interrupted", "the answer was interrupted"),
                                seen + 1));
                return;
            } else if (feed.isOver()) {
                open.decrementAndGet();
                return;
            }
        }
    }

    /// @return whether that was the end
    private boolean tell(Feed.Piece piece, Job job) throws IOException {
        var frame = frames.of(piece, job.feed().age(), job.own());
        if (piece.isLast()) {
            end(frame);
            return true;
        }
        outlet.send(frame);
        if (job.own() && !(piece.event() instanceof ReplyEvent.Accepted)) {
            job.feed().reply().flushed(piece.sampled());
        }
        return false;
    }

    /// Who reads the last frame may ask again at once.
    private void end(String frame) throws IOException {
        open.decrementAndGet();
        last.send(frame);
    }
}
