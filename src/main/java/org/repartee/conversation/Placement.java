package org.repartee.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.repartee.database.Database;

/// Stores a question where it is asked and opens its answer, within one transaction.
///
/// @param live the drafts of before the transaction
record Placement(
        ConversationRows rows,
        Database database,
        Drafts drafts,
        Map<UUID, Draft> live,
        Instant now) {

    /// @param answer the id that a new answer gets
    Exchange place(Request request, UUID answer) {
        return switch (request.place()) {
            case Place.Start(var text, var instructions) -> {
                var tree = tree(start(request.owner(), text, instructions));
                yield asked(tree, Optional.empty(), text, request, answer);
            }
            case Place.Next(var id, var text) -> {
                var tree = tree(find(request.owner(), id));
                yield asked(tree, tree.leaf(), text, request, answer);
            }
            case Place.Instead(var id, var parent, var text) -> {
                var tree = tree(find(request.owner(), id));
                parent.ifPresent(tree::answer);
                yield asked(tree, parent, text, request, answer);
            }
            case Place.Again(var id, var question) ->
                    again(tree(find(request.owner(), id)), question, request, answer);
            case Place.Onward(var id, var cut) -> onward(tree(find(request.owner(), id)), cut);
        };
    }

    private ConversationEntity start(String owner, String text, String instructions) {
        Changes.requireLength(instructions);
        var started = new ConversationEntity(database.newId(), owner, Title.of(text), now);
        started.instruct(instructions);
        rows.add(started);
        return started;
    }

    private ConversationEntity find(String owner, UUID id) {
        rows.touch(owner, id, now);
        return rows.find(owner, id);
    }

    private Tree tree(ConversationEntity conversation) {
        var entities = rows.messages(conversation.id());
        var messages = MessageEntity.messages(entities).stream().map(this::settled).toList();
        return new Tree(conversation, entities, messages);
    }

    private Exchange asked(
            Tree tree, Optional<UUID> parent, String text, Request request, UUID answer) {
        var conversation = tree.conversation();
        var draft = drafts.open(conversation.id(), answer);
        var question = database.newId();
        var position = tree.nextPosition();
        rows.add(
                MessageEntity.question(question, conversation, position, text, now)
                        .after(parent.map(tree::position)));
        rows.add(
                MessageEntity.openAnswer(answer, conversation, position + 1, request, now)
                        .after(Optional.of(position)));
        var undo = new Exchange.Undo(List.of(question, answer), conversation.leaf());
        conversation.show(Optional.of(position + 1));
        var asked = new Message.Question(question, parent, text, now);
        return tree.exchange(asked, "", draft, undo);
    }

    private Exchange again(Tree tree, UUID question, Request request, UUID answer) {
        var conversation = tree.conversation();
        var asked = tree.question(question);
        var draft = drafts.open(conversation.id(), answer);
        var position = tree.nextPosition();
        rows.add(
                MessageEntity.openAnswer(answer, conversation, position, request, now)
                        .after(Optional.of(tree.position(question))));
        var undo = new Exchange.Undo(List.of(answer), conversation.leaf());
        conversation.show(Optional.of(position));
        return tree.exchange(asked, "", draft, undo);
    }

    private Exchange onward(Tree tree, UUID answer) {
        var conversation = tree.conversation();
        var cut = tree.answer(answer);
        var asked = tree.question(cut.parent().orElseThrow());
        var draft = drafts.open(conversation.id(), answer, cut.reasoning(), cut.content());
        var undo = new Exchange.Undo(List.of(), conversation.leaf());
        conversation.show(Optional.of(tree.position(answer)));
        return tree.exchange(asked, cut.content(), draft, undo);
    }

    // An answer that the database calls open, and that nobody writes, was left by a question whose
    // commit went through although the connection broke.
    private Message settled(Message message) {
        var seen = drafts.overlay(message, live);
        if (seen instanceof Message.Answer answer
                && answer.state() == AnswerState.STREAMING
                && drafts.find(answer.id()).isEmpty()) {
            rows.interrupt(answer.id());
        }
        return seen;
    }

    /// A conversation as it was before the question.
    private record Tree(
            ConversationEntity conversation, List<MessageEntity> entities, List<Message> messages) {

        Optional<UUID> leaf() {
            return ConversationRows.at(entities, conversation.leaf()).map(MessageEntity::id);
        }

        int nextPosition() {
            return entities.isEmpty() ? 0 : entities.getLast().position() + 1;
        }

        int position(UUID message) {
            return entities.stream()
                    .filter(it -> it.id().equals(message))
                    .findFirst()
                    .orElseThrow()
                    .position();
        }

        Message.Question question(UUID id) {
            return require(id, Message.Question.class, "question");
        }

        Message.Answer answer(UUID id) {
            return require(id, Message.Answer.class, "answer");
        }

        private <T extends Message> T require(UUID id, Class<T> kind, String name) {
            return messages.stream()
                    .filter(message -> message.id().equals(id))
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst()
                    .orElseThrow(() -> new ConversationFailure.UnknownMessage(name, id));
        }

        Exchange exchange(Message.Question asked, String begun, Draft draft, Exchange.Undo undo) {
            return new Exchange(
                    conversation.id(),
                    conversation.title(),
                    conversation.instructions(),
                    asked.parent(),
                    asked.id(),
                    asked.content(),
                    begun,
                    Transcript.branch(messages, asked.parent()),
                    draft,
                    undo);
        }
    }
}
