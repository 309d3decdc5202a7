package org.repartee.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets everybody ask until it is told otherwise, and notes what was used.
final class CountingAllowance implements Allowance {

    final List<Integer> used = new ArrayList<>();
    private boolean open = true;

    void exhaust() {
        open = false;
    }

    @Override
    public Optional<ChatFailure> admit(Caller caller) {
        return open
                ? Optional.empty()
                : Optional.of(new ChatFailure.Limited(caller.name() + " asked too much", 17));
    }

    @Override
    public void used(Caller caller, int tokens) {
        used.add(tokens);
    }
}
