# shellcheck shell=bash disable=SC2154 # root, data, port … come from deploy/repartee
# Builds what is missing or older than its sources.

# Which ONNX Runtime artifact serves a device.
onnxruntime_artifact() {
    case $1 in
        cuda) printf onnxruntime_gpu ;;
        *) printf onnxruntime ;;
    esac
}

# What a model folder was exported for, as its geometry.json says; cpu if it does not say.
model_device() {
    if grep -q '"device" *: *"cuda"' "$1/geometry.json" 2>/dev/null; then
        printf cuda
    else
        printf cpu
    fi
}

# is_older_than FILE PATH...: FILE is missing, or something below the paths is newer.
is_older_than() {
    local file=$1
    shift
    [ ! -e "$file" ] || [ -n "$(find "$@" -newer "$file" -print 2>/dev/null | head -n 1)" ]
}

# The artifact changes with the device, and with it the class path.
is_built_for() { [ -r "$root/target/classpath" ] && grep -q "/$(onnxruntime_artifact "$1")-[0-9]" "$root/target/classpath"; }

build() {
    local device=$1 title=$2
    shift 2
    require_maven
    quietly "$root/target/build.log" "$title" \
        maven -Dmaven.test.skip=true "-Donnxruntime.artifact=$(onnxruntime_artifact "$device")" "$@" ||
        fail "the build failed; the whole log is in $root/target/build.log."
}

build_war() {
    if is_older_than "$root/target/repartee.war" "$root/pom.xml" "$root/src/main" "$root/db" || ! is_built_for "$1"; then
        build "$1" "Building Repartee (a first time loads its libraries)" package
    fi
}

build_classes() {
    if is_older_than "$root/target/classpath" "$root/pom.xml" "$root/src/main/java" || ! is_built_for "$1"; then
        build "$1" "Compiling Repartee" process-classes
    fi
}

# The command line of Repartee's own Java code: export, generate.
repartee_java() {
    "$JAVA_HOME/bin/java" -Xmx2g --enable-native-access=ALL-UNNAMED \
        -cp "$root/target/classes:$(cat "$root/target/classpath")" org.repartee.cli.Main "$@"
}
