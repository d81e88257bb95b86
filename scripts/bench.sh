#!/usr/bin/env bash
# Measures Keshu and its floor in turn, five rounds, and writes docs/PERFORMANCE.md.
#   scripts/bench.sh CUSTOMERS.csv       a list of customers with the columns name, industry, region, phone …
# Needs a quiet machine: the load is made on the same cores. SECONDS_EACH (4) and ROUNDS (5) may be set.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
list=$(realpath "${1:?a CSV file of customers}")
need_apt bc curl
need_rust
cargo build --release --locked --quiet -p keshu -p keshu-bench
keshu=$PWD/target/release/keshu bench=$PWD/target/release/keshu-bench
work=$(mktemp -d /tmp/keshu-bench.XXXXXX)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$work"' EXIT
seconds=${SECONDS_EACH:-4} rounds=${ROUNDS:-5}
say() { printf '%s\n' "$*" >&2; }

echo 'a long pass phrase' | "$keshu" setup --data "$work/house" --username boss --password-stdin 2>/dev/null
say 'importing'
begun=$(date +%s.%N)
"$keshu" import "$list" --data "$work/house" --json >"$work/import.json" 2>/dev/null
import_seconds=$(echo "$(date +%s.%N) - $begun" | bc)
token=$("$keshu" token create --staff boss --data "$work/house")

# wait_for URL: until it answers.
wait_for() { until curl -fs -o /dev/null "$1"; do sleep 0.02; done; }
begun=$(date +%s.%N)
"$keshu" serve --data "$work/house" --listen 127.0.0.1:18011 2>/dev/null &
keshu_pid=$!
wait_for http://127.0.0.1:18011/readyz
ready=$(echo "$(date +%s.%N) - $begun" | bc)
idle=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$keshu_pid/status")
cp "$work/house/keshu.db" "$work/floor.db"
"$bench" floor "$work/floor.db" --listen 127.0.0.1:18010 &
floor_pid=$!
sleep 1

TOKEN=$token node scripts/bench/asks.mjs http://127.0.0.1:18011 "$work"
# measure SYSTEM BASE PID ASKS CONNECTIONS: one line of figures.
measure() {
  local figures
  figures=$("$bench" load "$2" "$work/$4.$1.tsv" --connections "$5" --seconds "$seconds" --token "$token" --pid "$3")
  echo "{\"system\": \"$1\", \"ask\": \"$4\", \"connections\": $5, \"figures\": $figures}" >>"$work/figures.jsonl"
}
for round in $(seq "$rounds"); do
  say "round $round of $rounds"
  for ask in list_name list_updated read; do
    measure floor http://127.0.0.1:18010 "$floor_pid" $ask 8
    measure keshu http://127.0.0.1:18011 "$keshu_pid" $ask 8
  done
  for ask in search_rare search_common far_page; do
    measure keshu http://127.0.0.1:18011 "$keshu_pid" $ask 8
  done
  measure keshu http://127.0.0.1:18011 "$keshu_pid" write 32
done
ROUNDS=$rounds IMPORT_SECONDS=$import_seconds READY=$ready IDLE=$idle node scripts/bench/report.mjs "$work" >docs/PERFORMANCE.md
say 'docs/PERFORMANCE.md is written'
