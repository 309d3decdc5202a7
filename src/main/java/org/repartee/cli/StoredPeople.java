package org.repartee.cli;

import java.util.ArrayList;
import org.repartee.access.StoredAccess;
import org.repartee.audit.AuditQueries;
import org.repartee.conversation.Conversations;
import org.repartee.database.Database;
import org.repartee.database.Postgres;
import org.repartee.database.PostgresConfig;
import org.repartee.retention.Retention;
import org.repartee.retention.StoredData;

/// The database of a command, open, with all that it stores about people.
record StoredPeople(Postgres postgres, Database database, StoredAccess access, Retention retention)
        implements AutoCloseable {

    static StoredPeople open(PostgresConfig config) {
        var postgres = Postgres.connect(config);
        var database = Database.open(postgres.pool(), postgres.patient());
        var stored = new ArrayList<StoredData>(new AuditQueries(database).data());
        stored.add(Conversations.data(database));
        var access = new StoredAccess(database);
        stored.addAll(access.data());
        var node = "command:" + ProcessHandle.current().pid();
        var retention = Retention.onDemand(database, stored, node);
        return new StoredPeople(postgres, database, access, retention);
    }

    @Override
    public void close() {
        database.close();
        postgres.close();
    }
}
