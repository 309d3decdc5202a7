# shellcheck shell=bash disable=SC2154 # root, data, profile … come from deploy/repartee
# What of server-config/ makes the domain: the files for all, those of the profile, and what was
# asked for.

# read_environment_file FILE: NAME=value lines, as systemd reads them.
read_environment_file() {
    local line
    [ -z "$1" ] || [ -r "$1" ] || fail "--environment must name a file that can be read, got $1."
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            '' | '#'*) ;;
            [A-Z]*=*) export "${line?}" ;;
            *) fail "a line of $1 must be NAME=value, got $line." ;;
        esac
    done <"${1:-/dev/null}"
}

# Sets what the options then may change.
# shellcheck disable=SC2034 # read in the other files
read_environment() {
    profile=${REPARTEE_PROFILE:-laptop} host=${REPARTEE_HTTP_HOST:-127.0.0.1} port=${REPARTEE_HTTP_PORT:-8080}
    device=${REPARTEE_DEVICE:-} model=${REPARTEE_MODEL_PATH:-} data=${REPARTEE_DATA_PATH:-$root/.repartee}
}

check_profile() {
    case $profile in
        laptop | production) ;;
        *) fail "--profile must be laptop or production, got $profile." ;;
    esac
}

# Names of server-config/asked-for, in the order of their commands.
asked_for() {
    [ -z "${REPARTEE_TLS_CERTIFICATE:-}" ] || printf 'tls\n'
    [ "${REPARTEE_BEHIND_PROXY:-}" != true ] || printf 'proxy\n'
    [ -z "${REPARTEE_ADMIN_PORT:-}" ] || printf 'admin\n'
    [ "${REPARTEE_HAZELCAST:-}" != true ] || printf 'hazelcast\n'
}

check_asked_for() {
    [ -z "${REPARTEE_ADMIN_PORT:-}" ] || check_port_number REPARTEE_ADMIN_PORT "$REPARTEE_ADMIN_PORT"
    [ -n "${REPARTEE_TLS_CERTIFICATE:-}${REPARTEE_TLS_KEY:-}" ] || return 0
    if [ ! -r "${REPARTEE_TLS_CERTIFICATE:-}" ] || [ ! -r "${REPARTEE_TLS_KEY:-}" ]; then
        fail "REPARTEE_TLS_CERTIFICATE and REPARTEE_TLS_KEY must both name PEM files that can be read, got ${REPARTEE_TLS_CERTIFICATE:-nothing} and ${REPARTEE_TLS_KEY:-nothing}."
    fi
    command -v openssl >/dev/null || fail "HTTPS needs openssl to read the certificate, and there is none on the PATH; install it (apt-get install openssl)."
}

# Files named like settings, for those that are secret.
secrets_folder() { printf '%s' "${REPARTEE_SECRETS_PATH:-$data/secrets}"; }

scheme() { if [ -n "${REPARTEE_TLS_CERTIFICATE:-}" ]; then printf https; else printf http; fi; }

# The commands of the first start, before the application.
boot_commands() {
    local name
    cat "$root/server-config/preboot.asadmin" "$root/server-config/$profile/preboot.asadmin"
    for name in $(asked_for); do
        cat "$root/server-config/asked-for/$name.asadmin"
    done
}

# Options for all, for the profile, and for this device only.
jvm_options() {
    local file
    for file in "$root/server-config/jvm-options" "$root/server-config/$profile/jvm-options" "$root/server-config/jvm-options.$device"; do
        [ ! -e "$file" ] || cat "$file"
    done
}

# Puts them into the server's own <java-config>, the first in domain.xml.
apply_jvm_options() {
    jvm_options >"$1.options"
    awk -v options="$1.options" '
        BEGIN {
            while ((getline line < options) > 0) {
                if (line ~ /^(#|$)/) continue
                if (sub(/^drop /, "", line)) {
                    dropped[line]
                    for (i = 1; i <= count; i++) if (index(added[i], line) == 1) added[i] = ""
                } else added[++count] = line
            }
        }
        /<jvm-options>/ && !done {
            option = $0
            gsub(/^ *<jvm-options>|<\/jvm-options>.*$/, "", option)
            for (start in dropped) if (index(option, start) == 1) next
        }
        /<\/java-config>/ && !done {
            for (i = 1; i <= count; i++) if (added[i] != "") printf "<jvm-options>%s</jvm-options>\n", added[i]
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

# Payara's own password of a domain's keystore, which guards nothing: the folder's permissions do.
keystore_password=changeit

# The certificate with its chain, and its key, into the domain.
add_certificate() {
    [ "$(scheme)" = https ] || return 0
    local store=$1/config/keystore.p12
    quietly "$(log_file tls)" "Reading the certificate" \
        openssl pkcs12 -export -name repartee -in "$REPARTEE_TLS_CERTIFICATE" -inkey "$REPARTEE_TLS_KEY" -out "$1/config/repartee.p12" -passout "pass:$keystore_password" &&
        quietly "$(log_file tls)" "Storing the certificate" \
            "$JAVA_HOME/bin/keytool" -importkeystore -noprompt -srckeystore "$1/config/repartee.p12" -srcstoretype PKCS12 -srcstorepass "$keystore_password" \
            -destkeystore "$store" -deststorepass "$keystore_password" ||
        fail "the certificate $REPARTEE_TLS_CERTIFICATE or its key $REPARTEE_TLS_KEY cannot be used; both must be PEM and belong together."
    rm -f "$1/config/repartee.p12"
}

# A password for the administration, made once for each domain, in a file of the owner's.
set_admin_password() {
    [ -n "${REPARTEE_ADMIN_PORT:-}" ] || return 0
    local password answers=$data/domain/passwords
    password=$(head -c 18 /dev/urandom | base64)
    (umask 077 && printf 'AS_ADMIN_PASSWORD=\nAS_ADMIN_NEWPASSWORD=%s\n' "$password" >"$answers" &&
        printf 'AS_ADMIN_PASSWORD=%s\n' "$password" >"$data/admin-password")
    quietly "$(log_file admin)" "Setting the administration's password" \
        "$(payara_folder)/bin/asadmin" --user admin --passwordfile "$answers" change-admin-password --domaindir "$data/domain" --domain_name "$domain_name" ||
        fail "the administration's password could not be set; the whole log is $(log_file admin)."
    rm -f "$answers"
    say "Administration: $(payara_folder)/bin/asadmin --port $REPARTEE_ADMIN_PORT --user admin --passwordfile $data/admin-password"
}
