package org.repartee.web;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import org.repartee.access.Role;
import org.repartee.access.Scope;
import org.repartee.chat.Chat;

/// `POST /api/tokens`: how long the prompt of a question would be, by the model's own tokenizer.
@Path("tokens")
@Produces(MediaType.APPLICATION_JSON)
@Dependent
@Allow(value = Role.USER, scope = Scope.CHAT)
public final class TokensResource {

    private final Chat chat;
    private final HttpConfig config;
    private final HttpServletRequest request;

    @Inject
    TokensResource(Chat chat, HttpConfig config, HttpServletRequest request) {
        this.chat = chat;
        this.config = config;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String count(InputStream body) throws IOException {
        var fields = config.body().read(body);
        var conversation = fields.optional("conversation").map(Field::uuid);
        var text = fields.required("text").text();
        var instructions = fields.optional("instructions").map(Field::text).orElse("");
        var maxTokens =
                fields.optional("max_tokens")
                        .map(it -> OptionalInt.of(it.integer(1, Integer.MAX_VALUE)))
                        .orElse(OptionalInt.empty());
        fields.refuseOthers();
        var limit = chat.model().maxModelLen();
        var tokens =
                chat.promptTokens(
                        Visitor.caller(request), conversation, instructions, text, maxTokens);
        return new JsonText()
                .object(json -> json.write("prompt_tokens", tokens).write("limit", limit));
    }
}
