#!/usr/bin/env bash
# Plays the tour: runs each command of README.md on a server of its own, and compares what it prints with the page.
#
#   examples/tour/tour.sh              `towpath` is on the PATH, or TOWPATH_BIN names it
#   examples/tour/tour.sh README.md    another page of the same form
#   TOWPATH_BLESS=1 …/tour.sh          writes what was printed into the page; read the difference afterwards
#
# A block `sh` is run. The block `text` after it is what it prints; without one it prints nothing. `…` in a line stands for
# any text, as the last line for any lines. A block `console` that starts the demo is the first terminal: the server is started, and the lines are compared.
# Other blocks are not played. Everything happens in a temporary folder, with a copy of `examples/`.
set -uo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
page="$(realpath "${1:-$here/README.md}")"
towpath="$(command -v "${TOWPATH_BIN:-towpath}")" || { echo 'tour: no `towpath`; set TOWPATH_BIN' >&2; exit 3; }
# The page has the demo's own addresses; a test plays it on free ones.
listen="${TOUR_LISTEN:-127.0.0.1:7410}" company="${TOUR_COMPANY:-127.0.0.1:7411}"
unset TOWPATH_URL TOWPATH_TOKEN TOWPATH_LOG TOWPATH_COLOUR TOWPATH_DEMO_COMPANY
export NO_COLOR=1

work="$(mktemp -d)"
said="$work/said" server='' neighbour=''
end() { for process in $server $neighbour; do kill -9 "$process" 2>/dev/null; done; rm -rf "$work"; }
trap end EXIT
stop() { printf 'tour: %s\n' "$*" >&2; exit 1; }

mkdir "$work/bin" "$work/project"
ln -s "$towpath" "$work/bin/towpath"
cp -r "$here/.." "$work/project/examples"
cd "$work/project" || exit 3
PATH="$work/bin:$PATH"

# Waits until an address answers.
answers() {
  for _ in $(seq 600); do
    curl -sS -o "$work/ready" "http://$1" 2>"$work/ready.error" && return
    sleep 0.1
  done
  stop "nothing answers on $1:
$(cat "$work"/*.log)"
}
# The company outlives a killed server, so it is started first and by itself.
start_company() {
  towpath demo --company --company-listen "$company" >"$work/company.log" 2>&1 &
  neighbour=$!
  disown "$neighbour"
  answers "$company/health" "$neighbour"
}
# The first terminal: the demo prints its lines before it answers.
start_demo() {
  [ -n "$neighbour" ] || start_company
  towpath demo --listen "$listen" --company-listen "$company" >"$said" 2>"$work/demo.log" &
  server=$!
  disown "$server"
  answers "$listen/readyz" "$server"
}
# Text of the page for this machine, and the other way round.
here_is() { sed -e "s/127\.0\.0\.1:7410/$listen/g; s/127\.0\.0\.1:7411/$company/g"; }
as_in_page() { sed -e "s/$listen/127.0.0.1:7410/g; s/$company/127.0.0.1:7411/g; s|$work/project|…|g"; }
# Lines of the page as patterns of the shell.
patterns() { sed -e 's/[][\\*?+@!()|]/\\&/g; s/…/*/g'; }
# What differs from one day to the next.
without_ids() {
  sed -E 's/t([pl])_[A-Za-z0-9_-]{20,}/t\1_…/g; s/sha256:[0-9a-f]{8,64}/sha256:…/g; s/[0-9a-f]{24,64}/…/g
    s/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z/…/g; s/(token )[0-9a-f]{16}/\1…/g'
}

played=0
# Compares what was printed with lines `first` to `last` of the page, and keeps in `shown` what the page should show.
compare() {
  local first="$1" last="$2" at line wanted=() pattern=() printed=()
  mapfile -t wanted < <([ "$first" -gt "$last" ] || sed -n "${first},${last}p" "$page")
  mapfile -t pattern < <(printf '%s\n' "${wanted[@]}" | patterns)
  mapfile -t printed < <(as_in_page <"$said")
  shown=()
  for at in "${!printed[@]}"; do
    line="${printed[$at]}"
    if [ "${wanted[$at]:-}" = '…' ]; then shown+=('…'); played=$((played + 1)); return; fi
    # shellcheck disable=SC2053 # the right side is a pattern
    if [ "$at" -lt "${#wanted[@]}" ] && [[ "$line" == ${pattern[$at]} ]]; then
      shown+=("${wanted[$at]}")
    elif [ -n "${TOWPATH_BLESS:-}" ]; then
      shown+=("$(without_ids <<<"$line")")
    else
      stop "$page:$((first + at)) shows
  ${wanted[$at]:-(nothing)}
and this is printed:
  $line
of:
$(cat "$said")"
    fi
  done
  if [ "${#printed[@]}" -lt "${#wanted[@]}" ] && [ -z "${TOWPATH_BLESS:-}" ]; then
    stop "$page:$((first + ${#printed[@]})) shows
  ${wanted[${#printed[@]}]}
and nothing more is printed than:
$(cat "$said")"
  fi
  played=$((played + 1))
}

mapfile -t text <"$page"
new=()
# The line of the page, counted from 1, at which the block that begins at `$1` ends.
end_of() { local at="$1"; while [ "${text[$at]}" != '```' ]; do at=$((at + 1)); done; echo $((at + 1)); }
line=0
while [ "$line" -lt "${#text[@]}" ]; do
  fence="${text[$line]}"
  line=$((line + 1))
  new+=("$fence")
  case "$fence" in
    '```sh')
      close="$(end_of "$line")"
      new+=("${text[@]:line:close-line}")
      code="$(printf '%s\n' "${text[@]:line:close-line-1}" | here_is)"
      [ -z "${TOUR_SHOW:-}" ] || printf '%s\n' "$code" >&2
      eval "$code" >"$said" 2>&1
      line="$close"
      if [ "${text[$line]:-}" = '' ] && [ "${text[$((line + 1))]:-}" = '```text' ]; then
        close="$(end_of $((line + 2)))"
        compare $((line + 3)) $((close - 1))
        line="$close"
      else
        compare 1 0
      fi
      [ "${#shown[@]}" = 0 ] || new+=('' '```text' "${shown[@]}" '```')
      ;;
    '```console')
      close="$(end_of "$line")"
      case "${text[$line]}" in
        *' demo')
          start_demo
          compare $((line + 2)) $((close - 1))
          new+=("${text[$line]}" "${shown[@]}" '```')
          line="$close"
          ;;
      esac
      ;;
  esac
done

[ -z "${TOWPATH_BLESS:-}" ] || printf '%s\n' "${new[@]}" >"$page"
[ "$played" -gt 0 ] || stop 'nothing was played'
printf '%s blocks were played, and printed what the page shows.\n' "$played"
