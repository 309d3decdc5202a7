# shellcheck shell=bash disable=SC2154 # data comes from deploy/repartee
# The server's output as a person wants to read it: one short line per event.

# What the log handler writes: [date time zone] [level] [id] [logger] message
event='^\[[0-9-]+T([0-9:]+)[^]]*\] \[([A-Z]+)\] \[[^]]*\] \[([^]]*)\] *(.*)$'

# readable SERVER: from standard input to standard output; everything is in logs/server.log, too.
readable() {
    local server=$1 line shown=yes
    # Ctrl-C is for the server; its last lines come after it.
    trap '' INT TERM
    while IFS= read -r line; do
        if [[ $line =~ $event ]]; then
            shown=$(is_worth_reading "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}")
            [ -z "$shown" ] || printf '%s %-7s %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[4]}"
            end_if_hopeless "$server" "$line"
        elif [ -z "$line" ]; then
            shown=yes # the end of an event
        elif [ -n "$shown" ] && ! is_chatter "$line"; then
            printf '%s\n' "$line"
        fi
    done
}

# What Repartee says, and what worries the server.
is_worth_reading() {
    case $1/$2 in
        INFO/org.repartee* | WARNING/* | SEVERE/*) printf yes ;;
    esac
}

# What Payara prints past its log, at every start and stop.
is_chatter() {
    case $1 in
        'Launching Payara '* | 'Registered com.sun.'* | 'Reading in command'* | '#!##'*) ;;
        'FileMonitoring shutdown' | 'JdbcRuntimeExtension, '* | 'Completed shutdown '* | 'We are in non-embedded mode'*) ;;
        *) return 1 ;;
    esac
}

# Payara goes on without the application if that fails to start; nobody wants such a server.
end_if_hopeless() {
    case $2 in
        *'Exception while '*' the app'* | *'Boot Command deploy failed'*)
            printf 'repartee: the application could not start, for the reason above; the whole log is %s.\n' "$data/logs/server.log" >&2
            kill "$1"
            ;;
    esac
}
