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
    local target=$root/src/main/resources/org/repartee/runtime/cuda/expert-block.ptx
    local compiled sum
    case ${1:-} in
        '') ;;
        --help | -h) kernels_usage && exit ;;
        *) fail "kernels takes no argument, got $1." ;;
    esac
    ! is_packed || fail "this folder is packed; compile the kernels in a checkout of Repartee."
    command -v nvcc >/dev/null || fail "kernels needs nvcc of CUDA 12 or newer on the PATH."
    compiled=$(mktemp -d)/expert-block.ptx
    # PTX for compute capability 8.0 runs on all later ones: the driver finishes it for its card.
    nvcc -ptx -arch=compute_80 -O3 -o "$compiled" "$source" || fail "nvcc could not compile $source."
    sum=$(sha256sum "$source" | cut -d ' ' -f 1)
    mkdir -p "$(dirname "$target")"
    {
        printf '// source sha256 %s\n' "$sum"
        cat "$compiled"
    } >"$target"
    rm -r "$(dirname "$compiled")"
    say "Compiled $source into $target."
}
