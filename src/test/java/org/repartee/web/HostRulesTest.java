package org.repartee.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRulesTest {

    private final HostRules rules =
            new HostRules(Set.of("ai.example.org"), Set.of("https://intranet.example.org"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "127.0.0.1:8080",
                "[::1]:8080",
                "ai.example.org:443"
            })
    void theServersOwnNamesAreAllowed(String host) {
        assertThat(refusal(host, null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "localhost:80:80",
                "",
                "127.0.0.2",
                "user@localhost"
            })
    void otherNamesAreRefused(String host) {
        assertThat(refusal(host, null, null))
                .hasValueSatisfying(error -> {
                    assertThat(error.status()).isEqualTo(403);
                    assertThat(error.code()).isEqualTo("host_not_allowed");
                });
    }

    @Test
    void aRequestWithoutHostIsRefused() {
        assertThat(
                        rules.refusal(
                                new HostRules.Provenance(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false),
                                false))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8080",
        "localhost, http://localhost",
        "localhost:80, http://localhost",
        "ai.example.org, https://ai.example.org",
        "ai.example.org, https://AI.example.org:443",
        "localhost:8080, https://intranet.example.org",
    })
    void changesFromTheServersOwnOriginOrAnAllowedOneAreAllowed(String host, String origin) {
        assertThat(refusal(host, origin, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, http://localhost:8081",
        "localhost:8080, http://127.0.0.1:8080",
        "localhost:8080, http://evil.example",
        "localhost:8080, null",
        "localhost:8080, https://intranet.example.org.evil.example",
    })
    void changesFromOtherOriginsAreRefused(String host, String origin) {
        assertThat(refusal(host, origin, null).map(ApiError::message))
                .contains(
                        "Origin must be the server's own or one in repartee.http.allowed-origins, got "
                                + origin);
    }

    @ParameterizedTest
    @CsvSource({"cross-site, true", "same-site, true", "same-origin, false", "none, false"})
    void withoutAnOriginTheFetchSiteDecides(String site, boolean refused) {
        assertThat(refusal("localhost", null, site).isPresent()).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost,, false",
        ", same-origin, false",
        ", none, true",
        ",, true",
    })
    void whatACookieLetsInMustSayWhereItComesFrom(
            @Nullable String origin, @Nullable String site, boolean refused) {
        var from =
                new HostRules.Provenance(
                        Optional.of("localhost"),
                        Optional.ofNullable(origin),
                        Optional.ofNullable(site),
                        true);
        assertThat(rules.refusal(from, true).isPresent()).isEqualTo(refused);
        assertThat(rules.refusal(from, false)).isEmpty();
    }

    @Test
    void readingIsAllowedFromEverywhere() {
        var from =
                new HostRules.Provenance(
                        Optional.of("localhost"),
                        Optional.of("http://evil.example"),
                        Optional.of("cross-site"),
                        true);
        assertThat(rules.refusal(from, false)).isEmpty();
    }

    private Optional<ApiError> refusal(
            String host, @Nullable String origin, @Nullable String site) {
        return rules.refusal(
                new HostRules.Provenance(
                        Optional.of(host),
                        Optional.ofNullable(origin),
                        Optional.ofNullable(site),
                        false),
                true);
    }
}
