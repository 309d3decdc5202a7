# shellcheck shell=bash disable=SC2154 # data, port … come from deploy/repartee
# `drain`: the server of a data folder stops when its running answers are finished.

drain_usage() {
    cat <<'TEXT'
deploy/repartee drain [--data DIR] [--port N]: tells the server of this data folder to stop and waits
until it has. It refuses what comes (503 with Retry-After, and /health/ready is 503), finishes running
answers within repartee.drain.timeout, and interrupts the rest. TERM and Ctrl-C do the same.
TEXT
}

drain() {
    local server open='' now
    server=$(running_server) || fail "no server of the data folder $data is running; name its folder with --data."
    kill -TERM "$server" 2>/dev/null ||
        fail "the server of the data folder $data (process $server) belongs to another user; run this as that user or as root."
    say "Stopping the server (process $server): nothing new is begun, running answers are finished"
    while kill -0 "$server" 2>/dev/null; do
        now=$(answer_of "$(reachable_host)" "$port" /health/ready 2>/dev/null | sed -n 's/.*"open_answers":"\([0-9]*\)".*/\1/p') || now=
        if [ -n "$now" ] && [ "$now" != "$open" ]; then
            say "Open answers: $now"
            open=$now
        fi
        sleep 1
    done
    say "It has stopped."
}
