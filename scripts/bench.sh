#!/usr/bin/env bash
# Measures Keshu and its floor in turn, five rounds, and writes docs/PERFORMANCE.md (PERFORMANCE.postgresql.md).
#   scripts/bench.sh CUSTOMERS.csv       a list of customers with the columns name, industry, region, phone, owner …
# Needs a quiet machine: the load is made on the same cores. May be set: SECONDS_EACH (3), ROUNDS (5), FOLLOW_UPS (3 for
# each customer), DATABASE (an empty PostgreSQL database by URL, instead of the embedded one), OUT (the page to write),
# WORK (a folder that stays: what is loaded there already is measured again), NOTE (what else is to be said of the run).
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
list=$(realpath "${1:?a CSV file of customers}")
need_apt bc curl
need_rust
cargo build --release --locked --quiet -p keshu -p keshu-bench
keshu=$PWD/target/release/keshu bench=$PWD/target/release/keshu-bench
work=${WORK:-$(mktemp -d /tmp/keshu-bench.XXXXXX)}
mkdir -p "$work"
trap 'kill $(jobs -p) 2>/dev/null; wait; [[ -n ${WORK:-} ]] || rm -rf "$work"' EXIT
seconds=${SECONDS_EACH:-3} rounds=${ROUNDS:-5} out=${OUT:-docs/PERFORMANCE${DATABASE:+.postgresql}.md}
[[ -n ${DATABASE:-} ]] && export KESHU_DATABASE=$DATABASE
export KESHU_DATA=$work/house
say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }

# move_in ENTITY FILE: imports a list and notes how long it took.
move_in() {
  local begun took
  begun=$(date +%s.%N)
  "$keshu" import "$work/$2" --entity "$1" --json >"$work/import.$1.json" 2>/dev/null
  took=$(printf %.3f "$(echo "$(date +%s.%N) - $begun" | bc)")
  say "$1: $took s"
  echo "{\"entity\": \"$1\", \"seconds\": $took, \"rows\": $(($(wc -l <"$work/$2") - 1))}" >>"$work/imports.jsonl"
}
load_all() {
  say 'writing the lists'
  node scripts/bench/people.mjs "$list" "$work" "${FOLLOW_UPS:-3}"
  echo 'a long pass phrase' | "$keshu" setup --username boss --password-stdin 2>/dev/null
  move_in dept dept.csv
  move_in staff staff.csv
  move_in customer customers.csv
  if [[ -z ${DATABASE:-} ]]; then
    say 'the same through SQLite alone'
    "$bench" reload "$work/house/keshu.db" "$work/reload.db" >"$work/reload.json"
    rm -f "$work"/reload.db*
  fi
  move_in follow_up follow_ups.csv
  touch "$work/loaded"
}
[[ -e $work/loaded ]] || load_all
rm -f "$work/figures.jsonl"
for who in boss manager rep00001; do "$keshu" token create --staff $who >"$work/token.$who"; done

# wait_for URL: until it answers.
wait_for() { until curl -fs -o /dev/null "$1"; do sleep 0.02; done; }
begun=$(date +%s.%N)
"$keshu" serve --listen 127.0.0.1:18011 2>/dev/null &
keshu_pid=$!
wait_for http://127.0.0.1:18011/readyz
ready=$(echo "$(date +%s.%N) - $begun" | bc)
idle=$(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$keshu_pid/status")
"$bench" floor "${DATABASE:-$work/house/keshu.db}" --listen 127.0.0.1:18010 &
floor_pid=$!
sleep 1

TOKEN=$(cat "$work/token.boss") TOKEN_MANAGER=$(cat "$work/token.manager") TOKEN_REP=$(cat "$work/token.rep00001") \
  node scripts/bench/asks.mjs http://127.0.0.1:18011 "$work"
declare -A staff=([admin]=boss [manager]=manager [rep]=rep00001)
# measure SYSTEM BASE PID ASK WHO CONNECTIONS: one line of figures.
measure() {
  local figures
  figures=$("$bench" load "$2" "$work/$4_$5.$1.tsv" --connections "$6" --seconds "$seconds" --token "$(cat "$work/token.${staff[$5]}")" --pid "$3")
  echo "{\"system\": \"$1\", \"ask\": \"$4\", \"who\": \"$5\", \"connections\": $6, \"figures\": $figures}" >>"$work/figures.jsonl"
}
for round in $(seq "$rounds"); do
  say "round $round of $rounds"
  for who in admin manager rep; do
    for ask in list_name list_updated_at list_phone read; do
      measure floor http://127.0.0.1:18010 "$floor_pid" $ask $who 8
      measure keshu http://127.0.0.1:18011 "$keshu_pid" $ask $who 8
    done
    for ask in search_rare search_common; do
      measure keshu http://127.0.0.1:18011 "$keshu_pid" $ask $who 8
    done
  done
  measure keshu http://127.0.0.1:18011 "$keshu_pid" far_page admin 8
  measure keshu http://127.0.0.1:18011 "$keshu_pid" update admin 32
  measure keshu http://127.0.0.1:18011 "$keshu_pid" add admin 32
done
ROUNDS=$rounds SECONDS_EACH=$seconds READY=$ready IDLE=$idle STORE=$([[ -n ${DATABASE:-} ]] && echo PostgreSQL || echo SQLite) NOTE=${NOTE:-} \
  node scripts/bench/report.mjs "$work" >"$out"
say "$out is written"
