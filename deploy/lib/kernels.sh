# shellcheck shell=bash disable=SC2154 # root comes from deploy/repartee
# `kernels`: what is shipped of our own CUDA kernels, made from their source.

kernels_usage() {
    cat <<'TEXT'
deploy/repartee kernels: compiles src/main/cuda/expert-block.cu to PTX, which is kept beside the
code, so that nobody else needs a compiler. It needs nvcc of CUDA 12 or newer; the drivers
that load it must be of that CUDA, or newer, too.
TEXT
}

kernels() {
    local source=$root/src/main/cuda/expert-block.cu
    case ${1:-} in
        '') ;;
        --help | -h) kernels_usage && exit ;;
        *) fail "kernels takes no argument, got $1." ;;
    esac
    ! is_packed || fail "this folder is packed; compile the kernels in a checkout of Repartee."
    command -v nvcc >/dev/null || fail "kernels needs nvcc of CUDA 12 or newer on the PATH."
    # The driver finishes PTX for its card: that for 8.0 on all later ones, too, that for 9.0a on
    # Hopper alone.
    compile_kernels compute_80 expert-block
    compile_kernels compute_90a expert-block-hopper
}

# compile_kernels ARCHITECTURE NAME
compile_kernels() {
    local target=$root/src/main/resources/org/repartee/runtime/cuda/$2.ptx folder
    folder=$(mktemp -d)
    nvcc -ptx "-arch=$1" -O3 -o "$folder/kernels.ptx" "$source" || fail "nvcc could not compile $source."
    mkdir -p "$(dirname "$target")"
    {
        printf '// source sha256 %s\n' "$(sha256sum "$source" | cut -d ' ' -f 1)"
        cat "$folder/kernels.ptx"
    } >"$target"
    rm -r "$folder"
    say "Compiled $source for $1 into $target."
}
