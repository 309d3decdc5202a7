package org.repartee.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.repartee.database.Database;
import org.repartee.retention.StoredData;

/// Puts the package together when the application starts, and lets the first person in.
@ApplicationScoped
class AccessBeans {

    /// OWASP's advice for this algorithm: a guess costs some tenths of a second.
    private static final Map<String, String> PBKDF2 =
            Map.of(
                    "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512",
                    "Pbkdf2PasswordHash.Iterations", "210000",
                    "Pbkdf2PasswordHash.SaltSizeBytes", "32",
                    "Pbkdf2PasswordHash.KeySizeBytes", "32");

    @Inject
    @SuppressWarnings("NullAway.Init") // by the container
    private Pbkdf2PasswordHash hashes;

    @Produces
    @Singleton
    AccessSettings settings() {
        return AccessSettings.of(ConfigProvider.getConfig());
    }

    @Produces
    @Singleton
    Store store(Database database) {
        return new Store(database, InstantSource.system());
    }

    @Produces
    @Singleton
    Accounts accounts(Store store) {
        hashes.initialize(PBKDF2);
        return new Accounts(
                store, new Passwords(hashes), new Guesses(store), file("first-password"));
    }

    @Produces
    @Singleton
    Sessions sessions(Store store, AccessSettings settings) {
        return new Sessions(store, settings);
    }

    @Produces
    @Singleton
    ApiKeys keys(Store store, AccessSettings settings) {
        return new ApiKeys(store, settings);
    }

    @Produces
    @Singleton
    StoredData data(Store store) {
        return new AccessData(store);
    }

    @Produces
    @Singleton
    StoredData events(Database database) {
        return new AccessEventData(database);
    }

    @Produces
    @Singleton
    SignInLink link(Store store) {
        return new SignInLink(store, file("sign-in-link"));
    }

    @Produces
    @Singleton
    Policy policy(AccessSettings settings) {
        return new Policy(settings.localLogin(), settings.readConversations());
    }

    @Produces
    @Singleton
    Allowances allowances(Store store, AccessSettings settings) {
        var allowances = new Allowances(store, settings);
        allowances.start();
        return allowances;
    }

    void close(@Disposes Allowances allowances) {
        allowances.close();
    }

    @Produces
    @Singleton
    Sweeper sweeper(Store store, AccessSettings settings) {
        return new Sweeper(store, settings);
    }

    void start(
            @Observes @Initialized(ApplicationScoped.class) Object event,
            Store store,
            Accounts accounts,
            SignInLink link,
            Sweeper sweeper) {
        if (settings().localLogin()) {
            new FirstAdministrator(store, accounts, file("first-password")).ensure();
        }
        if (settings().localLogin() && isOnLoopback()) {
            link.offer();
        } else {
            link.withdraw();
        }
        sweeper.start();
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event, Sweeper sweeper) {
        sweeper.close();
    }

    /// Whether only this machine reaches the server, as far as `deploy/repartee run` told.
    private static boolean isOnLoopback() {
        var host = setting("repartee.host", "");
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    private static SecretFile file(String name) {
        var folder =
                setting("repartee.data.path", System.getProperty("com.sun.aas.instanceRoot", "."));
        return new SecretFile(Path.of(folder, name));
    }

    private static String setting(String key, String otherwise) {
        return ConfigProvider.getConfig().getOptionalValue(key, String.class).orElse(otherwise);
    }
}
