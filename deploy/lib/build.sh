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
    # Maven leaves the file alone when it would write the same; its time says when the build was.
    touch "$root/target/classpath"
}

build_war() {
    is_packed && return
    if is_older_than "$root/target/repartee.war" "$root/pom.xml" "$root/src/main" "$root/db" || ! is_built_for "$1"; then
        build "$1" "Building Repartee (a first time loads its libraries)" package
    fi
}

build_classes() {
    is_packed && return
    if is_older_than "$root/target/classpath" "$root/pom.xml" "$root/src/main/java" "$root/src/main/resources" || ! is_built_for "$1"; then
        build "$1" "Compiling Repartee" process-classes
    fi
}

# Repartee's own classes.
classes() { if is_packed; then printf '%s' "$root/app/WEB-INF/classes"; else printf '%s' "$root/target/classes"; fi; }

# Them and their libraries.
class_path() {
    if is_packed; then
        printf '%s' "$(classes):$root/app/WEB-INF/lib/*:$root/lib/*"
    else
        printf '%s' "$(classes):$(cat "$root/target/classpath")"
    fi
}

# The jar of ONNX Runtime's Java API.
onnxruntime_jar() {
    if is_packed; then
        printf '%s\n' "$root"/lib/onnxruntime*.jar
    else
        tr ':' '\n' <"$root/target/classpath" | grep '/onnxruntime[^/]*\.jar$'
    fi
}

# What ONNX Runtime calls this platform.
platform() {
    case $(uname -s)/$(uname -m) in
        Linux/x86_64) printf linux-x64 ;;
        Linux/aarch64) printf linux-aarch64 ;;
        Darwin/arm64) printf osx-aarch64 ;;
        *) return 1 ;;
    esac
}

# Sets `libraries` to the option that says where ONNX Runtime's native libraries lie, unpacked once.
# Left alone, its Java API unpacks them at each start, and fails when Payara, which scans the same
# jar meanwhile, closes it.
use_libraries() {
    local jar folder new
    libraries=()
    if is_packed || ! platform >/dev/null; then
        return
    fi
    jar=$(onnxruntime_jar)
    folder=$(cache)/$(basename "$jar" .jar)
    new=$folder.new.$$
    if [ ! -d "$folder" ]; then
        rm -rf "$folder".new.*
        mkdir -p "$new"
        (cd "$new" && "$JAVA_HOME/bin/jar" xf "$jar" "ai/onnxruntime/native/$(platform)")
        publish "$new" "$folder"
    fi
    libraries=("-Donnxruntime.native.path=$folder/ai/onnxruntime/native/$(platform)")
}

# The command line of Repartee's own Java code: export, generate, bench. JAVA_OPTS comes last and wins.
repartee_java() {
    use_libraries
    # shellcheck disable=SC2086 # JAVA_OPTS is a list of options
    "$JAVA_HOME/bin/java" -Xmx2g --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${libraries[@]+"${libraries[@]}"} ${JAVA_OPTS:-} \
        -cp "$(class_path)" org.repartee.cli.Main "$@"
}
