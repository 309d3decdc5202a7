package org.repartee.access;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.repartee.access.EventEntity.Action;

/// The statements on accounts, within one transaction.
record AccountRows(Store store, EntityManager manager) {

    private static final String LAST_ADMINISTRATOR =
            "this is the last administrator with a password: make another one first";

    Optional<AccountEntity> find(String name) {
        return manager.createQuery(
                        "select a from AccountEntity a where a.name = :name", AccountEntity.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /// @throws AccessFailure.Unknown if there is none
    AccountEntity require(String name) {
        return find(name)
                .orElseThrow(() -> new AccessFailure.Unknown("there is no account " + name));
    }

    Optional<AccountEntity> find(String issuer, String subject) {
        return manager.createQuery(
                        "select a from AccountEntity a"
                                + " where a.issuer = :issuer and a.subject = :subject",
                        AccountEntity.class)
                .setParameter("issuer", issuer)
                .setParameter("subject", subject)
                .getResultStream()
                .findFirst();
    }

    List<AccountEntity> all() {
        return manager.createQuery(
                        "select a from AccountEntity a order by a.name", AccountEntity.class)
                .getResultList();
    }

    /// Local accounts that may manage others, the oldest first.
    List<AccountEntity> administrators() {
        return manager.createQuery(
                        "select a from AccountEntity a where a.issuer is null"
                                + " and a.disabled = false order by a.createdAt, a.id",
                        AccountEntity.class)
                .getResultStream()
                .filter(account -> account.roles().contains(Role.ADMINISTRATOR))
                .toList();
    }

    void add(AccountEntity account) {
        manager.persist(account);
    }

    /// Lets an account in no more: its sessions end, its keys stop working.
    ///
    /// @throws AccessFailure.Conflict if no administrator would be left
    void lock(String by, AccountEntity account) {
        requireAnotherAdministrator(account);
        account.disable(true);
        endSessions(account);
        happened(by, Action.ACCOUNT_CHANGED, account.name());
    }

    /// @throws AccessFailure.Conflict if no other administrator with a password is left
    void requireAnotherAdministrator(AccountEntity account) {
        if (administrators().equals(List.of(account))) {
            throw new AccessFailure.Conflict(LAST_ADMINISTRATOR);
        }
    }

    /// Ends every session of an account.
    void endSessions(AccountEntity account) {
        manager.createQuery("delete from SessionEntity s where s.account = :account")
                .setParameter("account", account)
                .executeUpdate();
    }

    void happened(String actor, Action action, String target) {
        manager.persist(new EventEntity(store.newId(), store.now(), actor, action, target));
    }
}
