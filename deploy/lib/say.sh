# shellcheck shell=bash disable=SC2154 # root comes from deploy/repartee
# What people read: progress, and faults of one sentence each.

say() { printf '%s\n' "$*"; }

# Names the thing, the rule and the way out; nothing has been started yet.
fail() {
    printf 'repartee: %s\n' "$*" >&2
    exit 1
}

# log_file NAME: where work that is done quietly writes. What is packed may lie where nobody writes.
log_file() { if is_packed; then printf '%s/log/%s.log' "$(cache)" "$1"; else printf '%s/target/%s.log' "$root" "$1"; fi; }

# quietly LOG TITLE COMMAND...: one line while it works, the end of its log if it fails.
quietly() {
    local log=$1 title=$2 started=$SECONDS work
    shift 2
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null &
    work=$!
    # An interrupted run takes the work with it.
    trap 'kill "$work" 2>/dev/null; exit 130' INT
    trap 'kill "$work" 2>/dev/null; exit 143' TERM
    [ -t 1 ] || say "$title …"
    while kill -0 "$work" 2>/dev/null; do
        [ -t 1 ] && printf '\r%s … %d s ' "$title" $((SECONDS - started))
        sleep 1
    done
    local status=0
    wait "$work" || status=$?
    trap - INT TERM
    [ -t 1 ] && printf '\r%s … %d s\n' "$title" $((SECONDS - started))
    if [ "$status" -ne 0 ]; then
        grep -E '^\[ERROR\]|rror:|^repartee' "$log" | head -n 12 >&2 || tail -n 12 "$log" >&2
    fi
    return "$status"
}
