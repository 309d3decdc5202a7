package org.repartee.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresConfigTest {
    private static final String URL =
            "jdbc:postgresql://db.example.org/repartee?sslmode=verify-full";
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);

    @Test
    void neitherItsTextNorItsPasswordsSayThePassword() {
        var given = Password.of(Optional.of("open sesame"), Optional.empty());
        var config = config(URL, given, 16, TWO_SECONDS);
        assertThat(config).hasToString("jdbc:postgresql://db.example.org/repartee as repartee");
        assertThat(given.toString()).doesNotContain("sesame");
        assertThat(given.read()).contains("open sesame");
    }

    @Test
    void aPasswordFileIsReadAnewEachTime(@TempDir Path folder) throws IOException {
        var file = folder.resolve("password");
        var password = Password.of(Optional.empty(), Optional.of(file.toString()));
        Files.writeString(file, "old\n");
        assertThat(password.read()).contains("old");
        Files.writeString(file, "new\n");
        assertThat(password.read()).contains("new");
        Files.delete(file);
        assertThatThrownBy(password::read)
                .hasMessage(
                        "repartee.database.password-file must name a file that can be read, got "
                                + file);
    }

    @Test
    void aPasswordIsOneOrTheOther() {
        assertThat(Password.of(Optional.empty(), Optional.empty()).read()).isEmpty();
        assertThatThrownBy(() -> Password.of(Optional.of("secret"), Optional.of("/file")))
                .hasMessage(
                        "repartee.database.password and repartee.database.password-file are both set;"
                                + " leave one of them out");
    }

    @Test
    void anAddressWithAPasswordIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() ->
                        config(
                                "jdbc:postgresql://db/repartee?user=r&PassWord=sesame",
                                none(),
                                16,
                                TWO_SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("repartee.database.url must not hold a password")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void wrongSettingsAreNamed() {
        assertThatThrownBy(() -> config("jdbc:mysql://db/r?x=y", none(), 16, TWO_SECONDS))
                .hasMessage(
                        "repartee.database.url must begin with jdbc:postgresql: (leave it out for"
                                + " the embedded database), got jdbc:mysql://db/r");
        assertThatThrownBy(() -> config(URL, none(), 1, TWO_SECONDS))
                .hasMessage("repartee.database.pool-size must be at least 2, got 1");
        assertThatThrownBy(() -> config(URL, none(), 2, Duration.ofMillis(249)))
                .hasMessage(
                        "repartee.database.connection-timeout must be at least PT0.25S, got PT0.249S");
    }

    private static Password none() {
        return new Password.None();
    }

    private static PostgresConfig config(
            String url, Password password, int size, Duration timeout) {
        return new PostgresConfig(url, Optional.of("repartee"), password, size, timeout);
    }
}
