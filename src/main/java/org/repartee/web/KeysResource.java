package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.repartee.access.ApiKeys;
import org.repartee.access.Identity;
import org.repartee.access.Identity.Credential;
import org.repartee.access.Role;
import org.repartee.access.Scope;

/// `/api/keys`: the visitor's own API keys.
@Path("keys")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(
        value = {Role.USER, Role.AUDITOR, Role.ADMINISTRATOR},
        scope = Scope.KEYS)
public final class KeysResource {

    private static final int LONGEST_LABEL = 80;
    private static final int LONGEST_DAYS = 36_500;
    private static final int STANDARD_DAYS = 90;

    private @Inject ApiKeys keys;
    private @Inject HttpConfig config;
    private @Inject HttpServletRequest request;

    @GET
    public String list() {
        return AccountJson.keys(keys.list(Visitor.identity(request).name()));
    }

    /// Makes a key. Its secret is in this answer and nowhere else.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) throws IOException {
        var identity = Visitor.identity(request);
        var created = keys.create(identity.name(), wish(config.body().read(body), identity));
        var text =
                new JsonText()
                        .object(json -> {
                            AccountJson.write(json, created.key());
                            json.write("secret", created.secret());
                        });
        return Response.status(Response.Status.CREATED).entity(text).build();
    }

    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) {
        var name = Visitor.identity(request).name();
        keys.revoke(name, name, uuid(id));
    }

    /// What is no UUID names no key.
    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException _) {
            throw new ApiFailure(
                    ApiError.invalid(404, "not_found", "there is no key " + id).at("id"));
        }
    }

    private static ApiKeys.Wish wish(Fields fields, Identity identity) {
        var label = fields.required("label").text(LONGEST_LABEL);
        var scopes = fields.optional("scopes").map(AccountJson::scopes).orElse(Set.of(Scope.CHAT));
        var days =
                fields.optional("expires_in_days")
                        .map(field -> field.integer(1, LONGEST_DAYS))
                        .orElse(STANDARD_DAYS);
        var limit =
                fields.optional("tokens_per_day")
                        .map(field -> OptionalLong.of(field.integer(1, Integer.MAX_VALUE)))
                        .orElse(OptionalLong.empty());
        fields.refuseOthers();
        requireNoMore(scopes, identity);
        return new ApiKeys.Wish(label, scopes, Duration.ofDays(days), limit);
    }

    /// A key may not make a mightier one.
    private static void requireNoMore(Set<Scope> scopes, Identity identity) {
        if (identity.credential() instanceof Credential.Key
                && !identity.scopes().containsAll(scopes)) {
            throw ApiFailure.invalid(
                    "scopes", "invalid_value", "scopes must be among those of the key that asks");
        }
    }
}
