package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import org.repartee.access.Accounts;
import org.repartee.access.Identity.Credential;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.access.Sessions;
import org.repartee.retention.Retention;

/// `/api/account`: the visitor's own account.
@Path("account")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(
        value = {Role.USER, Role.AUDITOR, Role.ADMINISTRATOR},
        scope = Scope.KEYS)
public final class AccountResource {

    private static final int LONGEST_PASSWORD = 256;

    private @Inject Accounts accounts;
    private @Inject Sessions sessions;
    private @Inject Retention retention;
    private @Inject HttpConfig config;
    private @Inject SessionCookie cookie;
    private @Inject HttpServletRequest request;

    @GET
    public String read() {
        var identity = Visitor.identity(request);
        var account = accounts.find(identity.name());
        var restricted = identity.credential() instanceof Credential.Session(_, var must) && must;
        return new JsonText()
                .object(json -> {
                    json.write("name", identity.name());
                    AccountJson.roles(json, identity.roles());
                    json.write("has_password", account.provider().isEmpty());
                    json.write("must_change_password", restricted);
                });
    }

    /// All that is stored about the visitor, as a file. A key needs what reading chats needs.
    @GET
    @Path("export")
    @Allow(
            value = {Role.USER, Role.AUDITOR, Role.ADMINISTRATOR},
            scope = Scope.CONVERSATIONS)
    public Response export() {
        // While the database is away this refuses, before an answer has begun.
        var name = accounts.find(Visitor.identity(request).name()).name();
        StreamingOutput everything =
                out -> {
                    try (var json = Json.createGenerator(out)) {
                        retention.export(name, json);
                    }
                };
        return Response.ok(everything)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"repartee.json\"")
                .build();
    }

    /// Chooses a new password. All sessions of the account end; the browser that asked gets a new
    /// one.
    @POST
    @Path("password")
    @Consumes(MediaType.APPLICATION_JSON)
    public String changePassword(InputStream body, @Context HttpServletResponse response)
            throws IOException {
        var name = Visitor.identity(request).name();
        var fields = config.body().read(body);
        var current = fields.required("current").text(LONGEST_PASSWORD);
        var chosen = fields.required("password").text(LONGEST_PASSWORD);
        fields.refuseOthers();
        accounts.changePassword(name, current, chosen, request.getRemoteAddr());
        cookie.set(request, response, sessions.begin(name, false));
        return new JsonText().object(json -> json.write("name", name));
    }
}
