package org.repartee.access;

import java.time.InstantSource;
import java.util.List;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// Accounts for a command, which has a database and no server.
public final class StoredAccess {

    private final Store store;

    public StoredAccess(Database database) {
        this.store = new Store(database, InstantSource.system());
    }

    /// All that this package stores about people.
    public List<StoredData> data() {
        return List.of(new AccessData(store), new AccessEventData(store.database()));
    }

    /// Keeps someone out before they are erased. Does nothing if they have no account.
    ///
    /// @param by who asked for it
    /// @throws AccessFailure.Conflict if no administrator would be left
    public void lock(String by, String owner) {
        store.inTransaction(manager -> {
            var rows = new AccountRows(store, manager);
            rows.find(owner).ifPresent(account -> rows.lock(by, account));
            return owner;
        });
    }
}
