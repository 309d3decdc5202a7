# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# `test`: everything that a change must pass.

test_usage() {
    cat <<'TEXT'
deploy/repartee test: installs what its tests need where it may (Debian, as root: chromium, fonts,
PostgreSQL's pg_dump, and nginx where no service manager would start it), then builds and runs every
unit, architecture, integration and browser test.
TEXT
}

browser_packages="chromium fonts-liberation fonts-noto-cjk"

# CHROMIUM: an executable elsewhere, which the tests use, too.
has_browser() { [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -d "/Applications/Google Chrome.app" ]; }

# skip WHAT WHY: kept in `skipped` until the end, where it is read.
skip() { skipped="${skipped:+$skipped
}Skipped: $*"; }

install_browser() {
    has_browser && return
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        skip "browser tests. They need Chromium; install it, name it in the environment variable CHROMIUM, or run this as root on Debian."
    else
        # shellcheck disable=SC2086 # a list of packages
        quietly "$root/target/apt.log" "Installing $browser_packages" install_packages $browser_packages ||
            skip "browser tests. Their packages could not be installed; see $root/target/apt.log."
    fi
}

# Proxies start on their own where a service manager runs, which nobody asked for: there, and
# without root, they are tested if they are installed already.
proxy_packages="nginx-light"

install_proxies() {
    [ ! -x /usr/sbin/nginx ] || return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && [ ! -d /run/systemd/system ] &&
        quietly "$root/target/apt.log" "Installing $proxy_packages" install_packages "$proxy_packages"; then
        return
    fi
    skip "streams through nginx. Install nginx to test them (and httpd, HAProxy, Caddy)."
}

# PostgreSQL itself comes from Maven, without pg_dump.
install_database_client() {
    ! command -v pg_dump >/dev/null || return 0
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null ||
        ! quietly "$root/target/apt.log" "Installing postgresql-client" install_packages postgresql-client; then
        skip "the test of backups. It needs PostgreSQL's pg_dump, version 15 or newer."
    fi
}

install_packages() {
    apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

verify() { maven "$@" verify 2>&1 | tee "$log"; }

run_tests() {
    case ${1:-} in
        '') ;;
        --help | -h) test_usage && exit ;;
        *) fail "test does not know the option $1; see deploy/repartee test --help." ;;
    esac
    ! is_packed || fail "a packed Repartee cannot build its tests; run deploy/repartee test in a checkout, or test-gpu here."
    use_jdk
    require_maven
    mkdir -p "$root/target"
    # Of this run alone: the tests start this script, too, in the same checkout.
    log=$root/target/test-$$.log
    skipped=
    install_proxies
    install_browser
    install_database_client
    verify_twice || return 1
    rm "$log"
    [ -z "$skipped" ] || say "$skipped"
}

verify_twice() {
    verify && return
    # A new machine loads several hundred files; one hiccup must not fail a change. -U: Maven
    # otherwise remembers the failure and does not try again.
    grep -qE '^\[ERROR\] .*(Could not (transfer|find) artifact|could not be resolved|Could not resolve dependencies)' "$log" || return 1
    say "A download failed: trying once more."
    verify -U
}
