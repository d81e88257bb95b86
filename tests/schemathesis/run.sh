#!/usr/bin/env bash
# Holds a fresh server to its own OpenAPI document with schemathesis; needs a built keshu. More arguments go to
# schemathesis: --include-name 'POST /api/v1/customer', --seed 7.
cd "$(dirname "$0")/../.."
source scripts/lib.sh

VERSION=4.32.5
program=${CARGO_TARGET_DIR:-target}/debug/keshu
venv=${XDG_CACHE_HOME:-$HOME/.cache}/keshu/schemathesis-$VERSION
if [ ! -x "$venv/bin/schemathesis" ]; then
  need_apt python3-venv
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$VERSION"
fi

data=$(mktemp -d /tmp/keshu-schemathesis.XXXXXX)
server=
# shellcheck disable=SC2329
tidy() {
  if [ -n "$server" ]; then kill "$server" && wait "$server" || true; fi
  rm -rf "$data"
}
trap tidy EXIT
export KESHU_LANG=en
unset KESHU_DATABASE KESHU_LISTEN
# The demo and not an empty house: answers are held to the document too, and these have rows of everything in them.
house=$data/house
: >"$data/log"
"$program" demo --data "$house" --listen 127.0.0.1:0 >"$data/log" 2>&1 &
server=$!
# It says so last, once people and commands can come.
until grep -q '^Open ' "$data/log"; do
  if ! kill -0 "$server" 2>/dev/null; then
    cat "$data/log" >&2
    exit 1
  fi
  sleep 0.2
done
address=$(sed -n 's/^Open *\(http:.*\)/\1/p' "$data/log")
KESHU_TOKEN=$("$program" token create --data "$house" --staff shiyanzhou)
export KESHU_TOKEN

# Runs in the folder of the data: schemathesis keeps what it found beside where it runs.
config=$PWD/tests/schemathesis/schemathesis.toml
status=0
(cd "$data" && "$venv/bin/schemathesis" --config-file "$config" run "$address/api/v1/openapi.json" --url "$address" "$@") || status=$?
if [ $status != 0 ]; then
  printf 'What the server said:\n'
  grep -iE 'error|panic' "$data/log" | tail -20 || true
fi
exit $status
