# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# Payara and its domain. Both are thrown away and made anew from server-config/ and the WAR
# whenever these change; what must last (db, logs) lies beside them.

domain_name=repartee

payara_version() { pom_property payara.version; }

# What every data folder can share, made once: Payara and the demo model.
cache() { absolute "${REPARTEE_CACHE:-$root/.repartee}"; }

# Where Payara lies, and beside it a blank domain. REPARTEE_PAYARA: an unpacked Payara Server 6 to
# use instead of Maven's; nothing is written there.
payara_home() {
    if [ -n "${REPARTEE_PAYARA:-}" ]; then
        printf '%s/payara-%s' "$(cache)" "$(printf '%s' "$REPARTEE_PAYARA" | cksum | cut -d ' ' -f 1)"
    else
        printf '%s/payara-%s' "$(cache)" "$(payara_version)"
    fi
}

payara_folder() { printf '%s' "${REPARTEE_PAYARA:-$(payara_home)/payara6}"; }

# publish NEW FINAL: made beside, then renamed, so that a half is never used. If another run was
# faster, its work is as good.
publish() {
    if [ -d "$2" ] || ! mv "$1" "$2" 2>/dev/null; then
        rm -rf "$1"
    fi
}

check_payara() {
    if [ -n "${REPARTEE_PAYARA:-}" ]; then
        [ -x "$REPARTEE_PAYARA/bin/asadmin" ] ||
            fail "REPARTEE_PAYARA must be an unpacked Payara Server 6, and $REPARTEE_PAYARA has no bin/asadmin; name its folder payara6."
    elif is_packed; then
        fail "a packed Repartee brings no Payara; unpack Payara Server 6 and name its folder payara6 in REPARTEE_PAYARA."
    fi
}

# Gets Payara and makes a blank domain for it.
install_payara() {
    local home new
    home=$(payara_home)
    [ -d "$home" ] && return
    rm -rf "$home".new.*
    new=$home.new.$$
    if [ -n "${REPARTEE_PAYARA:-}" ]; then
        mkdir -p "$new"
        create_blank_domain "$REPARTEE_PAYARA" "$new"
    else
        unpack_payara "$new"
        create_blank_domain "$new/payara6" "$new"
    fi
    publish "$new" "$home"
}

unpack_payara() {
    local new=$1
    require_maven
    quietly "$(log_file payara)" "Taking Payara $(payara_version) from Maven (170 MB, once)" \
        maven dependency:unpack -Dmdep.overWriteReleases=true "-Dartifact=fish.payara.distributions:payara:$(payara_version):zip" "-DoutputDirectory=$new" ||
        fail "Payara $(payara_version) could not be loaded; the whole log is in $(log_file payara)."
    # OSGi's shells and its folder watcher: doors and polling that nobody uses.
    rm -f "$new"/payara6/glassfish/modules/autostart/org.apache.felix.{fileinstall,shell,gogo.command,gogo.runtime,gogo.shell}.jar
}

create_blank_domain() {
    local payara=$1 new=$2
    # Passwordless because the administration has no port: see server-config/preboot.asadmin.
    quietly "$(log_file domain)" "Creating a Payara domain" \
        "$payara/bin/asadmin" create-domain --domaindir "$new/blank" --nopassword=true --checkports=false "$domain_name" ||
        fail "Payara's domain could not be created; the whole log is in $(log_file domain)."
}

# The domain is right as long as nothing that it was made from has changed.
domain_origin() {
    printf '%s\n' "$data" "$JAVA_HOME" "$(payara_folder)" "$device" "$profile" "$(asked_for)" "$(secrets_folder)"
    find "$root/server-config" "$root/deploy/lib/domain.sh" "$root/deploy/lib/config.sh" ${REPARTEE_TLS_CERTIFICATE:+"$REPARTEE_TLS_CERTIFICATE" "$REPARTEE_TLS_KEY"} -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum
    if is_packed; then cat "$root/app.cksum"; else cksum <"$root/target/repartee.war"; fi
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
    # In the domain, not in the WAR: a JNI library loads once per process, a WAR many times.
    cp "$(onnxruntime_jar)" "$domain/lib/"
    apply_jvm_options "$domain/config/domain.xml"
    switch_off_before_boot "$domain/config/domain.xml"
    add_certificate "$domain"
    set_admin_password
    write_command_line
    boot_commands >"$data/domain/preboot.asadmin"
    # shellcheck disable=SC2034 # read in server.sh
    boot=(-prebootcommandfile "$data/domain/preboot.asadmin" -postbootcommandfile "$root/server-config/postboot.asadmin")
}

# Called when the server is ready: from now on, a start only starts.
keep_domain() { domain_origin >"$data/domain/$domain_name/origin"; }

unpack_war() {
    rm -rf "$data/app.new"
    mkdir -p "$data/app.new"
    if is_packed; then
        cp -R "$root/app/." "$data/app.new/"
    else
        (cd "$data/app.new" && "$JAVA_HOME/bin/jar" xf "$root/target/repartee.war")
    fi
    rm -rf "$data/app"
    mv "$data/app.new" "$data/app"
}

# Asks Payara once for the command line of this domain and keeps it as a java argument file:
# later starts save the launcher, and signals go straight to the server.
write_command_line() {
    "$(payara_folder)/bin/asadmin" start-domain --dry-run --verbose --domaindir "$data/domain" "$domain_name" 2>/dev/null |
        awk '/^$/ { exit } NR > 2 { gsub(/["\\]/, "\\\\&"); print "\"" $0 "\"" }' >"$data/domain/command-line"
    [ -s "$data/domain/command-line" ] || fail "Payara did not say how to start the domain in $data/domain; delete $data/domain and try again."
}
