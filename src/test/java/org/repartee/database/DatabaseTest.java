package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DatabaseTest {
    private static final String INSERT =
            "insert into conversation (id, owner, title, created_at, updated_at)"
                    + " values (?, 'local', 'A title', now(), now())";

    private final TestDataSource source;

    DatabaseTest(TestDatabase kind) {
        source = kind.empty();
    }

    @Test
    void isMigratedOnceAndOpensAgain() {
        try (var first = Database.open(source)) {
            insert(first);
        }
        try (var second = Database.open(source.again())) {
            assertThat(titles(second)).containsExactly("A title");
        }
    }

    @Test
    void aFailureOfTheWorkUndoesAllOfIt() {
        try (var database = Database.open(source)) {
            assertThatThrownBy(() ->
                            database.inTransaction(manager -> {
                                manager.createNativeQuery(INSERT)
                                        .setParameter(1, database.newId())
                                        .executeUpdate();
                                throw new IllegalStateException("the work failed");
                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the work failed");
            assertThat(titles(database)).isEmpty();
        }
    }

    @Test
    void anAbsentDatabaseIsADatabaseFailureWithTheDriversWords() {
        try (var database = Database.open(source)) {
            assertThat(database.answers()).isTrue();
            source.goAway();
            assertThat(database.answers()).isFalse();
            assertThatThrownBy(() -> titles(database))
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessage("connection refused (SQL state 08001)");
            source.comeBack();
            assertThat(titles(database)).isEmpty();
        }
    }

    @Test
    void aRefusedStatementSaysNothingOfItsValues() {
        try (var database = Database.open(source)) {
            assertThatThrownBy(() ->
                            database.inTransaction(manager ->
                                    manager.createNativeQuery(
                                                    "insert into conversation (id, owner) values (?, ?)")
                                            .setParameter(1, database.newId())
                                            .setParameter(2, "what nobody may read")
                                            .executeUpdate()))
                    .isInstanceOf(DatabaseFailure.class)
                    .hasMessageContaining("SQL state 23502")
                    .hasMessageNotContaining("what nobody may read");
        }
    }

    private static void insert(Database database) {
        database.inTransaction(manager ->
                manager.createNativeQuery(INSERT)
                        .setParameter(1, database.newId())
                        .executeUpdate());
    }

    private static List<Object> titles(Database database) {
        return database.inTransaction(manager ->
                List.<Object>copyOf(
                        manager.createNativeQuery("select title from conversation")
                                .getResultList()));
    }
}
