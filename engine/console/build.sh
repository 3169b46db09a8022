#!/usr/bin/env bash
# Builds the console: `engine/console/build.sh`. Needs Node 20.19 or newer with npm; the result is committed, so that nobody
# else does. Run it after every change of engine/console/web or sdk/client-ts, once, when the change is done.
#
# It writes dist/, and dist.sha256 with two digests: of the sources, and of what was built from them. A test of the crate
# compares both with the files.
#
# `--check` changes nothing: it compares the digests, builds again where npm is there, and compares every byte.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
cd "$root"

# The files below some folders, without what tools put there: a line each, digest and path, in the order of the paths' bytes.
listed() {
    find "$@" \( -name node_modules -o -name dist -o -name coverage -o -name test-results -o -name playwright-report \
        -o -name .vite \) -prune -o -type f ! -name '*.tsbuildinfo' ! -name '*.log' -print 2>/dev/null |
        LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r sha256sum
}
digest() { sha256sum | cut -d' ' -f1; }
sources() { listed engine/console/web sdk/client-ts | digest; }
# Of a folder's own files, wherever it is.
built() { (cd "$1" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 -r sha256sum | digest); }

build() { # build FOLDER: the console, as these sources make it
    (cd sdk/client-ts && npm ci --no-audit --no-fund --loglevel=error)
    (cd engine/console/web && npm ci --no-audit --no-fund --loglevel=error &&
        npm run build --silent -- --outDir "$1" --emptyOutDir)
}

if [ "${1:-}" = "--check" ]; then
    expected="$(printf 'sources %s\nbuilt %s\n' "$(sources)" "$(built "$here/dist")")"
    [ "$(cat "$here/dist.sha256")" = "$expected" ] || {
        echo "dist/ is not what these sources make: run engine/console/build.sh" >&2
        exit 1
    }
    command -v npm >/dev/null || { echo "npm is not installed: only the digests were compared"; exit; }
    again="$(mktemp -d)"
    trap 'rm -rf "$again"' EXIT
    build "$again"
    diff -r "$here/dist" "$again"
    echo "dist/ is exactly what these sources make"
    exit
fi

build "$here/dist"
printf 'sources %s\nbuilt %s\n' "$(sources)" "$(built "$here/dist")" >"$here/dist.sha256"
cat "$here/dist.sha256"
