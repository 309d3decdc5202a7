# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# Finds a JDK and Maven, and runs them.

oldest_jdk=25

# Version of the JDK in a folder: its release file says `JAVA_VERSION="25.0.3"`. What is packed
# compiles nothing: a runtime will do.
jdk_version() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    [ -x "$1/bin/javac" ] || is_packed || return 1
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
    # What `dist` has brought is what it was tested with.
    ! is_packed || printf '%s\n' "$root/java"
    [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
    local folder places
    # REPARTEE_JDKS: other folders to look in, separated by colons.
    IFS=: read -r -a places <<<"${REPARTEE_JDKS:-/usr/lib/jvm:/opt:$HOME/.sdkman/candidates/java:/Library/Java/JavaVirtualMachines}"
    for folder in "${places[@]}"; do
        printf '%s\n' "$folder"/* "$folder"/*/Contents/Home
    done
    local java
    java=$(command -v java) && jdk_of "$java"
}

# The JDK that a `java` on the PATH, often a chain of links, belongs to.
jdk_of() {
    local java=$1 target
    while target=$(readlink "$java"); do
        case $target in
            /*) java=$target ;;
            *) java=$(dirname "$java")/$target ;;
        esac
    done
    (cd "$(dirname "$java")/.." && pwd -P)
}

# Exports JAVA_HOME and AS_JAVA, Payara's name for it.
use_jdk() {
    local home version
    while IFS= read -r home; do
        version=$(jdk_version "$home") || continue
        if [ "${version:-0}" -ge "$oldest_jdk" ]; then
            export JAVA_HOME=$home AS_JAVA=$home
            return
        fi
    done < <(jdk_candidates 2>/dev/null) # what is left unread is no fault
    fail "no JDK $oldest_jdk or newer found in JAVA_HOME, ${REPARTEE_JDKS:-/usr/lib/jvm, /opt, SDKMAN, /Library/Java} or on the PATH;" \
        "install one (https://adoptium.net) or set JAVA_HOME to it."
}

require_maven() {
    command -v mvn >/dev/null ||
        fail "Maven builds Repartee, and there is no mvn on the PATH; install Maven 3.8 or newer (apt-get install maven, brew install maven)."
}

maven() { (cd "$root" && mvn -B "$@"); }

# A value of the pom's properties.
pom_property() { sed -n "s|.*<$1>\(.*\)</$1>.*|\1|p" "$root/pom.xml" | head -n 1; }
