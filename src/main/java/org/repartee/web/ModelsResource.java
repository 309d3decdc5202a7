package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.stream.Stream;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.chat.Chat;
import org.repartee.chat.ServedModel;

/// `GET /v1/models`: the served model, under its name and under each alias.
@Path("models")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.USER, scope = Scope.CHAT)
public final class ModelsResource {

    private final Chat chat;
    private final HttpConfig config;

    @Inject
    ModelsResource(Chat chat, HttpConfig config) {
        this.chat = chat;
        this.config = config;
    }

    @GET
    public String list() {
        var model = chat.model();
        return new JsonText()
                .object(json -> {
                    json.write("object", "list").writeStartArray("data");
                    names(model)
                            .forEach(name -> {
                                json.writeStartObject();
                                write(json, name, model);
                                json.writeEnd();
                            });
                    json.writeEnd();
                });
    }

    /// One model.
    ///
    /// @param name may hold slashes, as names of models often do
    @GET
    @Path("{name: .+}")
    public String read(@PathParam("name") String name) {
        var model = chat.model();
        if (names(model).noneMatch(name::equals)) {
            throw unknown(name, model);
        }
        return new JsonText().object(json -> write(json, name, model));
    }

    static ApiFailure unknown(String name, ServedModel served) {
        return new ApiFailure(
                ApiError.invalid(
                                404,
                                "model_not_found",
                                "model must be %s, got %s".formatted(served.name(), name))
                        .at("model"));
    }

    private Stream<String> names(ServedModel model) {
        return Stream.concat(
                Stream.of(model.name()),
                config.modelAliases().stream().filter(a -> !a.equals(model.name())).sorted());
    }

    private static void write(JsonGenerator json, String name, ServedModel model) {
        json.write("id", name)
                .write("object", "model")
                .write("created", model.loadedAt().getEpochSecond())
                .write("owned_by", "repartee")
                .write("root", model.name())
                .write("max_model_len", model.maxModelLen());
    }
}
