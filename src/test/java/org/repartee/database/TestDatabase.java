package org.repartee.database;

/// The databases that everything stored must work on: the embedded one, and PostgreSQL.
public enum TestDatabase {
    H2,
    POSTGRESQL;

    /// A new database without tables.
    public TestDataSource blank() {
        return switch (this) {
            case H2 -> TestDataSource.inMemory();
            case POSTGRESQL -> new TestDataSource(TestPostgres.newBlankDatabase());
        };
    }

    /// A new database with nothing in it.
    public TestDataSource empty() {
        return switch (this) {
            case H2 -> TestDataSource.inMemory();
            case POSTGRESQL -> new TestDataSource(TestPostgres.newDatabase());
        };
    }
}
