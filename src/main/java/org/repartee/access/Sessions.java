package org.repartee.access;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.repartee.access.EventEntity.Action;
import org.repartee.access.Identity.Credential;

/// Who is signed in with which browser. Each sign-in makes a new session with a new secret, so that
/// none can be planted beforehand. Sessions end by sign-out, by age, by rest, with their account,
/// or when the provider says so.
public final class Sessions {

    private static final Duration PRECISION = Duration.ofMinutes(1);

    /// Who asks the provider has so long; others meanwhile go on with what was told before.
    private static final Duration REFRESH_CLAIM = Duration.ofSeconds(30);

    private final Store store;
    private final AccessSettings settings;

    Sessions(Store store, AccessSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /// A live session.
    ///
    /// @param due what to ask the provider with, now and by this caller alone
    public record Live(Identity identity, Optional<ProviderTokens> due) {}

    /// Signs a local account in.
    ///
    /// @param restricted may do nothing but choose a new password
    /// @return the secret for the cookie
    public String begin(String name, boolean restricted) {
        var token = Secrets.fresh();
        store.inTransaction(manager -> {
            var rows = new AccountRows(store, manager);
            var session = session(rows.require(name), token);
            if (restricted) {
                session.restrict();
            }
            manager.persist(session);
            return signedIn(rows, session);
        });
        return token;
    }

    /// Signs in whom a provider vouches for; the first time, with a new account.
    ///
    /// @return the secret for the cookie
    /// @throws AccessFailure.WrongCredentials if the account is disabled
    public String begin(Person person, ProviderTokens tokens) {
        var token = Secrets.fresh();
        store.inTransactionTwice(manager -> {
            var rows = new AccountRows(store, manager);
            var session = session(People.require(rows, person), token);
            session.account().give(person.roles());
            session.vouchedFor(tokens, SealedTokens.seal(token, tokens));
            manager.persist(session);
            return signedIn(rows, session);
        });
        return token;
    }

    /// Whom a bearer token of the provider lets in; the first time, with a new account.
    ///
    /// @throws AccessFailure.WrongCredentials if the account is disabled
    public Identity of(Person person) {
        return store.inTransactionTwice(manager -> {
            var account = People.require(new AccountRows(store, manager), person);
            return new Identity(
                    account.id(),
                    account.name(),
                    person.roles(),
                    Identity.EVERYTHING,
                    new Credential.Token());
        });
    }

    /// The session of a cookie, if it is alive.
    public Optional<Live> find(String token) {
        return store.inTransaction(manager -> {
            var now = store.now();
            var found =
                    byToken(manager, token)
                            .filter(session -> session.isAlive(now, settings.sessionIdle()));
            found.ifPresent(session -> touch(manager, session, now));
            return found.map(session -> new Live(identity(session), due(manager, session, token)));
        });
    }

    /// The provider has vouched again.
    public void refreshed(String token, Person person, ProviderTokens tokens) {
        store.inTransaction(manager -> {
            byToken(manager, token)
                    .ifPresent(session -> {
                        session.account().give(person.roles());
                        session.account().signedIn(store.now());
                        session.vouchedFor(tokens, SealedTokens.seal(token, tokens));
                    });
            return token;
        });
    }

    /// Ends the session of a cookie.
    ///
    /// @return its id token, if a provider vouched for it
    public Optional<String> end(String token) {
        return store.inTransaction(manager -> {
            var found = byToken(manager, token);
            found.ifPresent(session -> {
                manager.remove(session);
                var name = session.account().name();
                new AccountRows(store, manager).happened(name, Action.SIGNED_OUT, name);
            });
            return found.flatMap(SessionEntity::sealedTokens)
                    .map(sealed -> SealedTokens.open(token, sealed).getFirst());
        });
    }

    /// Ends what a provider says has ended.
    ///
    /// @param session the provider's name of one session; none: all of the person
    public void endAtProvider(String issuer, String subject, Optional<String> session) {
        store.inTransaction(manager -> {
            var which =
                    session.isPresent()
                            ? "s.providerSession = :which"
                            : "s.account.subject = :which";
            manager.createQuery(
                            "select s from SessionEntity s where s.account.issuer = :issuer and "
                                    + which,
                            SessionEntity.class)
                    .setParameter("issuer", issuer)
                    .setParameter("which", session.orElse(subject))
                    .getResultList()
                    .forEach(manager::remove);
            return issuer;
        });
    }

    private SessionEntity session(AccountEntity account, String token) {
        return new SessionEntity(
                store.newId(), account, token, store.now(), settings.sessionLifetime());
    }

    private String signedIn(AccountRows rows, SessionEntity session) {
        var name = session.account().name();
        session.account().signedIn(store.now());
        rows.happened(name, Action.SIGNED_IN, name);
        return name;
    }

    private static Identity identity(SessionEntity session) {
        var account = session.account();
        return new Identity(
                account.id(),
                account.name(),
                account.roles(),
                Identity.EVERYTHING,
                new Credential.Session(session.id(), session.restricted()));
    }

    private Optional<ProviderTokens> due(
            EntityManager manager, SessionEntity session, String token) {
        var at = session.refreshAt().filter(time -> !store.now().isBefore(time));
        if (at.isEmpty() || !claims(manager, session, at.get())) {
            return Optional.empty();
        }
        var tokens = SealedTokens.open(token, session.sealedTokens().orElseThrow());
        return Optional.of(
                new ProviderTokens(
                        Optional.empty(),
                        tokens.getFirst(),
                        Optional.of(tokens.getLast()),
                        at.get()));
    }

    private boolean claims(EntityManager manager, SessionEntity session, Instant due) {
        return manager.createQuery(
                                "update SessionEntity s set s.refreshAt = :later"
                                        + " where s.id = :id and s.refreshAt = :due")
                        .setParameter("later", store.now().plus(REFRESH_CLAIM))
                        .setParameter("id", session.id())
                        .setParameter("due", due)
                        .executeUpdate()
                == 1;
    }

    private static void touch(EntityManager manager, SessionEntity session, Instant now) {
        if (now.isAfter(session.seenAt().plus(PRECISION))) {
            manager.createQuery("update SessionEntity s set s.seenAt = :now where s.id = :id")
                    .setParameter("now", now)
                    .setParameter("id", session.id())
                    .executeUpdate();
        }
    }

    private static Optional<SessionEntity> byToken(EntityManager manager, String token) {
        return manager.createQuery(
                        "select s from SessionEntity s join fetch s.account where s.hash = :hash",
                        SessionEntity.class)
                .setParameter("hash", Secrets.hash(token))
                .getResultStream()
                .findFirst();
    }
}
