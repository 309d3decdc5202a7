package org.repartee.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The manifests are what Kubernetes takes them for: names meet, probes ask what exists, and a pod
/// is given the time that its server needs to stop.
class KubernetesTest {

    private static final Map<String, String> API_VERSIONS =
            Map.of(
                    "ConfigMap", "v1",
                    "PersistentVolumeClaim", "v1",
                    "Service", "v1",
                    "StatefulSet", "apps/v1",
                    "PodDisruptionBudget", "policy/v1",
                    "Ingress", "networking.k8s.io/v1");

    private final Map<String, Map<?, ?>> manifests = new LinkedHashMap<>();

    @BeforeEach
    void read() throws IOException {
        try (Reader file = Files.newBufferedReader(Path.of("deploy/kubernetes/repartee.yaml"))) {
            for (var document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(file)) {
                var manifest = (Map<?, ?>) document;
                assertThat(manifests.put(text(manifest, "kind"), manifest)).isNull();
            }
        }
    }

    @Test
    void eachKindIsThereOnceInItsStableVersion() {
        assertThat(manifests.keySet()).isEqualTo(API_VERSIONS.keySet());
        manifests.forEach((kind, manifest) -> {
            assertThat(text(manifest, "apiVersion")).isEqualTo(API_VERSIONS.get(kind));
            assertThat(text(manifest, "metadata", "name")).matches("repartee(-models)?");
            assertThat(List.of("apiVersion", "kind", "metadata", "spec", "data"))
                    .containsAll(manifest.keySet().stream().map(String::valueOf).toList());
        });
    }

    @Test
    void whatSelectsPodsSelectsThese() {
        var labels = map(manifests, "StatefulSet", "spec", "template", "metadata", "labels");
        assertThat(labels).isNotEmpty();
        assertThat((Object) map(manifests, "StatefulSet", "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(
                        (Object)
                                map(
                                        manifests,
                                        "PodDisruptionBudget",
                                        "spec",
                                        "selector",
                                        "matchLabels"))
                .isEqualTo(labels);
        assertThat((Object) map(manifests, "Service", "spec", "selector")).isEqualTo(labels);
        assertThat(text(manifests, "StatefulSet", "spec", "serviceName"))
                .isEqualTo(text(manifests, "Service", "metadata", "name"));
    }

    @Test
    void itsVariablesAreSettings() {
        assertThat(map(manifests, "ConfigMap", "data").keySet())
                .hasSizeGreaterThan(3)
                .allSatisfy(name -> assertThat(Settings.exists(name.toString())).isTrue());
        assertThat(text(container(), "envFrom", "0", "configMapRef", "name"))
                .isEqualTo(text(manifests, "ConfigMap", "metadata", "name"));
        // Or the Service named repartee would set REPARTEE_PORT and the like.
        assertThat(text(pod(), "enableServiceLinks")).isEqualTo("false");
    }

    @Test
    void aPodGetsAGpuAndRunsAsNobody() {
        assertThat(text(container(), "resources", "limits", "nvidia.com/gpu")).isEqualTo("1");
        assertThat(text(pod(), "securityContext", "runAsNonRoot")).isEqualTo("true");
        assertThat(text(container(), "securityContext", "readOnlyRootFilesystem"))
                .isEqualTo("true");
        assertThat(text(container(), "securityContext", "capabilities", "drop", "0"))
                .isEqualTo("ALL");
        assertThat(text(pod(), "automountServiceAccountToken")).isEqualTo("false");
    }

    @Test
    void theProbesAskTheThreeHealthChecksUnderAHostThatIsAllowed() {
        assertProbe("startupProbe", "/health/started");
        assertProbe("readinessProbe", "/health/ready");
        assertProbe("livenessProbe", "/health/live");
        // The largest model from a slow volume.
        var startup =
                number(container(), "startupProbe", "periodSeconds")
                        * number(container(), "startupProbe", "failureThreshold");
        assertThat(startup).isGreaterThanOrEqualTo(600);
        assertThat(number(container(), "readinessProbe", "failureThreshold")).isEqualTo(1);
    }

    @Test
    void aPodIsGivenTheTimeThatItsServerNeedsToStop() throws IOException {
        var environment = new LinkedHashMap<String, String>();
        map(manifests, "ConfigMap", "data")
                .forEach((key, value) -> environment.put(key.toString(), value.toString()));
        var preStop = number(container(), "lifecycle", "preStop", "exec", "command", "1");
        assertThat(number(pod(), "terminationGracePeriodSeconds"))
                .isGreaterThan(preStop + Settings.secondsToStop(environment));
        assertThat(number(manifests, "PodDisruptionBudget", "spec", "maxUnavailable")).isEqualTo(1);
    }

    @Test
    void eachMountHasItsVolumeAndEachClaimExists() {
        var volumes =
                ((List<?>) at(pod(), "volumes"))
                        .stream().map(volume -> text((Map<?, ?>) volume, "name")).toList();
        var claims =
                List.of(
                        text(
                                manifests,
                                "StatefulSet",
                                "spec",
                                "volumeClaimTemplates",
                                "0",
                                "metadata",
                                "name"));
        var mounts = (List<?>) at(container(), "volumeMounts");
        assertThat(mounts)
                .hasSize(5)
                .extracting(mount -> text((Map<?, ?>) mount, "name"))
                .allSatisfy(name ->
                        assertThat(volumes.contains(name) || claims.contains(name)).isTrue());
        assertThat(text(pod(), "volumes", "0", "persistentVolumeClaim", "claimName"))
                .isEqualTo(text(manifests, "PersistentVolumeClaim", "metadata", "name"));
        var data = map(manifests, "ConfigMap", "data");
        assertThat(mounts)
                .extracting(mount -> text((Map<?, ?>) mount, "mountPath"))
                .contains("/var/lib/repartee", String.valueOf(data.get("REPARTEE_SECRETS_PATH")))
                .anyMatch(path ->
                        String.valueOf(data.get("REPARTEE_MODEL_PATH")).startsWith(path + "/"));
    }

    @Test
    void theImageRunsAsTheUserOfThePodAndListensOnItsPort() throws IOException {
        var image = Files.readString(Path.of("deploy/container/Containerfile"));
        assertThat(image)
                .contains("USER " + text(pod(), "securityContext", "runAsUser") + ":0\n")
                .contains("EXPOSE " + text(container(), "ports", "0", "containerPort") + "\n")
                .contains("REPARTEE_HTTP_HOST=0.0.0.0", "STOPSIGNAL SIGTERM");
        assertThat(image.lines().filter(line -> line.strip().matches("(ENV )?REPARTEE_.*")))
                .hasSizeGreaterThan(3)
                .allSatisfy(line ->
                        assertThat(Settings.exists(line.strip().replaceAll("^ENV |=.*", "")))
                                .isTrue());
    }

    private void assertProbe(String probe, String path) {
        assertThat(text(container(), probe, "httpGet", "path")).isEqualTo(path);
        assertThat(text(container(), probe, "httpGet", "port"))
                .isEqualTo(text(container(), "ports", "0", "name"));
        assertThat(text(container(), probe, "httpGet", "httpHeaders", "0", "value"))
                .isEqualTo("localhost");
    }

    private Map<?, ?> pod() {
        return map(manifests, "StatefulSet", "spec", "template", "spec");
    }

    private Map<?, ?> container() {
        return map(pod(), "containers", "0");
    }

    private static int number(Map<?, ?> from, String... path) {
        return Integer.parseInt(text(from, path));
    }

    private static String text(Map<?, ?> from, String... path) {
        return String.valueOf(at(from, path));
    }

    private static Map<?, ?> map(Map<?, ?> from, String... path) {
        return (Map<?, ?>) at(from, path);
    }

    /// What lies at a path of keys and, in lists, of numbers.
    private static Object at(Object from, String... path) {
        var here = from;
        for (var step : path) {
            var next =
                    here instanceof List<?> list
                            ? list.get(Integer.parseInt(step))
                            : ((Map<?, ?>) here).get(step);
            assertThat(next).as("%s in %s", step, here).isNotNull();
            here = Objects.requireNonNull(next);
        }
        return here;
    }
}
