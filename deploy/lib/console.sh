# shellcheck shell=bash disable=SC2154 # data comes from deploy/repartee
# The server's output as a person wants to read it: one short line per event.

# What the log handler writes: [date time zone] [level] [id] [logger] message
event='^\[[0-9-]+T([0-9:]+)[^]]*\] \[([A-Z]+)\] \[[^]]*\] \[([^]]*)\] *(.*)$'

# readable SERVER: from standard input to standard output; everything is in logs/server.log, too.
readable() {
    local server=$1 line text start='' shown=yes
    # Ctrl-C is for the server; its last lines come after it. From then on only what Repartee says
    # counts: Payara, stopped in the middle of its start, complains at length.
    stopping=
    trap 'stopping=yes' INT TERM
    while IFS= read -r line || [ $? -gt 128 ]; do
        [ -n "$stopping" ] || end_if_hopeless "$server" "$line"
        text=$line
        if [[ $line =~ $event ]]; then
            shown=$(is_worth_reading "${BASH_REMATCH[2]}" "${BASH_REMATCH[3]}")
            printf -v start '%s %-7s ' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
            text=${BASH_REMATCH[4]}
        fi
        case $text in
            '') start='' shown=yes ;; # the end of an event
            '[[' | ']]') ;; # around a text of several lines, which begins on the next one
            *)
                [ -z "$shown" ] || is_chatter "$text" || printf '%s%s\n' "$start" "${text#  }"
                start=''
                ;;
        esac
    done
}

# What Repartee says, and what worries the server.
is_worth_reading() {
    case $1/$2 in
        INFO/org.repartee* | WARNING/org.repartee* | SEVERE/org.repartee*) printf yes ;;
        WARNING/* | SEVERE/*) [ -n "$stopping" ] || printf yes ;;
    esac
}

# What Payara prints past its log, at every start and stop.
is_chatter() {
    case $1 in
        'Launching Payara '* | 'Registered com.sun.'* | 'Reading in command'* | '#!##'*) ;;
        # PostgreSQL's driver, found by the loader with which Payara only looks at the WAR.
        'The web application [unknown] registered the JDBC driver'*) ;;
        'FileMonitoring shutdown' | 'JdbcRuntimeExtension, '* | 'Completed shutdown '* | 'We are in non-embedded mode'*) ;;
        *) return 1 ;;
    esac
}

# Payara goes on without the application if that fails to start, and the application without a
# model; nobody wants such a server.
end_if_hopeless() {
    case $2 in
        *'Exception while '*' the app'* | *'Boot Command deploy failed'*) end "$1" "the application could not start" ;;
        *'the model cannot be served'*) end "$1" "the model could not be loaded" ;;
    esac
}

end() {
    printf 'repartee: %s, for the reason above; the whole log is %s.\n' "$2" "$data/logs/server.log" >&2
    kill "$1"
}
