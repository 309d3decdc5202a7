# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# Payara and its domain. Both are thrown away and made anew from server-config/ and the WAR
# whenever these change; what must last (db, logs) lies beside them.

domain_name=repartee

payara_version() { pom_property payara.version; }

# What every data folder can share, made once: Payara and the demo model.
cache() { absolute "${REPARTEE_CACHE:-$root/.repartee}"; }

payara_home() { printf '%s/payara-%s' "$(cache)" "$(payara_version)"; }

# publish NEW FINAL: made beside, then renamed, so that a half is never used. If another run was
# faster, its work is as good.
publish() {
    if [ -d "$2" ] || ! mv "$1" "$2" 2>/dev/null; then
        rm -rf "$1"
    fi
}

# Unpacks Payara and makes a blank domain in it.
install_payara() {
    local home new
    home=$(payara_home)
    [ -d "$home" ] && return
    rm -rf "$home".new.*
    new=$home.new.$$
    require_maven
    quietly "$root/target/payara.log" "Taking Payara $(payara_version) from Maven (170 MB, once)" \
        maven dependency:unpack -Dmdep.overWriteReleases=true "-Dartifact=fish.payara.distributions:payara:$(payara_version):zip" "-DoutputDirectory=$new" ||
        fail "Payara $(payara_version) could not be loaded; the whole log is in $root/target/payara.log."
    # OSGi's shells and its folder watcher: doors and polling that nobody uses.
    rm -f "$new"/payara6/glassfish/modules/autostart/org.apache.felix.{fileinstall,shell,gogo.command,gogo.runtime,gogo.shell}.jar
    # Passwordless because the administration has no port: see server-config/preboot.asadmin.
    quietly "$root/target/domain.log" "Creating a Payara domain" \
        "$new/payara6/bin/asadmin" create-domain --domaindir "$new/blank" --nopassword=true --checkports=false "$domain_name" ||
        fail "Payara's domain could not be created; the whole log is in $root/target/domain.log."
    publish "$new" "$home"
}

# The domain is right as long as nothing that it was made from has changed.
domain_origin() {
    printf '%s\n' "$data" "$JAVA_HOME" "$(payara_home)" "$device"
    cksum "$root"/server-config/* "$root/target/repartee.war" "$root"/deploy/lib/domain.sh
}

# Sets `boot` to the arguments of the first start, which configures and deploys.
prepare_domain() {
    local domain=$data/domain/$domain_name
    boot=()
    if [ "$(cat "$domain/origin" 2>/dev/null)" = "$(domain_origin)" ]; then
        return
    fi
    say "Preparing the server in $data"
    unpack_war
    rm -rf "$data/domain"
    mkdir -p "$data/domain"
    cp -R "$(payara_home)/blank/$domain_name" "$domain"
    cp "$root/server-config/logging.properties" "$domain/config/"
    install_onnxruntime "$domain"
    apply_jvm_options "$domain/config/domain.xml"
    switch_off_before_boot "$domain/config/domain.xml"
    write_command_line
    # shellcheck disable=SC2034 # read in server.sh
    boot=(-prebootcommandfile "$root/server-config/preboot.asadmin" -postbootcommandfile "$root/server-config/postboot.asadmin")
}

# In the domain, not in the WAR: a JNI library loads once per process, a WAR many times. Its libraries
# are unpacked: left to itself, ONNX Runtime copies them out of the jar at every start, and fails
# when Payara, which scans the same jar meanwhile, closes it.
install_onnxruntime() {
    local jar libraries
    jar=$(tr ':' '\n' <"$root/target/classpath" | grep '/onnxruntime')
    libraries=$(onnxruntime_libraries)
    cp "$jar" "$1/lib/"
    (cd "$1" && "$JAVA_HOME/bin/jar" xf "$jar" "$libraries")
    rm -rf "$1/$libraries"/*.dSYM
    [ -d "$1/$libraries" ] ||
        fail "ONNX Runtime has no library for $(uname -s) on $(uname -m) in $jar; run Repartee on Linux (x86-64, ARM64) or macOS (ARM64)."
}

# Where they are in the jar, and below the domain.
onnxruntime_libraries() {
    local system machine
    system=$(uname -s | sed 's/Linux/linux/; s/Darwin/osx/')
    machine=$(uname -m | sed 's/x86_64/x64/; s/arm64/aarch64/')
    printf 'ai/onnxruntime/native/%s-%s' "$system" "$machine"
}

# Called when the server is ready: from now on, a start only starts.
keep_domain() { domain_origin >"$data/domain/$domain_name/origin"; }

unpack_war() {
    rm -rf "$data/app.new"
    mkdir -p "$data/app.new"
    (cd "$data/app.new" && "$JAVA_HOME/bin/jar" xf "$root/target/repartee.war")
    rm -rf "$data/app"
    mv "$data/app.new" "$data/app"
}

# server-config/jvm-options, and what belongs to this device only.
jvm_options() {
    cat "$root/server-config/jvm-options"
    [ ! -e "$root/server-config/jvm-options.$device" ] || cat "$root/server-config/jvm-options.$device"
}

# Puts them into the server's own <java-config>, the first in domain.xml.
apply_jvm_options() {
    jvm_options >"$1.options"
    awk -v options="$1.options" '
        BEGIN {
            while ((getline line < options) > 0) {
                if (line ~ /^(#|$)/) continue
                if (sub(/^drop /, "", line)) dropped[line]
                else added[++count] = line
            }
        }
        /<jvm-options>/ && !done {
            option = $0
            gsub(/^ *<jvm-options>|<\/jvm-options>.*$/, "", option)
            for (start in dropped) if (index(option, start) == 1) next
        }
        /<\/java-config>/ && !done {
            for (i = 1; i <= count; i++) printf "<jvm-options>%s</jvm-options>\n", added[i]
            done = 1
        }
        { print }
    ' "$1" >"$1.new" && mv "$1.new" "$1" && rm "$1.options"
}

# What boot commands are too late for: the report to its makers that Payara runs, and the agent
# that instruments classes for its monitoring.
switch_off_before_boot() {
    awk '
        { print }
        /<config name="server-config"/ {
            print "<phone-home-runtime-configuration enabled=\"false\"></phone-home-runtime-configuration>"
            print "<monitoring-service monitoring-enabled=\"false\"></monitoring-service>"
        }
    ' "$1" >"$1.new" && mv "$1.new" "$1"
}

# Asks Payara once for the command line of this domain and keeps it as a java argument file:
# later starts save the launcher, and signals go straight to the server.
write_command_line() {
    "$(payara_home)/payara6/bin/asadmin" start-domain --dry-run --verbose --domaindir "$data/domain" "$domain_name" 2>/dev/null |
        awk '/^$/ { exit } NR > 2 { gsub(/["\\]/, "\\\\&"); print "\"" $0 "\"" }' >"$data/domain/command-line"
    [ -s "$data/domain/command-line" ] || fail "Payara did not say how to start the domain in $data/domain; delete $data/domain and try again."
}
