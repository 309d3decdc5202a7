package org.repartee.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table is the diagram: a package that is not in it fails the build.
class PackagesTest {

    private static final String BASE = "org.repartee";
    private static final String DOT_BASE = BASE + ".";

    /// Package -> the packages of ours that it may use.
    private static final Map<String, Set<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("web", Set.of("chat", "conversation")),
                    Map.entry(
                            "chat",
                            Set.of(
                                    "conversation",
                                    "harmony",
                                    "tokenizer",
                                    "engine",
                                    "engine.sampling",
                                    "audit")),
                    Map.entry("conversation", Set.of("database")),
                    Map.entry("audit", Set.of("database")),
                    Map.entry("database", Set.of()),
                    Map.entry("harmony", Set.of("tokenizer")),
                    Map.entry("tokenizer", Set.of()),
                    Map.entry("engine", Set.of("engine.kv", "engine.sampling", "runtime")),
                    Map.entry("engine.kv", Set.of()),
                    Map.entry("engine.sampling", Set.of("runtime")),
                    Map.entry("runtime", Set.of("runtime.cuda", "runtime.experts")),
                    Map.entry("runtime.cuda", Set.of()),
                    Map.entry("runtime.experts", Set.of("runtime.cuda")),
                    Map.entry("export", Set.of("runtime", "runtime.experts")),
                    Map.entry("bench", Set.of()),
                    Map.entry("bench.http", Set.of("bench")),
                    Map.entry(
                            "bench.engine",
                            Set.of("bench", "engine", "engine.sampling", "runtime")),
                    Map.entry(
                            "cli",
                            Set.of(
                                    "bench",
                                    "bench.http",
                                    "bench.engine",
                                    "export",
                                    "engine",
                                    "engine.sampling",
                                    "runtime",
                                    "tokenizer",
                                    "harmony")),
                    Map.entry(
                            "startup",
                            Set.of(
                                    "chat",
                                    "conversation",
                                    "audit",
                                    "engine",
                                    "engine.sampling",
                                    "runtime",
                                    "tokenizer",
                                    "harmony")));

    /// Outside libraries that exactly one package may know.
    private static final Map<String, Set<String>> ONLY_IN =
            Map.of(
                    "ai.onnxruntime", Set.of("runtime", "runtime.cuda"),
                    "ai.onnx.proto", Set.of("export"),
                    "com.knuddels.jtokkit", Set.of("tokenizer"),
                    "picocli", Set.of("cli"),
                    "jakarta.persistence", Set.of("conversation", "audit", "database"),
                    "org.flywaydb", Set.of("database"),
                    "jakarta.ws.rs", Set.of("web"),
                    "jakarta.servlet", Set.of("web"),
                    "jakarta.websocket", Set.of("web"));

    private static final Set<String> CORE =
            Set.of(
                    "harmony",
                    "tokenizer",
                    "engine",
                    "engine.kv",
                    "engine.sampling",
                    "runtime",
                    "runtime.cuda",
                    "runtime.experts");

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(BASE);

    @Test
    void aPackageUsesOnlyWhatTheTableAllows() {
        var broken = new ArrayList<String>();
        for (var type : classes) {
            var from = packageOf(type);
            assertThat(MAY_USE).as("the table must name %s", type).containsKey(from);
            targets(type)
                    .filter(target -> target.getPackageName().startsWith(DOT_BASE))
                    .filter(target -> !packageOf(target).equals(from))
                    .filter(target -> !mayUse(from).contains(packageOf(target)))
                    .forEach(target -> broken.add(type.getName() + " -> " + target.getName()));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void aLibraryIsKnownOnlyWhereTheTableSays() {
        var broken = new ArrayList<String>();
        for (var type : classes) {
            targets(type)
                    .forEach(target ->
                            ONLY_IN.forEach((library, allowed) -> {
                                if (target.getName().startsWith(library + ".")
                                        && !allowed.contains(packageOf(type))) {
                                    broken.add(type.getName() + " -> " + target);
                                }
                            }));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void theCoreKnowsNoContainer() {
        var broken =
                classes.stream()
                        .filter(type -> CORE.contains(packageOf(type)))
                        .filter(type ->
                                targets(type)
                                        .map(JavaClass::getName)
                                        .anyMatch(name ->
                                                name.startsWith("jakarta.")
                                                        && !name.startsWith("jakarta.json.")))
                        .map(JavaClass::getName);
        assertThat(broken).isEmpty();
    }

    @Test
    void noNameHidesWhatAClassIsFor() {
        assertThat(classes.stream().map(JavaClass::getSimpleName))
                .noneMatch(name -> name.matches(".*(Utils?|Helper|Manager|Impl|Processor|Base)"));
    }

    @Test
    void anInterfaceHasTwoImplementations() {
        var everything = new ClassFileImporter().importPackages(BASE);
        var lonely =
                everything.stream()
                        .filter(type -> type.isInterface() && !type.isAnnotation())
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .filter(type -> type.getAllSubclasses().size() < 2)
                        .filter(type -> !type.isAnnotatedWith(FunctionalInterface.class))
                        .map(JavaClass::getName)
                        .collect(toSet());
        assertThat(lonely).isEmpty();
    }

    private static Stream<JavaClass> targets(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType());
    }

    private static Set<String> mayUse(String from) {
        return MAY_USE.getOrDefault(from, Set.of());
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(DOT_BASE.length());
    }
}
