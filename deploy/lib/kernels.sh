# shellcheck shell=bash disable=SC2154 # root comes from deploy/repartee
# `kernels`: what is shipped of our own CUDA kernels, made from their source.

kernels_usage() {
    cat <<'TEXT'
deploy/repartee kernels: compiles src/main/cuda/expert-block.cu to PTX, which is kept beside the
code, so that nobody else needs a compiler: for any GPU of compute capability 8.0 or newer, and
with Hopper's own instructions. It needs nvcc of CUDA 12.3 or newer.
TEXT
}

kernels() {
    case ${1:-} in
        '') ;;
        --help | -h) kernels_usage && exit ;;
        *) fail "kernels takes no argument, got $1." ;;
    esac
    ! is_packed || fail "this folder is packed; compile the kernels in a checkout of Repartee."
    command -v nvcc >/dev/null || fail "kernels needs nvcc of CUDA 12.3 or newer on the PATH."
    compile_kernels arch=compute_80,code=compute_80 expert-block.ptx
    compile_kernels arch=compute_90a,code=compute_90a expert-block.sm_90a.ptx
}

# Target of nvcc, name of the file.
compile_kernels() {
    local source=$root/src/main/cuda/expert-block.cu compiled sum
    local target=$root/src/main/resources/org/repartee/runtime/cuda/$2
    compiled=$(mktemp)
    nvcc -ptx -gencode "$1" -O3 -o "$compiled" "$source" || fail "nvcc could not compile $source."
    sum=$(sha256sum "$source" | cut -d ' ' -f 1)
    mkdir -p "$(dirname "$target")"
    {
        printf '// source sha256 %s\n' "$sum"
        # Nothing newer than this version of PTX is used: so drivers of CUDA 12.3, too, load it.
        sed 's/^\.version .*/.version 8.3/' "$compiled"
    } >"$target"
    rm "$compiled"
    say "Compiled $source into $target."
}
