# shellcheck shell=bash disable=SC2154 # root comes from deploy/repartee
# `dist`: one archive that installs on a machine without Maven, Java and network.

dist_usage() {
    cat <<'TEXT'
deploy/repartee dist [FILE] [--device cuda|cpu]: writes an archive that needs nothing but its unpacking.

It holds the application, Payara, a Java runtime, ONNX Runtime for the device, the launcher and
server-config/; not the model and, for cuda (the default), not NVIDIA's driver and CUDA libraries.
FILE is target/repartee-VERSION-PLATFORM-DEVICE.tar.gz if none is named. On the other machine:

  tar xzf repartee-….tar.gz && sudo repartee-…/deploy/install
TEXT
}

dist() {
    local file='' for_device=cuda
    while [ $# -gt 0 ]; do
        case $1 in
            --help | -h) dist_usage && exit ;;
            --device) for_device=$(option_value "$1" $# "${2:-}") && shift ;;
            -*) fail "dist does not know the option $1; see deploy/repartee dist --help." ;;
            *) file=$(absolute "$1") ;;
        esac
        shift
    done
    ! is_packed || fail "this is such an archive already; run dist in a checkout of Repartee."
    check_dist_device "$for_device"
    use_jdk
    build_war "$(built_device)"
    install_payara
    write_dist "$for_device" "$file"
}

check_dist_device() {
    case $1/$(platform || uname -sm) in
        cpu/linux-* | cuda/linux-x64) ;;
        cpu/* | cuda/*) fail "an archive for $1 is made on the platform that it is for (Linux, for cuda on x86-64), and this is $(uname -sm)." ;;
        *) fail "--device must be cpu or cuda, got $1." ;;
    esac
}

# The WAR is the same for each device: what is built already will do.
built_device() { if is_built_for cuda; then printf cuda; else printf cpu; fi; }

# The pom's version alone would call every build of a week the same.
dist_version() { printf '%s-%s' "$(sed -n 's|.*<version>\(.*\)</version>.*|\1|p' "$root/pom.xml" | head -n 1)" "$(date -u +%Y%m%d%H%M%S)"; }

write_dist() {
    local version name folder file=$2
    version=$(dist_version)
    name=repartee-$version-$(platform)-$1
    folder=$root/target/dist/$name
    rm -rf "$root/target/dist"
    write_pack "$folder" ''
    printf '%s\n' "$version" >"$folder/VERSION"
    add_native_libraries "$folder" "$1"
    add_payara "$folder"
    add_java "$folder"
    file=${file:-$root/target/$name.tar.gz}
    # As root's, and readable: whoever unpacks it need not be who made it.
    quietly "$(log_file dist)" "Writing $(basename "$file")" \
        tar -C "$root/target/dist" --owner=0 --group=0 --mode=go=rX,u+w -czf "$file" "$name" ||
        fail "the archive $file could not be written; the whole log is in $(log_file dist)."
    rm -rf "$root/target/dist"
    say "Written: $file ($(du -m "$file" | cut -f 1) MB)"
}

add_native_libraries() {
    local artifact jar
    artifact=$(onnxruntime_artifact "$2")
    quietly "$(log_file dist)" "Taking ONNX Runtime for $2 from Maven" \
        maven dependency:copy "-Dartifact=com.microsoft.onnxruntime:$artifact:$(pom_property onnxruntime.version)" "-DoutputDirectory=$1/native" ||
        fail "ONNX Runtime for $2 could not be loaded; the whole log is in $(log_file dist)."
    jar=$(printf '%s\n' "$1"/native/*.jar)
    (cd "$1/native" && "$JAVA_HOME/bin/jar" xf "$jar" "ai/onnxruntime/native/$(platform)" && mv "ai/onnxruntime/native/$(platform)"/* . && rm -rf ai)
    rm "$jar"
}

# Without the domain it comes with.
add_payara() {
    cp -R "$(payara_folder)" "$1/payara6"
    rm -rf "$1/payara6/glassfish/domains"/*
}

# A runtime with all modules: which of them Payara loads nobody has written down. Only jlink itself
# cannot come along where a JDK has no jmods to link from.
add_java() {
    local modules
    modules=$("$JAVA_HOME/bin/java" --list-modules | sed 's/@.*//' | grep -vE '^jdk\.(jlink|jpackage)$' | tr '\n' ',')
    quietly "$(log_file dist)" "Making a Java runtime" \
        "$JAVA_HOME/bin/jlink" --add-modules "${modules%,}" --strip-debug --no-header-files --no-man-pages --output "$1/java" ||
        fail "jlink of $JAVA_HOME could not make a runtime; the whole log is in $(log_file dist)."
}
