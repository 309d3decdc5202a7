package org.repartee.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.repartee.deploy.LauncherTest.assertFault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.repartee.deploy.Launcher.Outcome;

/// `deploy/install` from an unpacked archive, which is pretended: what it does, and what it leaves
/// alone.
class InstallTest {

    private final Path archive;
    private final Path host;
    private final Launcher launcher;

    InstallTest(@TempDir Path archive, @TempDir Path host, @TempDir Path bin) throws IOException {
        this.archive = archive;
        this.host = host;
        this.launcher = new Launcher(Files.createDirectory(bin.resolve("bin")), Map.of());
        launcher.pretend("getent", "exit 2");
        launcher.pretend("systemctl", "echo systemctl \"$@\"");
    }

    @BeforeEach
    void anArchiveIsUnpacked() throws IOException {
        try (var files = Files.walk(Path.of("deploy"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.createDirectories(archive.resolve(file).getParent());
                Files.copy(file, archive.resolve(file));
            }
        }
        version("1.0-20261124");
    }

    @Test
    void aDryRunSaysEveryStepAndDoesNone() throws Exception {
        launcher.pretend("useradd", "touch " + host.resolve("user"));
        var outcome = install("--dry-run");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.words().lines())
                .contains(
                        "+ useradd --system --home-dir /var/lib/repartee --no-create-home --shell /usr/sbin/nologin repartee",
                        "+ mv /opt/repartee/releases/1.0-20261124.new /opt/repartee/releases/1.0-20261124",
                        "+ mv -T /opt/repartee/current.new /opt/repartee/current",
                        "+ chmod 0640 /etc/repartee/repartee.env",
                        "+ systemctl daemon-reload",
                        "+ systemctl enable repartee");
        assertThat(outcome.words())
                .contains("doctor --environment /etc/repartee/repartee.env")
                .contains("systemctl restart repartee");
        assertThat(host).isEmptyDirectory();
        assertThat(Path.of("/opt/repartee")).doesNotExist();
    }

    @Test
    void withADestinationItPutsEverythingInPlace() throws Exception {
        assertThat(install("--destdir", host.toString()).status()).isZero();
        var current = host.resolve("opt/repartee/current");
        assertThat(Files.readSymbolicLink(current)).isEqualTo(Path.of("releases/1.0-20261124"));
        assertThat(current.resolve("deploy/repartee")).isExecutable();
        assertThat(host.resolve("etc/systemd/system/repartee.service")).exists();
        assertThat(permissions("etc/repartee/repartee.env")).isEqualTo("rw-r-----");
        assertThat(permissions("etc/repartee/secrets")).isEqualTo("rwxr-x---");
    }

    @Test
    void anUpgradeKeepsSettingsAndTheVersionBefore() throws Exception {
        install("--destdir", host.toString());
        var settings = host.resolve("etc/repartee/repartee.env");
        Files.writeString(settings, "REPARTEE_HTTP_PORT=9000\n");
        version("1.1-20261201");
        var outcome = install("--destdir", host.toString());
        assertThat(outcome.status()).isZero();
        assertThat(outcome.words()).contains("Settings stay: " + settings);
        assertThat(settings).hasContent("REPARTEE_HTTP_PORT=9000\n");
        var current = host.resolve("opt/repartee/current");
        assertThat(Files.readSymbolicLink(current)).isEqualTo(Path.of("releases/1.1-20261201"));
        assertThat(host.resolve("opt/repartee/releases/1.0-20261124/deploy/repartee")).exists();
        assertThat(install("--destdir", host.toString()).words())
                .contains("Version 1.1-20261201 lies in");
    }

    @Test
    void aFaultIsOneSentence() throws Exception {
        assertFault(install("--fast"), "install does not know the option --fast");
        assertFault(install("--destdir"), "--destdir needs a folder");
        launcher.pretend("id", "echo 1000");
        assertFault(install(), "installing needs root", "sudo", "--dry-run");
        Files.delete(archive.resolve("VERSION"));
        assertFault(install("--dry-run"), "no archive of deploy/repartee dist", "VERSION");
    }

    @Test
    void theUnitWaitsLongerThanTheServerTakesToStop() throws IOException {
        var unit = Files.readString(Path.of("deploy/systemd/repartee.service"));
        var stop = Integer.parseInt(value("TimeoutStopSec", unit));
        assertThat(stop)
                .isGreaterThan(Settings.secondsToStop(Map.of("REPARTEE_DRAIN_TIMEOUT", "PT60S")));
        assertThat(value("ExecStart", unit)).isEqualTo("/opt/repartee/current/deploy/repartee run");
        assertThat(value("SuccessExitStatus", unit)).isEqualTo("143");
    }

    @Test
    void theEnvironmentFileNamesOnlyWhatExists() throws IOException {
        var file = Files.readString(Path.of("deploy/systemd/repartee.env"));
        var names = Pattern.compile("(?m)^#?(REPARTEE_[A-Z_]+)=").matcher(file).results();
        assertThat(names.map(match -> match.group(1)).toList())
                .hasSizeGreaterThan(8)
                .allSatisfy(name -> assertThat(Settings.exists(name)).as(name).isTrue());
    }

    private static String value(String name, String unit) {
        var matcher = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(unit);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(host.resolve(path)));
    }

    private void version(String version) throws IOException {
        Files.writeString(archive.resolve("VERSION"), version + "\n");
    }

    private Outcome install(String... options) throws Exception {
        return launcher.run(archive.resolve("deploy/install"), archive, options);
    }
}
