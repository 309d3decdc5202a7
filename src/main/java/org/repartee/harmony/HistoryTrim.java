package org.repartee.harmony;

import java.util.List;
import java.util.stream.IntStream;
import org.repartee.harmony.Message.Assistant;

/// Leaves out of the history what the model was trained not to see again: the reasoning of turns
/// that ended with an answer. While a turn is still calling functions its reasoning stays.
final class HistoryTrim {

    private HistoryTrim() {}

    static List<Message> trim(List<Message> messages) {
        var answered = lastAnswer(messages);
        return IntStream.range(0, messages.size())
                .mapToObj(i -> trim(messages.get(i), i <= answered))
                .toList();
    }

    private static int lastAnswer(List<Message> messages) {
        var last = messages.size() - 1;
        while (last >= 0
                && !(messages.get(last) instanceof Assistant said && said.calls().isEmpty())) {
            last--;
        }
        return last;
    }

    private static Message trim(Message message, boolean answered) {
        if (message instanceof Assistant(var reasoning, var content, var calls)) {
            return new Assistant(answered ? "" : reasoning, ThinkTags.strip(content), calls);
        }
        return message;
    }
}
