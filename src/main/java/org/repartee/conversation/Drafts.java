package org.repartee.conversation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The answers that are open or not yet wholly saved: at most one open in a conversation, and a
/// bounded number in all.
///
/// Memory decides whether an answer is open, not the database's state `streaming`: one server owns
/// the database's conversations.
final class Drafts {
    private final Semaphore places;
    private final Map<UUID, Draft> byAnswer = new ConcurrentHashMap<>();
    private final Map<UUID, Draft> openByConversation = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Drafts(int most) {
        places = new Semaphore(most);
    }

    /// @throws ConversationFailure.Busy if another answer is open in this conversation
    /// @throws ConversationFailure.Unavailable if too many wait, or the server stops
    Draft open(UUID conversation, UUID answer) {
        return open(conversation, answer, "", "");
    }

    /// One that goes on where it had ended.
    Draft open(UUID conversation, UUID answer, String reasoning, String content) {
        if (!places.tryAcquire()) {
            throw new ConversationFailure.Unavailable(
                    "%d answers are open or wait for the database, no more are taken"
                            .formatted(byAnswer.size()));
        }
        var draft = new Draft(conversation, answer, this::ended);
        draft.resume(reasoning, content);
        if (openByConversation.putIfAbsent(conversation, draft) != null) {
            places.release();
            throw new ConversationFailure.Busy(conversation);
        }
        // An answer that goes on before its end was saved: the new draft has that text, too.
        if (byAnswer.put(answer, draft) != null) {
            places.release();
        }
        if (closed) {
            discard(answer);
            throw new ConversationFailure.Unavailable("the server is stopping");
        }
        return draft;
    }

    private void ended(Draft draft) {
        openByConversation.remove(draft.conversation(), draft);
    }

    /// Forgets a draft: it is saved, or its question could not be stored.
    void discard(UUID answer) {
        var draft = byAnswer.remove(answer);
        if (draft != null) {
            ended(draft);
            places.release();
        }
    }

    /// The message as it is now: an answer that is being written has its draft's text.
    ///
    /// @param live drafts of before the rows were read: one that is saved and forgotten meanwhile
    ///   still counts
    Message overlay(Message message, Map<UUID, Draft> live) {
        if (!(message instanceof Message.Answer answer)) {
            return message;
        }
        var draft = Optional.ofNullable(live.get(answer.id())).or(() -> find(answer.id()));
        return draft.<Message>map(d -> d.text().over(answer)).orElse(answer);
    }

    Optional<Draft> find(UUID answer) {
        return Optional.ofNullable(byAnswer.get(answer));
    }

    /// The same, unless another draft of that answer has taken its place.
    void discard(Draft draft) {
        if (byAnswer.remove(draft.answer(), draft)) {
            ended(draft);
            places.release();
        }
    }

    /// All drafts of now.
    List<Draft> all() {
        return List.copyOf(byAnswer.values());
    }

    int size() {
        return byAnswer.size();
    }

    /// Takes no more and ends the open ones as interrupted.
    void close() {
        closed = true;
        byAnswer.values().forEach(Draft::cutOff);
    }
}
