package org.repartee.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The database's password, or where it stands. Its text never says what it is.
public sealed interface Password {

    /// The password now; absent if there is none.
    Optional<String> read();

    /// @throws IllegalArgumentException if both are given
    static Password of(Optional<String> text, Optional<String> file) {
        if (text.isPresent() && file.isPresent()) {
            throw new IllegalArgumentException(
                    "repartee.database.password and repartee.database.password-file are both set;"
                            + " leave one of them out");
        }
        return text.<Password>map(Given::new)
                .or(() -> file.map(name -> new InFile(Path.of(name))))
                .orElse(new None());
    }

    /// PostgreSQL trusts this machine, or asks for a certificate.
    record None() implements Password {
        @Override
        public Optional<String> read() {
            return Optional.empty();
        }
    }

    record Given(String text) implements Password {
        @Override
        public Optional<String> read() {
            return Optional.of(text);
        }

        @Override
        public String toString() {
            return "a password";
        }
    }

    /// A file of one line, read for each new connection: a changed password needs no restart.
    record InFile(Path file) implements Password {
        @Override
        public Optional<String> read() {
            try {
                return Optional.of(Files.readString(file).strip());
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "repartee.database.password-file must name a file that can be read, got "
                                + file,
                        e);
            }
        }
    }
}
