# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# `run`: checks first, then prepares, then becomes the server.

# The process that holds this data folder, if it lives.
running_server() {
    local pid
    pid=$(cat "$data/server.pid" 2>/dev/null) || return 1
    # A number alone may by now belong to anyone.
    if command_line_of "$pid" | grep -qF -e "$data/domain/command-line" -e "repartee run"; then
        printf '%s' "$pid"
    else
        return 1
    fi
}

command_line_of() {
    if [ -r "/proc/$1/cmdline" ]; then
        tr '\0' ' ' <"/proc/$1/cmdline"
    else
        ps -o args= -p "$1"
    fi 2>/dev/null
}

# One server per data folder. The file outlives a kill -9; what counts is whether its process lives.
claim_data_folder() {
    local pid
    if ! (set -o noclobber && printf '%s\n' $$ >"$data/server.pid") 2>/dev/null; then
        if pid=$(running_server); then
            fail "the data folder $data is in use by a running Repartee (process $pid); stop that one, or give this one another folder with --data."
        fi
        printf '%s\n' $$ >"$data/server.pid"
    fi
}

connects() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# Where the server is reached from this machine.
reachable_host() {
    case $host in
        0.0.0.0 | ::) printf 127.0.0.1 ;;
        *) printf '%s' "$host" ;;
    esac
}

# Who listens on a port, as far as this system tells.
port_owner() {
    if command -v ss >/dev/null; then
        ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (process \2)/p' | head -n 1
    elif command -v lsof >/dev/null; then
        lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR == 2 { printf " by %s (process %s)", $1, $2 }'
    fi
}

check_port() {
    if connects "$(reachable_host)" "$port"; then
        fail "port $port is taken$(port_owner "$port"); stop that program or choose another port with --port."
    fi
}

check_model() {
    [ -d "$1" ] || fail "the model folder $1 does not exist; give --model a folder that deploy/repartee export has written."
    local file
    for file in geometry.json model.onnx model.onnx.data; do
        [ -s "$1/$file" ] ||
            fail "the model folder $1 is damaged: $file is missing or empty; export the model again with deploy/repartee export."
    done
}

check_data_folder() {
    case $data in
        *[\;\"\\\$]* | *$'\n'*) fail "the data folder $data must not have any of ; \" \\ \$ in its name; choose another one with --data." ;;
    esac
    # What people ask is nobody else's business, on this machine either.
    if ! (umask 077 && mkdir -p "$data" 2>/dev/null) || [ ! -w "$data" ]; then
        fail "the data folder $data cannot be written; change its permissions or choose another one with --data."
    fi
}

# Room for what is still to be made, measured on a whole first run; in a folder that may stand for
# the data folder while that does not exist.
# shellcheck disable=SC2120 # doctor.sh names such a folder
check_disk() {
    local needed=100 free
    [ -d "$data/domain" ] || needed=$((needed + 200))
    # CUDA's part of ONNX Runtime is large.
    [ -d "$data/domain" ] || [ "$device" != cuda ] || needed=$((needed + 1000))
    [ -d "$(payara_home)" ] || needed=$((needed + 500))
    free=$(df -Pk "${1:-$data}" | awk 'NR == 2 { printf "%d", $4 / 1024 }')
    [ "$free" -ge "$needed" ] ||
        fail "the disk of the data folder $data is full: $needed MB are needed, $free MB are free; free some space or choose another folder with --data."
}

# The demo model, exported again only when its checkpoint or the exporter changes.
demo_model() {
    local checkpoint=$root/src/demo-model/checkpoint origin
    model=$(cache)/models/demo-$device
    [ -d "$checkpoint" ] || fail "the demo model's checkpoint $checkpoint is missing; check it out again, or give --model a folder that deploy/repartee export has written."
    origin=$(find "$checkpoint" "$(classes)"/org/repartee/{cli,export,runtime} -type f 2>/dev/null | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum)
    [ "$(cat "$model.origin" 2>/dev/null)" = "$origin" ] && [ -d "$model" ] && return
    rm -rf "$model" "$model".*
    mkdir -p "$(cache)/models"
    quietly "$(log_file export)" "Exporting the demo model" repartee_java export "$checkpoint" "$model.$$" --device "$device" ||
        fail "the demo model could not be exported; the whole log is in $(log_file export)."
    publish "$model.$$" "$model"
    printf '%s\n' "$origin" >"$model.origin"
}

# Too small to be left to chance: greedy, unless the user wants otherwise.
demo_settings() { export REPARTEE_CHAT_TEMPERATURE=${REPARTEE_CHAT_TEMPERATURE:-0}; }

# Status line and body of a GET, without depending on curl; over TLS openssl speaks.
answer_of() {
    local line
    if [ "$(scheme)" = https ]; then
        printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$3" "$1" | openssl s_client -quiet -ign_eof -connect "$1:$2" 2>/dev/null || :
        return 0
    fi
    exec 3<>"/dev/tcp/$1/$2" || return 1
    printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$3" "$1" >&3
    while IFS= read -r -t 5 line || [ -n "$line" ]; do printf '%s\n' "$line"; done <&3
    exec 3<&-
}

is_ready() { (answer_of "$(reachable_host)" "$port" /health/ready) 2>/dev/null | head -n 1 | grep -q ' 200 '; }

# Beside the server: says when it answers.
announce() {
    local server=$1 url
    url="$(scheme)://$(reachable_host):$port/"
    while kill -0 "$server" 2>/dev/null; do
        if is_ready; then
            keep_domain
            say "Repartee is ready: $url  (stop with Ctrl-C)"
            tell_how_to_sign_in "$url"
            return
        fi
        sleep 0.5
    done
}

# Both files are the server's own; only their owner can read them, and a terminal is no log.
tell_how_to_sign_in() {
    if [ -s "$data/sign-in-link" ]; then
        say "Sign in with one click, once: ${1}sign-in.html#link=$(cat "$data/sign-in-link")"
    fi
    if [ -s "$data/first-password" ]; then
        say "Or as admin: the first password is in $data/first-password"
    fi
}

# Becomes the server: Ctrl-C, TERM and the exit status are the server's own
# (130 after Ctrl-C, 143 after TERM).
become_server() {
    # What was left there by a kill -9.
    rm -rf "$data/tmp"
    mkdir -p "$data/logs" "$data/db" "$data/tmp"
    [ -d "$(secrets_folder)" ] || (umask 077 && mkdir -p "$(secrets_folder)")
    announce $$ &
    # shellcheck disable=SC2086 # JAVA_OPTS is a list of options
    exec "$JAVA_HOME/bin/java" \
        "-Djava.io.tmpdir=$data/tmp" "-Drepartee.host=$host" "-Drepartee.port=$port" "-Drepartee.data.path=$data" "-Drepartee.model.path=$model" \
        "-Drepartee.secrets.path=$(secrets_folder)" "-Drepartee.admin.port=${REPARTEE_ADMIN_PORT:-}" \
        ${libraries[@]+"${libraries[@]}"} ${JAVA_OPTS:-} "@$data/domain/command-line" ${boot[@]+"${boot[@]}"} \
        </dev/null > >(readable $$) 2>&1
}

run_server() {
    check_data_folder
    claim_data_folder
    check_port
    check_asked_for
    [ -z "$model" ] || check_model "$model"
    require_libraries
    check_payara
    check_disk
    build_war "$device"
    install_payara
    [ -n "$model" ] || { demo_model && demo_settings; }
    use_libraries
    prepare_domain
    become_server
}
