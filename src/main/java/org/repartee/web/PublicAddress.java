package org.repartee.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;

/// How browsers reach the server: as configured, for behind a proxy a request tells only part of
/// it; or as the request says, whose host name was checked.
///
/// @param configured `http` or `https` URL without a path, if one is configured
record PublicAddress(Optional<URI> configured) {

    boolean isSecure(HttpServletRequest request) {
        return configured.map(uri -> uri.getScheme().equals("https")).orElseGet(request::isSecure);
    }

    /// The header that keeps browsers from ever asking without TLS, where there is TLS.
    Optional<String> strictTransportSecurity(HttpServletRequest request) {
        return isSecure(request) ? Optional.of("max-age=31536000") : Optional.empty();
    }

    /// @param path below the application, with its slash
    URI of(HttpServletRequest request, String path) {
        var base =
                configured
                        .map(URI::toString)
                        .orElseGet(() -> request.getScheme() + "://" + request.getHeader("Host"));
        return URI.create(base + request.getContextPath() + path);
    }
}
