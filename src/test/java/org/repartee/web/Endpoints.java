package org.repartee.web;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every door of the application, as it is registered: JAX-RS methods, servlets, WebSockets, pages.
public final class Endpoints {

    private static final java.nio.file.Path PAGES = java.nio.file.Path.of("src", "main", "webapp");

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.repartee");

    /// `METHOD /path`, with `{parameters}`.
    public Set<String> all() throws IOException {
        var all = new TreeSet<String>();
        applications().flatMap(Endpoints::operations).forEach(all::add);
        annotated(WebServlet.class)
                .flatMap(type -> patterns(type.getAnnotation(WebServlet.class)))
                .forEach(pattern -> all.add("GET " + (pattern.isEmpty() ? "/" : pattern)));
        annotated(ServerEndpoint.class)
                .map(type -> type.getAnnotation(ServerEndpoint.class).value())
                .forEach(path -> all.add("GET " + path));
        try (var pages = Files.list(PAGES)) {
            pages.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".html"))
                    .forEach(name -> all.add("GET /" + name));
        }
        return all;
    }

    /// Classes with a path that no application serves: their methods would be in nobody's table.
    public Set<String> unserved() {
        var served =
                applications()
                        .flatMap(application -> application.getClasses().stream())
                        .collect(Collectors.toSet());
        return annotated(Path.class)
                .filter(type -> !served.contains(type))
                .map(Class::getName)
                .collect(Collectors.toSet());
    }

    private Stream<Application> applications() {
        return annotated(ApplicationPath.class).map(Endpoints::instance);
    }

    private Stream<Class<?>> annotated(Class<? extends Annotation> annotation) {
        return classes.stream()
                .filter(type -> type.isAnnotatedWith(annotation))
                .map(JavaClass::reflect);
    }

    private static Application instance(Class<?> type) {
        try {
            return (Application) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + " cannot be made", e);
        }
    }

    private static Stream<String> patterns(WebServlet servlet) {
        return Stream.concat(Arrays.stream(servlet.value()), Arrays.stream(servlet.urlPatterns()));
    }

    private static Stream<String> operations(Application application) {
        var root = application.getClass().getAnnotation(ApplicationPath.class).value();
        return application.getClasses().stream()
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> operations(root, type));
    }

    private static Stream<String> operations(String root, Class<?> resource) {
        var path = root + "/" + resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method ->
                        httpMethod(method).map(http -> http + " " + path + below(method)).stream());
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(HttpMethod::value)
                .findFirst();
    }

    /// The method's own path, without the patterns of its parameters.
    private static String below(Method method) {
        var path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value().replaceAll("\\{(\\w+): [^}]*}", "{$1}");
    }
}
