# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# `doctor`: what is right and what is wrong with this machine, and the way out, on one screen.

doctor_usage() {
    cat <<'TEXT'
deploy/repartee doctor [options of run]: says what is right and wrong, changes nothing. With the
options and environment of `run` it looks at what that would use. Exit status 1 if something is wrong.
TEXT
}

wrongs=0

right() { printf '%-6s %-10s %s\n' ok "$1" "$2"; }
# Neither right nor wrong: does not apply here, and why.
apart() { printf '%-6s %-10s %s\n' - "$1" "$2"; }
# wrong WHAT FINDING WAY-OUT
wrong() {
    printf 'WRONG  %-10s %s\n                  -> %s\n' "$1" "$2" "$3"
    wrongs=$((wrongs + 1))
}

doctor() {
    say "Repartee on $(uname -sm), profile $profile, for $device"
    look_at_java
    look_at_payara
    look_at_model
    look_at_gpu
    look_at_memory
    look_at_disk
    look_at_limits
    look_at_port
    look_at_database
    look_at_sign_on
    look_at_clock
    if [ "$wrongs" -eq 0 ]; then
        say "Nothing is wrong."
    else
        say "Wrong: $wrongs. Mend what stands behind ->, then ask again."
        return 1
    fi
}

look_at_java() {
    local home
    if home=$(use_jdk 2>/dev/null && printf '%s' "$JAVA_HOME"); then
        right Java "$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$home/release") in $home"
        export JAVA_HOME=$home
    else
        wrong Java "no Java $oldest_jdk or newer in JAVA_HOME, ${REPARTEE_JDKS:-/usr/lib/jvm, /opt} or on the PATH" "install one (https://adoptium.net) or set JAVA_HOME to it"
    fi
}

look_at_payara() {
    if [ -n "${REPARTEE_PAYARA:-}" ] && [ -x "$REPARTEE_PAYARA/bin/asadmin" ]; then
        right Payara "in $REPARTEE_PAYARA"
    elif [ -n "${REPARTEE_PAYARA:-}" ] || is_packed; then
        wrong Payara "no bin/asadmin in ${REPARTEE_PAYARA:-REPARTEE_PAYARA, which is not set}" "unpack Payara Server 6 and name its folder payara6 in REPARTEE_PAYARA"
    elif [ -d "$(payara_home)" ]; then
        right Payara "$(payara_version) in $(payara_home)"
    elif command -v mvn >/dev/null; then
        right Payara "$(payara_version) comes from Maven at the first run"
    else
        wrong Payara "no mvn on the PATH to load it with" "install Maven 3.8 or newer (apt-get install maven)"
    fi
}

look_at_model() {
    local finding
    if [ -z "$model" ]; then
        apart model "none named: the demonstration model; name yours with --model or REPARTEE_MODEL_PATH"
    elif finding=$(check_model "$model" 2>&1); then
        right model "$model, $(du -smL "$model" | cut -f 1) MB, for $(model_device "$model")"
    else
        wrong model "${finding#repartee: }" "deploy/repartee export CHECKPOINT $model --device $device"
    fi
}

look_at_gpu() {
    local gpu name driver capability total used
    if [ "$device" != cuda ]; then
        apart GPU "not used: the model is for the CPU"
        return
    fi
    if ! command -v nvidia-smi >/dev/null; then
        wrong GPU "no nvidia-smi on the PATH: the driver is not installed" "install NVIDIA's driver (apt-get install nvidia-driver), then restart; in a container, run it with --gpus or the device plugin"
    elif ! gpu=$(nvidia-smi -i "${REPARTEE_ENGINE_DEVICE_ID:-0}" --query-gpu=name,driver_version,compute_cap,memory.total,memory.used --format=csv,noheader,nounits 2>&1); then
        wrong GPU "nvidia-smi says: $(head -n 1 <<<"$gpu")" "load the driver that is installed (restart after an update), or choose another REPARTEE_ENGINE_DEVICE_ID"
    else
        IFS=, read -r name driver capability total used < <(tr -d ' ' <<<"$gpu")
        judge_gpu "$name" "$driver" "$capability" "$total" "$used"
    fi
    look_at_cuda
}

# judge_gpu NAME DRIVER CAPABILITY TOTAL-MIB USED-MIB
judge_gpu() {
    local needed
    if [ "${3%%.*}" -lt 8 ] 2>/dev/null; then
        wrong GPU "$1 has compute capability $3, and 8.0 is needed" "use an A100, L4, RTX 30 or newer"
    else
        right GPU "$1, compute capability $3"
    fi
    if [ "${2%%.*}" -lt 545 ] 2>/dev/null; then
        wrong driver "$2 is older than CUDA 12.3, for which our kernels are compiled" "install driver 545 or newer"
    else
        right driver "$2"
    fi
    needed=$(model_megabytes)
    if server_runs; then
        right "GPU memory" "$4 MiB, $5 in use, by the running server too"
    elif [ $(($4 - $5)) -lt $((needed + 1024)) ]; then
        wrong "GPU memory" "$(($4 - $5)) MiB of $4 are free, the model alone is $needed MB" "end what else uses the GPU (nvidia-smi), export with --experts int4, or take a larger one"
    else
        right "GPU memory" "$(($4 - $5)) MiB of $4 free, the model is $needed MB; the KV cache gets the rest"
    fi
}

model_megabytes() { if [ -d "$model" ]; then du -smL "$model" | cut -f 1; else printf 0; fi; }

look_at_cuda() {
    local library missing=
    for library in libcudart.so.12 libcublas.so.12 libcublasLt.so.12 libcurand.so.10; do
        is_library "$library" || missing="$missing $library"
    done
    if [ -n "$missing" ]; then
        wrong CUDA "not found on LD_LIBRARY_PATH or by ldconfig:$missing" "apt-get install cuda-cudart-12-9 libcublas-12-9 libcurand-12-9 (NVIDIA's repository), or name their folder in LD_LIBRARY_PATH"
    else
        right CUDA "cudart, cuBLAS and cuRAND of CUDA 12"
    fi
}

is_library() {
    local folder
    while IFS= read -r -d : folder; do
        [ -z "$folder" ] || [ ! -e "$folder/$1" ] || return 0
    done <<<"${LD_LIBRARY_PATH:-}:"
    ldconfig -p 2>/dev/null | grep -qF "$1 "
}

# In MB: a file with MemAvailable is Linux; elsewhere nothing is said.
look_at_memory() {
    local meminfo=${REPARTEE_MEMINFO:-/proc/meminfo} free needed=2600
    [ -r "$meminfo" ] || return 0
    # On the CPU the weights lie in memory; for CUDA they pass through the page cache.
    [ "$device" = cuda ] || needed=$((needed + $(model_megabytes)))
    free=$(awk '/^MemAvailable:/ { printf "%d", $2 / 1024 }' "$meminfo")
    if server_runs; then
        right memory "$free MB available beside the running server"
    elif [ "$free" -lt "$needed" ]; then
        wrong memory "$free MB are available, $needed MB are needed (heap and model)" "end other programs, or take a machine with more memory"
    else
        right memory "$free MB available, $needed MB needed"
    fi
}

look_at_disk() {
    local finding folder=$data
    while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    if [ ! -w "$folder" ]; then
        wrong disk "$folder cannot be written by $(id -un)" "chown it, or choose another folder with --data or REPARTEE_DATA_PATH"
    elif finding=$(check_disk "$folder" 2>&1); then
        right disk "$(df -Pk "$folder" | awk 'NR == 2 { printf "%d", $4 / 1024 }') MB free in $folder"
    else
        wrong disk "${finding#repartee: }" "free some space, or choose another folder with --data or REPARTEE_DATA_PATH"
    fi
}

look_at_limits() {
    local files
    files=$(ulimit -n)
    if [ "$files" != unlimited ] && [ "$files" -lt 4096 ]; then
        wrong files "only $files open files are allowed: each connection is one" "raise it: ulimit -n 65536, or LimitNOFILE=65536 in the unit"
    else
        right files "$files may be open at once"
    fi
}

server_runs() { running_server >/dev/null; }

look_at_port() {
    local answer
    if server_runs; then
        answer=$(answer_of "$(reachable_host)" "$port" /health/ready 2>/dev/null | tail -n 1)
        case $answer in
            *'"status":"UP"'*) right server "process $(running_server) serves on port $port" ;;
            '') wrong server "process $(running_server) does not answer on port $port" "wait until it has started, or see $data/logs/server.log" ;;
            *) wrong server "process $(running_server) is not ready: $answer" "wait for what it waits for, or see $data/logs/server.log" ;;
        esac
    elif connects "$(reachable_host)" "$port"; then
        wrong port "$port is taken$(port_owner "$port")" "stop that program or choose another port with --port or REPARTEE_HTTP_PORT"
    else
        right port "$port of $host is free"
    fi
}

# jdbc:postgresql://HOST[:PORT]/NAME
look_at_database() {
    local url=${REPARTEE_DATABASE_URL:-} place
    if [ -z "$url" ]; then
        apart database "embedded, in $data/db"
        return
    fi
    place=${url#*://}
    place=${place%%[/?]*}
    look_at_place database "$place" 5432 "$url" "start it, open its firewall, or mend REPARTEE_DATABASE_URL"
}

look_at_sign_on() {
    local issuer=${REPARTEE_OIDC_ISSUER:-} place standard=443
    if [ -z "$issuer" ]; then
        apart sign-on "no provider named"
        return
    fi
    [ "${issuer%%:*}" = https ] || standard=80
    place=${issuer#*://}
    look_at_place sign-on "${place%%/*}" "$standard" "$issuer" "start it, open the way to it, or mend REPARTEE_OIDC_ISSUER"
}

# look_at_place WHAT HOST[:PORT] STANDARD-PORT URL WAY-OUT
look_at_place() {
    local place_host=${2%:*} place_port=$3
    case $2 in *:*[0-9]) place_port=${2##*:} ;; esac
    if timeout 5 bash -c "exec 3<>'/dev/tcp/$place_host/$place_port'" 2>/dev/null; then
        right "$1" "$place_host answers on port $place_port"
    else
        wrong "$1" "$place_host does not answer on port $place_port ($4)" "$5"
    fi
}

# Tokens of a sign-on, and every audit row, depend on it.
look_at_clock() {
    local synchronised
    if ! command -v timedatectl >/dev/null; then
        apart clock "$(date -u '+%F %T') UTC; no timedatectl here to ask whether that is right"
    elif synchronised=$(timedatectl show -p NTPSynchronized --value 2>/dev/null) && [ "$synchronised" = yes ]; then
        right clock "$(date -u '+%F %T') UTC, synchronised"
    elif [ -z "$synchronised" ]; then
        apart clock "$(date -u '+%F %T') UTC; the host keeps it"
    else
        wrong clock "$(date -u '+%F %T') UTC, not synchronised" "timedatectl set-ntp true, or start chrony"
    fi
}
