package org.repartee.access;

import jakarta.json.stream.JsonGenerator;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// Accounts with their keys, sessions and counts as data about people. Keys age from when they were
/// revoked or expired; an account goes only with its person, and only while it is locked: one that
/// was let in again stays.
record AccessData(Store store) implements StoredData {

    private static final String ENDED_KEYS =
            "delete from api_key where id in"
                    + " (select id from api_key where revoked_at < ?1 or expires_at < ?1 limit ?2)";

    private static final String COUNTS =
            "delete from consumption where (consumer, unit, began) in"
                    + " (select c.consumer, c.unit, c.began from consumption c"
                    + " where c.consumer = ?3 or c.consumer in"
                    + " (select 'key ' || cast(k.id as varchar) from api_key k"
                    + " join account a on a.id = k.account_id where a.name = ?1) limit ?2)";

    private static final String KEYS =
            "delete from api_key where id in (select k.id from api_key k"
                    + " join account a on a.id = k.account_id where a.name = ?1 limit ?2)";

    @Override
    public String name() {
        return "access";
    }

    @Override
    public boolean holdsName() {
        return true;
    }

    private Database database() {
        return store.database();
    }

    @Override
    public int expire(Instant before, int atMost) {
        return database()
                .inTransaction(manager ->
                        manager.createNativeQuery(ENDED_KEYS)
                                .setParameter(1, before.atOffset(ZoneOffset.UTC))
                                .setParameter(2, atMost)
                                .executeUpdate());
    }

    @Override
    public int erase(String owner, int atMost) {
        return database()
                .inTransaction(manager -> {
                    var account = new AccountRows(store, manager).find(owner);
                    if (account.filter(found -> !found.disabled()).isPresent()) {
                        return 0;
                    }
                    var counts = erase(manager, COUNTS, owner, atMost);
                    if (counts > 0) {
                        return counts;
                    }
                    var keys = erase(manager, KEYS, owner, atMost);
                    return keys > 0 ? keys : account(manager, owner);
                });
    }

    private static int erase(EntityManager manager, String what, String owner, int atMost) {
        var query = manager.createNativeQuery(what).setParameter(1, owner).setParameter(2, atMost);
        if (what.equals(COUNTS)) {
            query.setParameter(3, consumer(owner));
        }
        return query.executeUpdate();
    }

    // Its sessions go with it.
    private static int account(EntityManager manager, String owner) {
        return manager.createNativeQuery("delete from account where name = ?1")
                .setParameter(1, owner)
                .executeUpdate();
    }

    private static String consumer(String owner) {
        return "account " + owner;
    }

    @Override
    public void export(String owner, JsonGenerator json) {
        json.writeStartObject(name());
        database()
                .inTransaction(manager -> {
                    new AccountRows(store, manager)
                            .find(owner)
                            .ifPresent(found -> export(found, json));
                    keys(manager, owner, json);
                    sessions(manager, owner, json);
                    counts(manager, owner, json);
                    return owner;
                });
        json.writeEnd();
    }

    private static void export(AccountEntity entity, JsonGenerator json) {
        var account = entity.toAccount();
        json.writeStartObject("account").write("name", account.name()).writeStartArray("roles");
        account.roles().stream().sorted().map(Role::wireName).forEach(json::write);
        json.writeEnd();
        account.provider().ifPresent(provider -> json.write("provider", provider));
        entity.subject().ifPresent(subject -> json.write("subject", subject));
        json.write("disabled", account.disabled());
        json.write("created_at", account.createdAt().toString());
        write(json, "signed_in_at", account.signedInAt());
        json.writeEnd();
    }

    private static void keys(EntityManager manager, String owner, JsonGenerator json) {
        json.writeStartArray("keys");
        manager.createQuery(
                        "select k from ApiKeyEntity k where k.account.name = :owner"
                                + " order by k.createdAt, k.id",
                        ApiKeyEntity.class)
                .setParameter("owner", owner)
                .getResultStream()
                .map(ApiKeyEntity::toApiKey)
                .forEach(key -> export(key, json));
        json.writeEnd();
    }

    private static void export(ApiKey key, JsonGenerator json) {
        json.writeStartObject()
                .write("label", key.label())
                .write("prefix", key.prefix())
                .writeStartArray("scopes");
        key.scopes().stream().sorted().map(Scope::wireName).forEach(json::write);
        json.writeEnd().write("created_at", key.createdAt().toString());
        write(json, "expires_at", key.expiresAt());
        write(json, "last_used_at", key.lastUsedAt());
        write(json, "revoked_at", key.revokedAt());
        json.writeEnd();
    }

    private static void sessions(EntityManager manager, String owner, JsonGenerator json) {
        json.writeStartArray("sessions");
        List<Object[]> rows =
                manager.createQuery(
                                "select s.createdAt, s.seenAt, s.expiresAt from SessionEntity s"
                                        + " where s.account.name = :owner order by s.createdAt",
                                Object[].class)
                        .setParameter("owner", owner)
                        .getResultList();
        for (var row : rows) {
            json.writeStartObject()
                    .write("created_at", row[0].toString())
                    .write("seen_at", row[1].toString())
                    .write("expires_at", row[2].toString())
                    .writeEnd();
        }
        json.writeEnd();
    }

    private static void counts(EntityManager manager, String owner, JsonGenerator json) {
        json.writeStartArray("consumption");
        manager.createQuery(
                        "select c from ConsumptionEntity c where c.key.consumer = :consumer"
                                + " order by c.key.began, c.key.unit",
                        ConsumptionEntity.class)
                .setParameter("consumer", consumer(owner))
                .getResultStream()
                .forEach(count ->
                        json.writeStartObject()
                                .write("unit", count.key().unit())
                                .write("began", count.key().began().toString())
                                .write("amount", count.amount())
                                .writeEnd());
        json.writeEnd();
    }

    private static void write(JsonGenerator json, String name, Optional<Instant> at) {
        at.ifPresent(time -> json.write(name, time.toString()));
    }
}
