package org.repartee.access;

import java.lang.System.Logger.Level;
import java.util.Set;
import org.repartee.access.AccessFailure.Conflict;

/// Lets somebody in when nobody can be: the first start makes an administrator, whose password
/// waits in a file and must be changed.
final class FirstAdministrator {

    static final String NAME = "admin";

    private static final System.Logger LOG = System.getLogger(FirstAdministrator.class.getName());

    private final Store store;
    private final Accounts accounts;
    private final SecretFile file;

    FirstAdministrator(Store store, Accounts accounts, SecretFile file) {
        this.store = store;
        this.accounts = accounts;
        this.file = file;
    }

    /// Makes one if there is no administrator with a password.
    void ensure() {
        if (store.inTransaction(m -> !new AccountRows(store, m).administrators().isEmpty())) {
            return;
        }
        try {
            var created = accounts.create(NAME, NAME, Set.of(Role.USER, Role.ADMINISTRATOR));
            file.write(created.password());
            LOG.log(
                    Level.INFO,
                    "the first administrator is called {0}; the password is in {1} and must be changed",
                    NAME,
                    file.path());
        } catch (Conflict another) {
            LOG.log(
                    Level.WARNING,
                    "nobody can manage accounts, and {0} is no administrator: {1}",
                    NAME,
                    another.getMessage());
        }
    }
}
