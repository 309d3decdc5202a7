package org.repartee.startup;

import java.util.Optional;
import java.util.OptionalLong;
import org.repartee.access.AccessFailure;
import org.repartee.access.Allowances;
import org.repartee.chat.Allowance;
import org.repartee.chat.Caller;
import org.repartee.chat.ChatFailure;

/// The allowances of the database, as `chat` asks for them.
record StoredAllowance(Allowances allowances) implements Allowance {

    @Override
    public Optional<ChatFailure> admit(Caller caller) {
        try {
            return allowances
                    .admit(consumer(caller))
                    .map(refusal ->
                            new ChatFailure.Limited(
                                    refusal.message(), refusal.retryAfterSeconds()));
        } catch (AccessFailure.Unavailable away) {
            return Optional.of(new ChatFailure.NotReady(String.valueOf(away.getMessage())));
        }
    }

    @Override
    public void used(Caller caller, int tokens) {
        allowances.used(consumer(caller), tokens);
    }

    private static Allowances.Consumer consumer(Caller caller) {
        return new Allowances.Consumer(
                caller.name(),
                caller.key().map(Caller.Key::id),
                caller.key().map(Caller.Key::tokensPerDay).orElse(OptionalLong.empty()));
    }
}
