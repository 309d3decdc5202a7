package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.repartee.access.Accounts;
import org.repartee.access.ApiKeys;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.retention.Retention;

/// `/api/accounts`: everybody's accounts and keys, for administrators.
@Path("accounts")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.ADMINISTRATOR, scope = Scope.ADMINISTRATION)
public final class AccountsResource {

    private static final int LONGEST_NAME = 64;

    private @Inject Accounts accounts;
    private @Inject ApiKeys keys;
    private @Inject Retention retention;
    private @Inject HttpConfig config;
    private @Inject HttpServletRequest request;

    @GET
    public String list() {
        return AccountJson.accounts(accounts.list());
    }

    /// Makes an account. Its first password is in this answer and nowhere else, and must be
    /// changed.
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) throws IOException {
        var fields = config.body().read(body);
        var name = fields.required("name").text(LONGEST_NAME);
        var roles = AccountJson.roles(fields.required("roles"));
        fields.refuseOthers();
        return Response.status(Response.Status.CREATED)
                .entity(withPassword(accounts.create(me(), name, roles)))
                .build();
    }

    /// Changes what an account may, or whether it may come in at all.
    @PATCH
    @Path("{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("name") String name, InputStream body) throws IOException {
        var fields = config.body().read(body);
        var before = accounts.find(name);
        var roles = fields.optional("roles").map(AccountJson::roles).orElse(before.roles());
        var disabled = fields.optional("disabled").map(Field::bool).orElse(before.disabled());
        fields.refuseOthers();
        var changed = accounts.change(me(), name, roles, disabled);
        return new JsonText().object(json -> AccountJson.write(json, changed));
    }

    /// Replaces a forgotten password.
    @POST
    @Path("{name}/password")
    public String reset(@PathParam("name") String name) {
        return withPassword(accounts.reset(me(), name));
    }

    /// Locks an account and has its person erased by the next run of the retention.
    @DELETE
    @Path("{name}/data")
    public Response erase(@PathParam("name") String name) {
        var locked = accounts.lock(me(), name);
        retention.erase(locked.name(), me());
        var told = new JsonText().object(json -> AccountJson.write(json, locked));
        return Response.accepted(told).build();
    }

    @GET
    @Path("{name}/keys")
    public String keys(@PathParam("name") String name) {
        return AccountJson.keys(keys.list(accounts.find(name).name()));
    }

    @DELETE
    @Path("{name}/keys/{id}")
    public void revoke(@PathParam("name") String name, @PathParam("id") String id) {
        keys.revoke(me(), accounts.find(name).name(), KeysResource.uuid(id));
    }

    private String me() {
        return Visitor.identity(request).name();
    }

    private static String withPassword(Accounts.Created created) {
        return new JsonText()
                .object(json -> {
                    AccountJson.write(json, created.account());
                    json.write("password", created.password());
                });
    }
}
