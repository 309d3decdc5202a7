package org.repartee.chat;

import org.repartee.audit.Permit;

/// What a server asks itself before anyone can reach it, so that nobody pays for the first time:
/// answered as everything else, but neither stored nor audited.
public final class Rehearsal {

    private final Chat chat;
    private final Model model;

    public Rehearsal(Chat chat, Model model) {
        this.chat = chat;
        this.model = model;
    }

    public ServedModel model() {
        return model.served();
    }

    public Reply complete(Turn turn) {
        var ledger =
                new Ledger(
                        Permit.ofRehearsal(),
                        turn.arrival(),
                        turn.caller(),
                        model.served().name(),
                        turn.streamed());
        ledger.asked(turn.options());
        return chat.answer(model, turn, ledger, _ -> {});
    }
}
