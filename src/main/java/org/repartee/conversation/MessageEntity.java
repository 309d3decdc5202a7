package org.repartee.conversation;

import static org.repartee.database.ColumnText.clean;
import static org.repartee.database.ColumnText.fit;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.repartee.database.ColumnText;

/// A row of the table `message`: a question, or an answer with its state.
@Entity
@Table(name = "message")
@SuppressWarnings("NullAway.Init") // by the persistence provider
class MessageEntity {
    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";
    private static final int FINISH_REASON_LENGTH = 32;

    @Id private UUID id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "conversation_id")
    private ConversationEntity conversation;

    private int position;

    private String role;

    private String content;

    @Column(name = "created_at")
    private Instant createdAt;

    private @Nullable String reasoning;

    private @Nullable String state;

    @Column(name = "reasoning_effort")
    private @Nullable String reasoningEffort;

    @Column(name = "max_tokens")
    private @Nullable Integer maxTokens;

    @Column(name = "finish_reason")
    private @Nullable String finishReason;

    @Embedded private @Nullable UsageColumns usage;

    @Embedded private @Nullable TimingColumns timings;

    @Column(name = "parent_position")
    private @Nullable Integer parentPosition;

    private @Nullable Integer rating;

    @Column(name = "rating_comment")
    private @Nullable String ratingComment;

    protected MessageEntity() {}

    private MessageEntity(
            UUID id, ConversationEntity conversation, int position, String role, Instant now) {
        this.id = id;
        this.conversation = conversation;
        this.position = position;
        this.role = role;
        this.createdAt = now;
        this.content = "";
    }

    static MessageEntity question(
            UUID id, ConversationEntity conversation, int position, String text, Instant now) {
        var question = new MessageEntity(id, conversation, position, USER, now);
        question.content = clean(text);
        return question;
    }

    static MessageEntity openAnswer(
            UUID id, ConversationEntity conversation, int position, Request request, Instant now) {
        var answer = new MessageEntity(id, conversation, position, ASSISTANT, now);
        answer.reasoning = "";
        answer.state = AnswerState.STREAMING.label();
        answer.reasoningEffort = request.reasoningEffort();
        answer.maxTokens = request.maxTokens();
        return answer;
    }

    MessageEntity after(Optional<Integer> newParent) {
        parentPosition = newParent.orElse(null);
        return this;
    }

    void rate(Optional<Rating> given) {
        rating = given.map(Rating::value).orElse(null);
        ratingComment = given.map(Rating::comment).map(ColumnText::clean).orElse(null);
    }

    boolean isAnswer() {
        return state != null;
    }

    void end(Ending ending) {
        state = ending.state().label();
        finishReason = ending.finishReason().map(r -> fit(r, FINISH_REASON_LENGTH)).orElse(null);
        usage = ending.usage().map(UsageColumns::new).orElse(null);
        timings = ending.timings().map(TimingColumns::new).orElse(null);
    }

    void write(String newReasoning, String newContent) {
        reasoning = clean(newReasoning);
        content = clean(newContent);
    }

    int position() {
        return position;
    }

    UUID id() {
        return id;
    }

    /// A conversation's messages.
    ///
    /// @param all of them
    static List<Message> messages(List<MessageEntity> all) {
        var byPosition = new HashMap<Integer, UUID>();
        all.forEach(message -> byPosition.put(message.position, message.id));
        return all.stream()
                .map(message ->
                        message.toMessage(
                                Optional.ofNullable(message.parentPosition).map(byPosition::get)))
                .toList();
    }

    private Message toMessage(Optional<UUID> parent) {
        return state == null
                ? new Message.Question(id, parent, content, createdAt)
                : new Message.Answer(
                        id,
                        parent,
                        content,
                        Optional.ofNullable(reasoning).orElse(""),
                        AnswerState.of(state),
                        Optional.ofNullable(reasoningEffort).orElse(""),
                        Optional.ofNullable(maxTokens).orElse(0),
                        createdAt,
                        Optional.ofNullable(finishReason),
                        Optional.ofNullable(usage).map(UsageColumns::toUsage),
                        Optional.ofNullable(timings).map(TimingColumns::toTimings),
                        Optional.ofNullable(rating)
                                .map(it ->
                                        new Rating(
                                                it > 0,
                                                Optional.ofNullable(ratingComment).orElse(""))));
    }
}
