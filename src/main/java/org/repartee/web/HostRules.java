package org.repartee.web;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which requests are believed to come from the server's own page or from a program.
///
/// A web page elsewhere can make a browser send requests here: under a name that it makes resolve
/// to this server (DNS rebinding), or across origins. The first is told by the `Host` header, the
/// second by `Origin` and `Sec-Fetch-Site`.
///
/// @param hosts allowed names besides the loopback's, lower case
/// @param origins allowed origins besides the server's own, lower case
record HostRules(Set<String> hosts, Set<String> origins) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[^:/@]+)(:\\d{1,5})?");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/]+)");

    /// What a browser tells of where a request comes from; empty what it does not tell.
    ///
    /// @param byCookie whether a cookie lets it in, which a browser sends whoever asks it to
    record Provenance(
            Optional<String> host,
            Optional<String> origin,
            Optional<String> secFetchSite,
            boolean byCookie) {}

    /// Why the request is refused, if it is.
    ///
    /// @param changes whether it can change something: another method than GET or HEAD, or a
    ///   WebSocket
    Optional<ApiError> refusal(Provenance from, boolean changes) {
        var host = from.host().map(h -> h.toLowerCase(Locale.ROOT));
        if (host.filter(this::isAllowedHost).isEmpty()) {
            return Optional.of(
                    ApiError.invalid(
                            403,
                            "host_not_allowed",
                            "Host must be localhost or a name in repartee.http.allowed-hosts, got "
                                    + from.host().orElse("none")));
        }
        return changes && isForeign(from, host.get())
                ? Optional.of(
                        ApiError.invalid(
                                403,
                                "origin_not_allowed",
                                "Origin must be the server's own or one in"
                                        + " repartee.http.allowed-origins, got "
                                        + from.origin().orElse("none")))
                : Optional.empty();
    }

    private boolean isAllowedHost(String host) {
        var matcher = HOST.matcher(host);
        return matcher.matches()
                && (LOOPBACK.contains(matcher.group(1)) || hosts.contains(matcher.group(1)));
    }

    private boolean isForeign(Provenance from, String host) {
        if (from.origin().isPresent()) {
            var origin = from.origin().get().toLowerCase(Locale.ROOT);
            return !origins.contains(origin) && !isOwn(origin, host);
        }
        var site = from.secFetchSite();
        return from.byCookie()
                ? !site.equals(Optional.of("same-origin"))
                : site.filter(it -> it.equals("cross-site") || it.equals("same-site")).isPresent();
    }

    private static boolean isOwn(String origin, String host) {
        var matcher = ORIGIN.matcher(origin);
        if (!matcher.matches()) {
            return false;
        }
        var standardPort = matcher.group(1).equals("https") ? ":443" : ":80";
        return without(matcher.group(2), standardPort).equals(without(host, standardPort));
    }

    private static String without(String authority, String port) {
        return authority.endsWith(port)
                ? authority.substring(0, authority.length() - port.length())
                : authority;
    }
}
