# shellcheck shell=bash disable=SC2154 # root comes from deploy/repartee
# `pack`: a folder that runs where neither Maven nor a JDK is, and what such a folder does otherwise.

pack_usage() {
    cat <<'TEXT'
deploy/repartee pack DIR [--tests]: writes a folder that runs without Maven, JDK and network.

DIR/deploy/repartee there knows run, export, generate and bench; with --tests also test-gpu. It needs
  JAVA_HOME          a Java 25 runtime, for example one that jlink made
  JAVA_OPTS          -Donnxruntime.native.path=FOLDER with ONNX Runtime's libraries
  REPARTEE_PAYARA    for run: an unpacked Payara Server 6
TEXT
}

is_packed() { [ ! -e "$root/pom.xml" ] && [ -d "$root/app/WEB-INF" ]; }

pack() {
    local folder='' tests=''
    while [ $# -gt 0 ]; do
        case $1 in
            --help | -h) pack_usage && exit ;;
            --tests) tests=yes ;;
            -*) fail "pack does not know the option $1; see deploy/repartee pack --help." ;;
            *) folder=$1 ;;
        esac
        shift
    done
    [ -n "$folder" ] || fail "pack needs the folder to write; see deploy/repartee pack --help."
    ! is_packed || fail "this folder is packed already; pack from a checkout of Repartee."
    folder=$(absolute "$folder")
    if [ -e "$folder" ] && [ ! -e "$folder/app/WEB-INF" ]; then
        fail "$folder exists and is no packed Repartee; name another folder, or delete it."
    fi
    use_jdk
    build_war cpu
    write_pack "$folder.new.$$" "$tests"
    rm -rf "$folder"
    mv "$folder.new.$$" "$folder"
    say "Packed into $folder ($(du -sm "$folder" | cut -f 1) MB): $folder/deploy/repartee help"
}

write_pack() {
    local new=$1 tests=$2 jar
    rm -rf "$new"
    mkdir -p "$new/app" "$new/lib" "$new/src/demo-model"
    cp -R "$root/deploy" "$root/server-config" "$new/"
    cp -R "$root/src/demo-model/checkpoint" "$new/src/demo-model/"
    (cd "$new/app" && "$JAVA_HOME/bin/jar" xf "$root/target/repartee.war")
    cksum <"$root/target/repartee.war" >"$new/app.cksum"
    command_line_jars | while IFS= read -r jar; do
        [ -e "$new/app/WEB-INF/lib/$(basename "$jar")" ] || cp "$jar" "$new/lib/"
    done
    without_libraries "$new"/lib/onnxruntime*.jar
    [ -z "$tests" ] || pack_tests "$new"
}

# What the commands load: not the server's APIs, of which they use JSON alone.
command_line_jars() {
    tr ':' '\n' <"$root/target/classpath" |
        grep -E '/(onnxruntime|onnxruntime_gpu|tribuo-util-onnx|protobuf-java|picocli|parsson|jakarta\.json-api|jspecify|jtokkit)-[0-9][^/]*\.jar$'
}

# ONNX Runtime's Java classes are the same for each device; its libraries lie outside of the pack.
without_libraries() {
    local jar=$1 unpacked=$1.unpacked
    mkdir "$unpacked"
    (cd "$unpacked" && "$JAVA_HOME/bin/jar" xf "$jar" && rm -rf ai/onnxruntime/native && "$JAVA_HOME/bin/jar" cf "$jar" .)
    rm -rf "$unpacked"
}

pack_tests() {
    local new=$1
    mkdir -p "$new/tests/lib" "$new/src/test"
    quietly "$root/target/pack.log" "Compiling the tests" maven test-compile &&
        quietly "$root/target/pack.log" "Taking the tests' libraries from Maven" \
            maven dependency:copy-dependencies -DincludeArtifactIds=assertj-core "-DoutputDirectory=$new/tests/lib" &&
        quietly "$root/target/pack.log" "Taking JUnit's console from Maven" \
            maven dependency:copy "-Dartifact=org.junit.platform:junit-platform-console-standalone:$(pom_property junit.version)" "-DoutputDirectory=$new/tests/lib" ||
        fail "the tests could not be packed; the whole log is in $root/target/pack.log."
    cp -R "$root/src/test/resources" "$new/src/test/"
    (cd "$root/target/test-classes" && find . -name '*.class' -print0 | xargs -0 "$JAVA_HOME/bin/jar" cf "$new/tests/lib/repartee-tests.jar")
}

# Packed, the libraries must come from outside; `dist` has brought them.
require_libraries() {
    is_packed && [ ! -d "$root/native" ] || return 0
    case ${JAVA_OPTS:-} in
        *-Donnxruntime.native.path=*) ;;
        *) fail "a packed Repartee holds no native libraries; set JAVA_OPTS to -Donnxruntime.native.path=FOLDER, the folder of libonnxruntime.so and libonnxruntime4j_jni.so." ;;
    esac
}

# `test-gpu`: the tests that need a GPU, on a machine that has nothing but one.
test_gpu() {
    is_packed && [ -d "$root/tests" ] ||
        fail "test-gpu runs in a folder that deploy/repartee pack DIR --tests has written."
    use_jdk
    require_libraries
    cd "$root" || exit
    [ -t 1 ] || set -- --disable-ansi-colors "$@"
    # shellcheck disable=SC2086 # a list of options
    "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${JAVA_OPTS:-} -cp "$(class_path):$root/src/test/resources:$root/tests/lib/*" \
        org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree \
        --scan-classpath="$root/tests/lib/repartee-tests.jar" --include-package=org.repartee.gpu "$@"
}
