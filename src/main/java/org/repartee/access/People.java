package org.repartee.access;

import java.util.stream.IntStream;
import org.repartee.access.EventEntity.Action;

/// Accounts of people whom a provider vouches for. They are found by the provider's own name of
/// them; what a person is called there may change, and may be given to somebody else.
final class People {

    private static final int TRIES = 1000;

    private People() {}

    /// The person's account; a new one if there is none.
    ///
    /// @throws AccessFailure.WrongCredentials if it is disabled
    static AccountEntity require(AccountRows rows, Person person) {
        var account =
                rows.find(person.issuer(), person.subject()).orElseGet(() -> add(rows, person));
        if (account.disabled()) {
            throw new AccessFailure.WrongCredentials("the account is disabled");
        }
        return account;
    }

    private static AccountEntity add(AccountRows rows, Person person) {
        var store = rows.store();
        var name = free(rows, person.name());
        var account = AccountEntity.external(store.newId(), name, person, store.now());
        rows.add(account);
        rows.happened(name, Action.ACCOUNT_CREATED, name);
        return account;
    }

    private static String free(AccountRows rows, String name) {
        return IntStream.rangeClosed(1, TRIES)
                .mapToObj(number -> AccountName.near(name, number))
                .filter(candidate -> rows.find(candidate).isEmpty())
                .findFirst()
                .orElseThrow(
                        () -> new AccessFailure.Conflict("too many accounts are called " + name));
    }
}
