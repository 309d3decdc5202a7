package org.repartee.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.repartee.access.EventEntity.Action;

/// All accounts. Every method waits for the database, and throws [AccessFailure.Unavailable] while
/// that is away.
public final class Accounts {

    private final Store store;
    private final Passwords passwords;
    private final Guesses guesses;
    private final SecretFile firstPassword;

    /// @param firstPassword where the first administrator's password waits to be changed
    Accounts(Store store, Passwords passwords, Guesses guesses, SecretFile firstPassword) {
        this.store = store;
        this.passwords = passwords;
        this.guesses = guesses;
        this.firstPassword = firstPassword;
    }

    /// An account and the password that its owner must change; it is not told again.
    public record Created(Account account, String password) {}

    /// Checks a password. What is wrong is not told, and takes no other time.
    ///
    /// @param address where the attempt comes from
    /// @throws AccessFailure.WrongCredentials if name and password do not belong together
    /// @throws AccessFailure.TooManyGuesses if it comes too early after others
    public Account check(String name, String password, String address) {
        var normal = AccountName.normal(name);
        guesses.count(normal, address);
        var found =
                store.inTransaction(manager ->
                        new AccountRows(store, manager)
                                .find(normal)
                                .filter(account -> account.isLocal() && !account.disabled()));
        if (!passwords.isRight(password, found.flatMap(AccountEntity::passwordHash))) {
            found.ifPresent(account -> happened(account.name(), Action.SIGN_IN_FAILED));
            throw new AccessFailure.WrongCredentials("name or password is wrong");
        }
        guesses.forgive(normal, address);
        return found.orElseThrow().toAccount();
    }

    /// Gives an account another password, which its owner chose. All its sessions end.
    ///
    /// @throws AccessFailure.WrongCredentials if the current one is not that
    /// @throws AccessFailure.Invalid if the new one breaks a rule
    public void changePassword(String name, String current, String chosen, String address) {
        check(name, current, address);
        if (chosen.equals(current)) {
            throw new AccessFailure.Invalid("password", "password must be another one");
        }
        var hash = passwords.hash(name, chosen);
        store.inTransaction(manager -> {
            var rows = new AccountRows(store, manager);
            var account = rows.require(name);
            account.password(hash, false);
            rows.endSessions(account);
            rows.happened(name, Action.PASSWORD_CHANGED, name);
            return name;
        });
        if (name.equals(FirstAdministrator.NAME)) {
            firstPassword.delete();
        }
    }

    /// A new local account.
    ///
    /// @throws AccessFailure.Invalid if the name breaks a rule
    /// @throws AccessFailure.Conflict if it is taken
    public Created create(String by, String name, Set<Role> roles) {
        var checked = AccountName.checked(name);
        var password = Secrets.fresh().substring(0, 20);
        var hash = passwords.hash(checked, password);
        var created =
                store.inTransaction(manager -> {
                    var rows = new AccountRows(store, manager);
                    if (rows.find(checked).isPresent()) {
                        throw new AccessFailure.Conflict("the name " + checked + " is taken");
                    }
                    var account =
                            AccountEntity.local(store.newId(), checked, roles, hash, store.now());
                    rows.add(account);
                    rows.happened(by, Action.ACCOUNT_CREATED, checked);
                    return account.toAccount();
                });
        return new Created(created, password);
    }

    /// Replaces a forgotten password by one that must be changed, and ends all sessions.
    ///
    /// @throws AccessFailure.Unknown if there is no such local account
    public Created reset(String by, String name) {
        var password = Secrets.fresh().substring(0, 20);
        var hash = passwords.hash(name, password);
        var account =
                store.inTransaction(manager -> {
                    var rows = new AccountRows(store, manager);
                    var found = rows.require(AccountName.normal(name));
                    if (!found.isLocal()) {
                        throw new AccessFailure.Unknown(name + " has no password here");
                    }
                    found.password(hash, true);
                    rows.endSessions(found);
                    rows.happened(by, Action.PASSWORD_CHANGED, found.name());
                    return found.toAccount();
                });
        return new Created(account, password);
    }

    /// Gives an account other roles, and lets it in or not. Its sessions end when it is disabled;
    /// its keys stop working.
    ///
    /// @throws AccessFailure.Unknown if there is no such account
    /// @throws AccessFailure.Conflict if no administrator would be left
    public Account change(String by, String name, Set<Role> roles, boolean disabled) {
        return store.inTransaction(manager -> {
            var rows = new AccountRows(store, manager);
            var account = rows.require(AccountName.normal(name));
            if (disabled || !roles.contains(Role.ADMINISTRATOR)) {
                rows.requireAnotherAdministrator(account);
            }
            account.give(roles);
            account.disable(disabled);
            if (disabled) {
                rows.endSessions(account);
            }
            rows.happened(by, Action.ACCOUNT_CHANGED, account.name());
            return account.toAccount();
        });
    }

    /// Keeps someone out who is to be erased.
    ///
    /// @throws AccessFailure.Unknown if there is no such account
    /// @throws AccessFailure.Conflict if no administrator would be left
    public Account lock(String by, String name) {
        return store.inTransaction(manager -> {
            var rows = new AccountRows(store, manager);
            var account = rows.require(AccountName.normal(name));
            rows.lock(by, account);
            return account.toAccount();
        });
    }

    /// The account of that name.
    ///
    /// @throws AccessFailure.Unknown if there is none
    public Account find(String name) {
        return store.inTransaction(manager ->
                new AccountRows(store, manager).require(AccountName.normal(name)).toAccount());
    }

    public List<Account> list() {
        return store.inTransaction(manager ->
                new AccountRows(store, manager)
                        .all().stream().map(AccountEntity::toAccount).toList());
    }

    /// Somebody looks at another's chats: recorded before they are shown.
    ///
    /// @param conversation none: the list of them
    public void looksAt(String by, String owner, Optional<UUID> conversation) {
        var action =
                conversation.isPresent() ? Action.CONVERSATION_READ : Action.CONVERSATIONS_LISTED;
        var target = owner + conversation.map(id -> "/" + id).orElse("");
        store.inTransaction(manager -> {
            new AccountRows(store, manager).happened(by, action, target);
            return target;
        });
    }

    private void happened(String name, Action action) {
        store.inTransaction(manager -> {
            new AccountRows(store, manager).happened(name, action, name);
            return name;
        });
    }
}
