package org.repartee.harmony;

import java.util.Optional;
import java.util.function.Consumer;
import org.repartee.harmony.HarmonyEvent.Delta;
import org.repartee.harmony.HarmonyEvent.EndedBy;
import org.repartee.harmony.HarmonyEvent.MessageEnded;
import org.repartee.harmony.HarmonyEvent.MessageStarted;
import org.repartee.tokenizer.SpecialToken;
import org.repartee.tokenizer.Tokenizer;
import org.repartee.tokenizer.Utf8Assembler;

/// Reads what the model generates after `<|start|>assistant`, one token at a time.
///
/// A model may write anything, so nothing here throws: a token that does not belong where it stands
/// is counted, control tokens never become text, text is never lost. Text without a header is the
/// answer; a `<|start|>` always begins a new message. Not thread-safe: one object per generation.
public final class HarmonyParser {

    private enum State {
        BETWEEN,
        HEADER,
        CONTENT
    }

    private final Tokenizer tokenizer;
    private final Utf8Assembler characters = new Utf8Assembler();
    private State state = State.HEADER;
    private Header header = Header.implied();
    private Channel channel = Channel.FINAL;
    private boolean addressed;
    private int reasoningTokens;
    private int anomalies;

    public HarmonyParser(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /// Reads the next token and tells what became known by it, often nothing. Ids that the
    /// vocabulary does not have, or has reserved, are counted and say nothing.
    public void accept(int token, Consumer<HarmonyEvent> events) {
        if (tokenizer.isText(token)) {
            text(tokenizer.bytes(token), events);
            return;
        }
        var control = tokenizer.special(token);
        if (control.isEmpty()) {
            anomalies++;
            return;
        }
        switch (state) {
            case BETWEEN -> between(control.get());
            case HEADER -> inHeader(control.get(), events);
            case CONTENT -> inContent(control.get(), events);
        }
    }

    /// The generation is over, however it ended: an open message is closed. The bytes of a
    /// character that the end cut apart are dropped. The parser is ready for another generation
    /// then.
    public void finish(Consumer<HarmonyEvent> events) {
        characters.discard();
        if (state == State.HEADER && header.isImplied() && header.part() == Header.Part.ROLE) {
            // Nothing announced a header here, so these are the first letters of an answer.
            withoutMessage(EndedBy.GENERATION, events);
        } else if (state == State.CONTENT) {
            events.accept(new MessageEnded(EndedBy.GENERATION));
        }
        begin(Header.implied());
    }

    /// The channel of the open message; empty before and between messages.
    public Optional<Channel> channel() {
        return state == State.CONTENT ? Optional.of(channel) : Optional.empty();
    }

    /// Whether the next token belongs to an answer's content: only there may a constraint such as a
    /// JSON schema be applied, never to reasoning and headers.
    public boolean constrained() {
        return state == State.CONTENT && channel == Channel.FINAL;
    }

    /// How many tokens of text the reasoning had, control tokens and headers not counted.
    public int reasoningTokens() {
        return reasoningTokens;
    }

    /// How many tokens stood where the format does not allow them.
    public int anomalies() {
        return anomalies;
    }

    /// The header that is being read.
    Optional<Header> header() {
        return state == State.HEADER ? Optional.of(header) : Optional.empty();
    }

    /// Whether the open message is reasoning: on analysis, and no call.
    boolean reasoning() {
        return state == State.CONTENT && channel == Channel.ANALYSIS && !addressed;
    }

    /// Whether the last token ended within a character.
    boolean withinCharacter() {
        return characters.pending();
    }

    private void text(byte[] bytes, Consumer<HarmonyEvent> events) {
        if (state == State.BETWEEN) {
            anomalies++;
            begin(Header.implied());
        }
        var text = characters.append(bytes);
        if (state == State.CONTENT) {
            if (reasoning()) {
                reasoningTokens++;
            }
            delta(text, events);
            return;
        }
        header.append(text);
        if (header.isText()) {
            anomalies++;
            open(header.messageOfRest(), events);
            delta(header.rest(), events);
        }
    }

    private void between(SpecialToken control) {
        switch (control) {
            case START -> begin(Header.started());
            case CHANNEL -> {
                anomalies++;
                begin(Header.implied());
                header.next(Header.Part.CHANNEL);
            }
            case CONSTRAIN, MESSAGE, END, RETURN, CALL, END_OF_TEXT -> anomalies++;
        }
    }

    private void inHeader(SpecialToken control, Consumer<HarmonyEvent> events) {
        header.append(characters.finish());
        switch (control) {
            case CHANNEL -> part(Header.Part.CHANNEL);
            case CONSTRAIN -> part(Header.Part.TYPE);
            case MESSAGE -> open(header.message(), events);
            case START -> {
                anomalies++;
                withoutMessage(EndedBy.NEXT_MESSAGE, events);
                begin(Header.started());
            }
            case END, RETURN, CALL, END_OF_TEXT -> {
                anomalies++;
                withoutMessage(endedBy(control), events);
                state = State.BETWEEN;
            }
        }
    }

    private void inContent(SpecialToken control, Consumer<HarmonyEvent> events) {
        switch (control) {
            case END, RETURN, CALL, END_OF_TEXT -> {
                end(endedBy(control), events);
                state = State.BETWEEN;
            }
            case START -> {
                anomalies++;
                end(EndedBy.NEXT_MESSAGE, events);
                begin(Header.started());
            }
            case CHANNEL -> {
                anomalies++;
                end(EndedBy.NEXT_MESSAGE, events);
                begin(Header.implied());
                header.next(Header.Part.CHANNEL);
            }
            case CONSTRAIN, MESSAGE -> anomalies++;
        }
    }

    private void begin(Header next) {
        state = State.HEADER;
        header = next;
    }

    private void part(Header.Part following) {
        if (!header.next(following)) {
            anomalies++;
        }
    }

    private void open(MessageStarted message, Consumer<HarmonyEvent> events) {
        state = State.CONTENT;
        channel = message.channel();
        addressed = message.recipient().isPresent();
        events.accept(message);
    }

    /// A header that no `<|message|>` followed: if it holds text, that was the message.
    private void withoutMessage(EndedBy endedBy, Consumer<HarmonyEvent> events) {
        var rest = header.rest();
        if (!rest.isBlank()) {
            events.accept(header.messageOfRest());
            events.accept(new Delta(rest));
            events.accept(new MessageEnded(endedBy));
        }
    }

    private void end(EndedBy endedBy, Consumer<HarmonyEvent> events) {
        delta(characters.finish(), events);
        events.accept(new MessageEnded(endedBy));
    }

    private static void delta(String text, Consumer<HarmonyEvent> events) {
        if (!text.isEmpty()) {
            events.accept(new Delta(text));
        }
    }

    private static EndedBy endedBy(SpecialToken control) {
        return switch (control) {
            case END -> EndedBy.END;
            case RETURN -> EndedBy.RETURN;
            case CALL -> EndedBy.CALL;
            case END_OF_TEXT -> EndedBy.END_OF_TEXT;
            case START, CHANNEL, CONSTRAIN, MESSAGE -> EndedBy.NEXT_MESSAGE;
        };
    }
}
