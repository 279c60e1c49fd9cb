#!/usr/bin/env bash
# A day of a case system, with curl: the list of the day, a look-up, events, an override, the changes, a payment.
#
#   ./solvens serve --lake lake &
#   docs/examples/case-system-day.sh http://127.0.0.1:7070
#
# Variables: KEY, an API key with the scopes score:read and events:write, once the server needs one. RUN, a part of the
# ids of the records and new for each run (the time, if it is left out).
# The changes are also sent to a webhook, if somebody has subscribed:
#
#   ./solvens webhook create --lake lake --url http://127.0.0.1:9000/solvens --allow-private
set -euo pipefail
server=${1:?the address of the server, such as http://127.0.0.1:7070}
run=${RUN:-$(date +%s)}
today=$(date -u +%F)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ask METHOD PATH [options of curl]: prints the body; ends the script with the problem document if there is one.
ask() {
  curl --silent --show-error --fail-with-body ${KEY:+-H "Authorization: Bearer $KEY"} -X "$1" "$server$2" "${@:3}"
}

# The text of the first member of a name in the JSON on standard input. A case system has a library for this.
member() {
  grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

# deliver NAME EVENTS: sends events in one request, whose Idempotency-Key has the name.
deliver() {
  ask POST /v1/events -H 'Content-Type: application/json' -H "Idempotency-Key: $run-$1" -d "{\"events\":[$2]}"
}

# changed CURSOR: follows the changes until one is about the case, and prints the cursor after it.
changed() {
  local cursor=$1
  for _ in 1 2 3 4 5; do
    ask GET "/v1/changes?cursor=$cursor&wait=20" >"$work/changes"
    cursor=$(member next <"$work/changes")
    if grep -q "\"$case_id\"" "$work/changes"; then
      echo "$cursor"
      return
    fi
  done
  echo "no change of the case" >&2
  return 1
}

decided() {
  ask GET "/v1/cases/$case_id/segment" >"$work/decision"
  echo "segment $(member segment <"$work/decision"), route $(member route <"$work/decision")," \
    "rule $(member rule <"$work/decision"), basis $(member basis <"$work/decision")"
}

echo '== 06:00 Where the changes begin, and the first case to call'
cursor=$(ask GET /v1/changes | member next)
ask GET '/v1/segments?route=CALL&limit=1' >"$work/list"
case_id=$(member case_id <"$work/list")
debtor_id=$(member debtor_id <"$work/list")
policy=$(member policy <"$work/list")
echo "case $case_id"

echo '== 09:00 A handler opens the case; the screen asks again, and nothing has changed'
decided
tag=$(ask GET "/v1/cases/$case_id/segment" -D - -o "$work/decision" | tr -d '\r' | sed -n 's/^etag: //Ip')
echo "status $(ask GET "/v1/cases/$case_id/segment" -H "If-None-Match: $tag" -o "$work/same" -w '%{http_code}')"

echo '== 09:05 The debtor disputes the claim on the phone; the handler takes another route than CALL'
events='{"feed":"contacts","record":{"contact_id":"C-'$run'","debtor_id":"'$debtor_id'","case_id":"'$case_id'",
    "direction":"OUTBOUND","channel":"CALL","outcome":"DISPUTES","at":"'$today'T00:00:00Z"}},
  {"feed":"holds","record":{"hold_id":"H-'$run'","debtor_id":"'$debtor_id'","case_id":"'$case_id'","kind":"DISPUTE",
    "opened_on":"'$today'"}},
  {"feed":"decisions","record":{"decision_id":"D-'$run'","case_id":"'$case_id'","route":"HOLD",
    "policy_version":"'$policy'","decided_by":"HUMAN","decided_at":"'$today'T00:00:00Z"}}'
deliver phone "$events" >"$work/first"
grep -q '"accepted":3' "$work/first" || { cat "$work/first" >&2; exit 1; }
echo 'three events accepted'

echo '== 09:06 The line was cut, and the case system sends the request again'
deliver phone "$events" >"$work/again"
cmp "$work/first" "$work/again" && echo 'answered as the first time'

echo '== 09:07 What the events changed'
cursor=$(changed "$cursor")
decided

echo '== 15:00 The debtor pays what is owed after all'
deliver afternoon '{"feed":"payments","record":{"payment_id":"P-'$run'","case_id":"'$case_id'",
    "amount":"'$(member balance <"$work/decision")'","paid_on":"'$today'","booked_on":"'$today'","source":"DEBTOR"}}' \
  >"$work/first"
grep -q '"accepted":1' "$work/first" || { cat "$work/first" >&2; exit 1; }
cursor=$(changed "$cursor")
# --fail-with-body makes curl end with 22: the case has no decision any more, and nothing more is done on it.
ask GET "/v1/cases/$case_id/segment" >"$work/closed" 2>"$work/status" && { echo "the case is open" >&2; exit 1; }
member code <"$work/closed"
echo "the cursor for tomorrow: $cursor"
