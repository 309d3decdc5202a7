package org.repartee.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

/// Plain requests; a redirect is an answer like others.
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Http() {}

    static HttpResponse<String> get(URI address, String path)
            throws IOException, InterruptedException {
        return send(address, "GET", path, "");
    }

    /// Asks with the key of [SignedIn].
    ///
    /// @param headers names and values by turns
    static HttpResponse<String> send(
            URI address, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var all =
                Stream.concat(
                        Stream.of("Authorization", SignedIn.at(address).authorization()),
                        Stream.of(headers));
        return anonymous(address, method, path, body, all.toArray(String[]::new));
    }

    /// Asks with these headers and no others.
    static HttpResponse<String> anonymous(
            URI address, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address.resolve(path))
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    /// The served model's name.
    static String model(URI address) throws IOException, InterruptedException {
        var models = json(get(address, "/v1/models"));
        return models.getJsonArray("data").getJsonObject(0).getString("id");
    }

    static JsonObject json(HttpResponse<String> response) {
        try (var reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
