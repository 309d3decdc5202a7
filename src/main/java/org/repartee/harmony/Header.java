package org.repartee.harmony;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.repartee.harmony.HarmonyEvent.MessageStarted;

/// A header while it is being read: role, `<|channel|>` channel, `<|constrain|>` type. A recipient,
/// ` to=…`, may stand in any of the three parts.
final class Header {

    /// No header is longer, in characters: names of functions have 64 at most.
    private static final int LONGEST = 256;

    private static final String ASSISTANT = "assistant";
    private static final String TO = "to=";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final String RECIPIENT = "(\\s*to=(?<recipient>\\S{1,80})(?!\\S))?";

    /// What is header at the beginning of each part, if no `<|message|>` says so.
    private static final Pattern ROLE_WORDS =
            Pattern.compile(
                    "(\\s*(assistant|user|system|developer|tool|functions\\.\\S+)(?!\\S))?"
                            + RECIPIENT);

    private static final Pattern CHANNEL_WORDS =
            Pattern.compile("(\\s*(analysis|commentary|final)(?!\\S))?" + RECIPIENT);
    private static final Pattern TYPE_WORDS = Pattern.compile("\\s*\\w*" + RECIPIENT);

    /// Which part is being read.
    enum Part {
        ROLE,
        CHANNEL,
        TYPE
    }

    private final boolean implied;
    private final StringBuilder role = new StringBuilder();
    private final StringBuilder channel = new StringBuilder();
    private final StringBuilder type = new StringBuilder();
    private Part part = Part.ROLE;

    private Header(boolean implied) {
        this.implied = implied;
    }

    /// A header that `<|start|>` began.
    static Header started() {
        return new Header(false);
    }

    /// A header without a `<|start|>` of its own: after the prompt, or where the model left it out.
    static Header implied() {
        return new Header(true);
    }

    void append(String text) {
        current().append(text);
    }

    /// Goes on with another part. False if that part or a later one was already begun.
    boolean next(Part following) {
        var forward = following.compareTo(part) > 0;
        part = following;
        return forward;
    }

    /// Whether no `<|start|>` began it.
    boolean isImplied() {
        return implied;
    }

    Part part() {
        return part;
    }

    /// What was read of a part.
    String text(Part wanted) {
        return builder(wanted).toString();
    }

    /// Whether what was read cannot be a header: the model wrote text without one.
    boolean isText() {
        return role.length() + channel.length() + type.length() > LONGEST || divergesFromRole();
    }

    /// Whether plain text stands where a header without `<|start|>` could stand. Nothing of it is
    /// header then.
    private boolean divergesFromRole() {
        if (!implied || part != Part.ROLE) {
            return false;
        }
        var text = role.toString().stripLeading();
        if (ASSISTANT.startsWith(text)) {
            return false;
        }
        if (text.startsWith(ASSISTANT)) {
            text = text.substring(ASSISTANT.length());
            if (!Character.isWhitespace(text.charAt(0))) {
                return true;
            }
        }
        text = text.stripLeading();
        return !TO.startsWith(text) && !text.startsWith(TO);
    }

    /// The message that this header begins.
    MessageStarted message() {
        return new MessageStarted(channelRead(), recipient(), contentType());
    }

    /// The message of [#rest]: words that follow the channel are text then.
    MessageStarted messageOfRest() {
        var recipient = Optional.<String>empty();
        for (var read : List.of(Part.CHANNEL, Part.TYPE, Part.ROLE)) {
            var words = words(read);
            if (recipient.isEmpty() && words.lookingAt()) {
                recipient = Optional.ofNullable(words.group("recipient"));
            }
        }
        return new MessageStarted(channelRead(), recipient, Optional.empty());
    }

    /// What was read and is no header: kept when the header turns out to be none.
    String rest() {
        return divergesFromRole()
                ? role.toString()
                : rest(Part.ROLE) + rest(Part.CHANNEL) + rest(Part.TYPE);
    }

    private String rest(Part read) {
        var words = words(read);
        var text = builder(read);
        return words.lookingAt() && words.end() > 0
                ? text.substring(words.end()).stripLeading()
                : text.toString();
    }

    private Matcher words(Part read) {
        var pattern =
                switch (read) {
                    case ROLE -> ROLE_WORDS;
                    case CHANNEL -> CHANNEL_WORDS;
                    case TYPE -> TYPE_WORDS;
                };
        return pattern.matcher(builder(read));
    }

    /// Without a channel the assistant answers; what another role says is not for the user. An
    /// unknown channel is commentary: the user sees it, and nobody takes it for the answer.
    private Channel channelRead() {
        var words = SPACE.split(channel.toString().strip());
        for (var known : Channel.values()) {
            if (known.word().equals(words[0])) {
                return known;
            }
        }
        if (!words[0].isEmpty() && !words[0].startsWith(TO)) {
            return Channel.COMMENTARY;
        }
        if (recipient().isPresent()) {
            return Channel.COMMENTARY;
        }
        return isAssistant() ? Channel.FINAL : Channel.ANALYSIS;
    }

    /// Whether the role read so far is or may become the assistant's.
    boolean isAssistant() {
        var word = SPACE.split(role.toString().strip())[0];
        return word.startsWith(TO)
                || TO.startsWith(word)
                || ASSISTANT.startsWith(word)
                || divergesFromRole();
    }

    Optional<String> recipient() {
        for (var text : new CharSequence[] {channel, type, role}) {
            for (var word : SPACE.split(text)) {
                if (word.startsWith(TO) && word.length() > TO.length()) {
                    return Optional.of(word.substring(TO.length()));
                }
            }
        }
        return Optional.empty();
    }

    /// After `<|constrain|>`, or as last word of the channel part.
    private Optional<String> contentType() {
        var words = SPACE.split((type.isEmpty() ? channel.toString() : " " + type).strip());
        var first = type.isEmpty() ? 1 : 0;
        for (var i = first; i < words.length; i++) {
            if (!words[i].isEmpty() && !words[i].startsWith(TO)) {
                return Optional.of(words[i]);
            }
        }
        return Optional.empty();
    }

    private StringBuilder current() {
        return builder(part);
    }

    private StringBuilder builder(Part wanted) {
        return switch (wanted) {
            case ROLE -> role;
            case CHANNEL -> channel;
            case TYPE -> type;
        };
    }
}
