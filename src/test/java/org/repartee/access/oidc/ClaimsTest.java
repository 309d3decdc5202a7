package org.repartee.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.repartee.access.Person;
import org.repartee.access.Role;

class ClaimsTest {

    @Test
    void rolesComeFromAListOfNames() {
        var claims =
                Map.<String, Object>of(
                        "sub",
                        "7",
                        "preferred_username",
                        "anna",
                        "groups",
                        List.of("staff", "ops"));
        var person = read("groups", claims);
        assertThat(person.name()).isEqualTo("anna");
        assertThat(person.subject()).isEqualTo("7");
        assertThat(person.roles()).containsExactlyInAnyOrder(Role.USER, Role.ADMINISTRATOR);
    }

    @Test
    void dotsLeadIntoObjects() {
        var claims =
                Map.<String, Object>of(
                        "sub", "7", "realm_access", Map.of("roles", List.of("staff")));
        assertThat(read("realm_access.roles", claims).roles()).containsExactly(Role.USER);
        assertThat(read("realm_access.other", claims).roles()).isEmpty();
        assertThat(read("realm_access.roles.more", claims).roles()).isEmpty();
    }

    @Test
    void aClaimWhoseNameHasDotsIsFoundFirst() {
        var claims = Map.<String, Object>of("sub", "7", "https://example.org/roles", "staff ops");
        assertThat(read("https://example.org/roles", claims).roles())
                .containsExactlyInAnyOrder(Role.USER, Role.ADMINISTRATOR);
    }

    @Test
    void whoHasNoNameIsCalledByTheSubject() {
        assertThat(read("groups", Map.of("sub", "7")).name()).isEqualTo("7");
        assertThat(read("groups", Map.of("sub", "7")).roles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example.org", "ftp://id.example.org", "id.example.org"})
    void aProviderIsReachedOverTls(String issuer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(issuer, "groups"))
                .withMessage("repartee.oidc.issuer must be an https URL, got " + issuer);
    }

    @Test
    void whatASignInKeepsIsReadBackOrNot() {
        var pending = CodeFlow.fresh();
        assertThat(Pending.parse(pending.text())).hasValue(pending);
        assertThat(Pending.parse(pending.text().substring(1))).isEmpty();
        assertThat(Pending.parse("")).isEmpty();
        assertThat(pending.toString()).doesNotContain(pending.verifier());
        assertThat(pending.state()).isNotEqualTo(pending.nonce()).isNotEqualTo(pending.verifier());
    }

    private static Person read(String claim, Map<String, Object> claims) {
        return new Claims(settings("https://id.example.org", claim)).person(claims);
    }

    private static OidcSettings settings(String issuer, String rolesClaim) {
        return new OidcSettings(
                URI.create(issuer),
                "repartee",
                Optional.empty(),
                Optional.empty(),
                List.of("openid"),
                "preferred_username",
                rolesClaim,
                Map.of(
                        Role.USER,
                        Set.of("staff", "guests"),
                        Role.AUDITOR,
                        Set.of("audit"),
                        Role.ADMINISTRATOR,
                        Set.of("ops")),
                Duration.ofMinutes(1));
    }
}
