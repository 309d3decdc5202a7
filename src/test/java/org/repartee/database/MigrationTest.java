package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void rowsOfTheFirstVersionKeepTheirOwners(TestDatabase kind) throws SQLException {
        var source = kind.blank();
        Flyway.configure().dataSource(source).target("1").load().migrate();
        insert(source, "anna", "r-1");
        insert(source, "bob", "r-2");
        insert(source, "anna", "r-3");

        Database.open(source).close();

        assertThat(owners(source)).containsExactly("r-1 anna", "r-2 bob", "r-3 anna");
    }

    private static void insert(TestDataSource source, String owner, String request)
            throws SQLException {
        try (var connection = source.getConnection();
                var insert =
                        connection.prepareStatement(
                                "insert into audit (id, request_id, received_at, owner, client, model,"
                                        + " streamed, status, prompt_tokens, cached_tokens,"
                                        + " reasoning_tokens, answer_tokens)"
                                        + " values (?, ?, now(), ?, 'page', 'm', true, 200, 1, 0, 0, 1)")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, request);
            insert.setString(3, owner);
            insert.executeUpdate();
        }
    }

    private static List<String> owners(TestDataSource source) throws SQLException {
        var owners = new ArrayList<String>();
        try (var connection = source.getConnection();
                var query =
                        connection.prepareStatement(
                                "select a.request_id, p.owner from audit a join audit_person p"
                                        + " on p.pseudonym = a.person order by a.request_id");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                owners.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return owners;
    }
}
