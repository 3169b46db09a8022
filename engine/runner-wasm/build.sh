#!/usr/bin/env bash
# Rebuilds runner.wasm: `engine/runner-wasm/build.sh`. The first build takes minutes. Run it after every change of the
# runner or of a crate that it depends on: sdk/diagnostics, sdk/dsl, sdk/access, engine/wire, engine/runner.
#
# `--check` only compares the committed file with the bytes that this compiler produces. `--check-if-able` compares only
# if the compiler that built the committed file is installed; otherwise it prints that it is not.
#
# Uses rustup's wasm32 target if installed, otherwise Debian's rustc-web, cargo-web and rust-web-src, whose standard
# library it builds. The bytes depend on sources, locked dependencies and compiler, but not on their paths.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
target="${CARGO_TARGET_DIR:-$HOME/.cache/towpath}/runner-wasm"
native="${CARGO_TARGET_DIR:-}"
cargo_home="${CARGO_HOME:-$HOME/.cargo}"
triple=wasm32-unknown-unknown
cd "$root"

if [ "${1:-}" = "--check-if-able" ]; then
    made_by="$(grep -a -o 'rustc [0-9][^"]*' "$here/runner.wasm" | head -n 1)"
    for compiler in "$(command -v rustc)" /usr/bin/rustc; do
        [ -x "$compiler" ] && [ "$("$compiler" --version)" = "$made_by" ] && able=yes
    done
    if [ "${able:-}" != yes ] || ! { [ -d "$(rustc --print sysroot)/lib/rustlib/$triple/lib" ] ||
        { [ -d /usr/lib/rustlib/src/rust ] && [ -x /usr/bin/cargo ]; }; }; then
        echo "runner.wasm is not compared: it was built by $made_by, which is not installed"
        exit
    fi
    # If the same file and sources were compared before, skip the build.
    seen="$(cat "$here/runner.wasm" Cargo.lock $(git ls-files sdk/diagnostics sdk/dsl sdk/access engine/wire \
        engine/runner engine/runner-wasm) | sha256sum)"
    if [ "$(cat "$target/compared" 2>/dev/null)" = "$seen" ]; then
        echo "runner.wasm was already compared"
        exit
    fi
fi

standard_library=()
if [ -d "$(rustc --print sysroot)/lib/rustlib/$triple/lib" ]; then
    cargo=(cargo) rustc="$(command -v rustc)"
elif [ -d /usr/lib/rustlib/src/rust ] && [ -x /usr/bin/cargo ]; then
    cargo=(/usr/bin/cargo) rustc=/usr/bin/rustc
    standard_library=(-Zbuild-std=std,panic_abort)
    # Debian's compiler has no linker for wasm; rustup's does.
    lld="$(find "$(rustc --print sysroot)/lib/rustlib" -name rust-lld -type f | head -n 1)"
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="${lld:-$(command -v wasm-ld)}"
else
    echo "no compiler for $triple: either \`rustup target add $triple\`" \
        "or \`apt-get install rustc-web cargo-web rust-web-src\`" >&2
    exit 1
fi

flags=(
    -C link-arg=--import-memory
    --cfg 'getrandom_backend="custom"'
    "--remap-path-prefix=$root=/towpath"
    "--remap-path-prefix=$cargo_home=/cargo"
)
"${cargo[@]}" fetch --quiet --locked --target "$triple"
for registry in "$cargo_home"/registry/src/*; do
    flags+=("--remap-path-prefix=$registry=/crates")
done
for sources in "$("$rustc" --print sysroot)/lib/rustlib/src/rust" /usr/src/rustc-*; do
    if [ -d "$sources" ]; then
        flags+=("--remap-path-prefix=$sources=/rust" "--remap-path-prefix=$(realpath "$sources")=/rust")
    fi
done

(
    # Features of this package alone; some set-ups unify them over the workspace.
    unset CARGO_RESOLVER_FEATURE_UNIFICATION CARGO_UNSTABLE_FEATURE_UNIFICATION RUSTFLAGS
    export RUSTC="$rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$target"
    CARGO_ENCODED_RUSTFLAGS="$(printf '%s\x1f' "${flags[@]}")"
    export CARGO_ENCODED_RUSTFLAGS="${CARGO_ENCODED_RUSTFLAGS%?}"
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=3 CARGO_PROFILE_RELEASE_LTO="${TOWPATH_LTO:-fat}"
    export CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 CARGO_PROFILE_RELEASE_PANIC=abort
    export CARGO_PROFILE_RELEASE_STRIP=symbols CARGO_PROFILE_RELEASE_DEBUG=false
    "${cargo[@]}" rustc --release --locked --package towpath-runner-wasm --lib --crate-type cdylib \
        --target "$triple" "${standard_library[@]}"
)

built="$target/$triple/release/towpath_runner_wasm.wasm"
sealed="$target/runner.wasm"
[ -f "$here/runner.wasm" ] || printf '\0asm\1\0\0\0' >"$here/runner.wasm"
CARGO_TARGET_DIR="${native:-$root/target}" cargo run --quiet --locked --package towpath-runner-wasm \
    --example seal -- "$built" "$sealed" "$("$rustc" --version)"

if [ "${1:-}" = "--check" ] || [ "${1:-}" = "--check-if-able" ]; then
    cmp "$sealed" "$here/runner.wasm"
    [ -z "${seen:-}" ] || echo "$seen" >"$target/compared"
    echo "runner.wasm has exactly the bytes that this compiler produces"
else
    cp "$sealed" "$here/runner.wasm"
    echo "runner.wasm: $(stat -c %s "$here/runner.wasm") bytes, $("$rustc" --version)"
fi
