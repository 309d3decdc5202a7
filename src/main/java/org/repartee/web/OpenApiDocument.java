package org.repartee.web;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.repartee.access.Role;
import org.repartee.access.Scope;

/// `/openapi`: the description of the APIs, written by hand in `openapi.yaml`.
///
/// Payara's own page at this address adds a field that OpenAPI does not know, over which code
/// generators stumble.
@WebServlet("/openapi")
@Allow(
        value = {Role.USER, Role.AUDITOR, Role.ADMINISTRATOR},
        scope = Scope.CHAT)
public final class OpenApiDocument extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final String RESOURCE = "/openapi.yaml";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("application/yaml");
        response.setCharacterEncoding("UTF-8");
        try (var document = Objects.requireNonNull(getClass().getResourceAsStream(RESOURCE))) {
            document.transferTo(response.getOutputStream());
        }
    }
}
