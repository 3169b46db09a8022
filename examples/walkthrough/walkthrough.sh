#!/usr/bin/env bash
# The story of a guardrail, with `towpath` and `curl`, on a running demo:
#
#   towpath demo                            # in one terminal
#   examples/walkthrough/walkthrough.sh     # in another, in the same folder
#
# Each step says what it does, and the script stops if the server does anything else. Without a demo in this folder, set
# TOWPATH_URL and CHAMPION, APPROVER, IT, APP to a server and its tokens.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
towpath="${TOWPATH_BIN:-towpath}"
export TOWPATH_URL="${TOWPATH_URL:-http://127.0.0.1:7410}" NO_COLOR=1
of_demo() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" .towpath-demo/tokens.json; }
CHAMPION="${CHAMPION:-$(of_demo champion)}" APPROVER="${APPROVER:-$(of_demo approver)}"
IT="${IT:-$(of_demo it)}" APP="${APP:-$(of_demo app)}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

step() { printf '\n== %s\n' "$*"; }
# A command line, without the tokens in it.
without_tokens() {
  local text="$*" name
  for name in CHAMPION APPROVER IT APP; do text="${text//"${!name}"/\$$name}"; done
  printf '%s' "$text"
}
stop() { printf '\nwalkthrough: %s\n' "$(without_tokens "$@")" >&2; exit 1; }
as() { local token="$1"; shift; TOWPATH_TOKEN="$token" "$towpath" "$@"; }
# Runs a command that must end with this exit code; its output is shown and kept in $work/said.
expect() {
  local wanted="$1" code=0
  shift
  "$@" >"$work/said" 2>&1 || code=$?
  cat "$work/said"
  [ "$code" = "$wanted" ] || stop "\`$*\` ended with $code, not $wanted"
}
says() { grep -qF -- "$1" "$work/said" || stop "it does not say \`$1\`"; }
# Calls the workflow as the shop's app does, with an amount and more of the input.
late_parcel() {
  curl -sS -w '\n%{http_code}\n' -H "Authorization: Bearer $APP" -H "Prefer: ${2:-wait=20}" \
    --json "{\"order\":\"o-1001\",\"company\":\"Acme\",\"amount\":$1${3:-}}" \
    "$TOWPATH_URL/v1/workflows/support/goodwill/runs"
}
impact() { as "$IT" policies impact --json 2>/dev/null | sed -n 's/^  "digest": "\(.*\)",$/\1/p' || true; }
# A run's status and output, once it has ended.
ended() {
  for _ in $(seq 200); do
    curl -sS -H "Authorization: Bearer $APP" "$TOWPATH_URL/v1/runs/$1" >"$work/said"
    if ! grep -qE '"status":"(running|waiting)"' "$work/said"; then cat "$work/said"; echo; return; fi
    sleep 0.1
  done
  stop "run $1 does not end"
}
run_of() { sed -n 's/.*"id":"\([^"]*\)".*/\1/p' "$work/said" | head -n 1; }

step 'The champion publishes; policies refuse an access that nothing permits'
expect 4 as "$CHAMPION" publish "$here/workflow.yaml"
says 'crm.create-lead 1.0.0 is not permitted'

step 'The champion requests the access, with one command'
expect 0 as "$CHAMPION" requests open support/goodwill --purpose 'sales calls customers who waited'
request="$(tail -n 1 "$work/said")"

step 'IT sees the request, and the smallest permit for it'
expect 0 as "$IT" requests show "$request" --permit
says '"operation":{"const":"create-lead"}'

step 'IT narrows it to the companies it knows, and grants it'
sed 's/"company":true/"company":{"enum":["Acme","Canal Freight"]}/' "$work/said" >"$work/permit.yaml"
grep -q 'Canal Freight' "$work/permit.yaml" || stop 'the permit was not narrowed'
expect 0 as "$IT" requests grant "$request" --permit "$work/permit.yaml"

step 'The champion publishes again: it is live'
expect 0 as "$CHAMPION" publish "$here/workflow.yaml"
says 'support/goodwill 1.0.0 is live'
expect 0 late_parcel 60
says '"given":20'

step 'The champion raises the amount, without IT and without a new version'
expect 0 as "$CHAMPION" settings set support/goodwill payUpTo=60 --message 'bad week on the canal'
expect 0 late_parcel 60
says '"given":60'

step 'Not more than the schema allows'
expect 1 as "$CHAMPION" settings set support/goodwill payUpTo=90
says 'at most 80'

step 'IT makes a policy stricter: saved, it changes nothing'
expect 0 as "$IT" policies activate "$here/tighter.yaml" --save-only
expect 0 late_parcel 60
says '"given":60'

step 'The impact: live workflows, calls that were made, whole runs executed again'
expect 1 as "$IT" policies impact --rerun 20
says 'allow -> deny by `goodwill-up-to-30`'
says 'completed -> completed with another output'

step 'It takes something from a live workflow, so it must be confirmed'
expect 1 as "$IT" policies activate
says 'support/goodwill of champion@acme.example'

step 'IT confirms the report, with a day of grace'
expect 0 as "$IT" policies activate --confirm "$(impact)" --grace 1d --message 'agreed with finance'
says 'support/goodwill@1.0.0 stays under the policies before until'

step 'Its owner finds a notice'
expect 0 as "$CHAMPION" notices list
says 'revision'
says 'agreed with finance'
expect 0 late_parcel 60
says '"given":60'

step 'A run is under way when IT enforces the policy after all'
expect 0 late_parcel 60 respond-async ',"calm":true'
run="$(run_of)"
expect 0 as "$IT" policies enforce support/goodwill

step 'For the run this is an error, which the workflow catches'
ended "$run"
says '"status":"completed"'
says '"why":"Goodwill is at most 30 euros."'

step 'A person releases the larger amounts'
expect 0 as "$IT" policies activate "$here/held.yaml" --save-only
expect 0 as "$IT" policies activate --confirm "$(impact)" --message 'a person looks'
expect 0 as "$CHAMPION" settings set support/goodwill payUpTo=28
expect 0 late_parcel 60 respond-async
run="$(run_of)"
for _ in $(seq 100); do
  as "$APPROVER" holds list >"$work/said"
  grep -q "^$run/" "$work/said" && break
  sleep 0.1
done
hold="$(sed -n "s|^\($run/[0-9]*\) .*|\1|p" "$work/said")"
[ -n "$hold" ] || stop 'nothing waits to be released'
expect 0 as "$APPROVER" holds show "$hold"
says '"amount": 28'
expect 0 as "$APPROVER" holds release "$hold" --message 'called the customer'
ended "$run"
says '"given":28'

step 'Who did all of that'
expect 0 as "$IT" policies revisions
says 'agreed with finance'
expect 0 as "$IT" audit list --limit 30
says 'POST /v1/policy-sets/enforce'
printf '\nThat was the whole story.\n'
