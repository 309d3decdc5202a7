package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.chat.Chat;
import org.repartee.chat.Effort;

/// `GET /api/settings`: what the page may offer.
@Path("settings")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(
        value = {Role.USER, Role.AUDITOR, Role.ADMINISTRATOR},
        scope = Scope.CHAT)
public final class SettingsResource {

    private final Chat chat;

    @Inject
    SettingsResource(Chat chat) {
        this.chat = chat;
    }

    @GET
    public String read() {
        var model = chat.model();
        return new JsonText()
                .object(json -> {
                    json.write("model", model.name());
                    json.write("max_model_len", model.maxModelLen());
                    json.writeStartObject("max_tokens").writeStartArray("presets");
                    model.presets().forEach(json::write);
                    json.writeEnd().write("limit", model.maxTokens()).writeEnd();
                    json.writeStartArray("reasoning_efforts");
                    for (var effort : Effort.values()) {
                        json.write(effort.wireName());
                    }
                    json.writeEnd();
                });
    }
}
