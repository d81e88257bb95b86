#!/usr/bin/env bash
# Installs what the tests need and runs all of them: Rust on SQLite and PostgreSQL, the page, the browser.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_apt ca-certificates gcc libc6-dev openssl pkg-config postgresql chromium fonts-noto-cjk
need_rust
need_node
command -v cargo-nextest >/dev/null || cargo install cargo-nextest --locked --quiet

# A build cache outside the clone, where there is one.
if [ -n "${KESHU_TARGET_DIR:-}" ]; then export CARGO_TARGET_DIR=$KESHU_TARGET_DIR; fi

# What is started for the tests is stopped at the end, the last first.
endings=()
at_end() { endings=("$*" "${endings[@]}"); }
tidy() { for ending in "${endings[@]}"; do eval "$ending"; done; }
trap tidy EXIT

# A PostgreSQL cluster of our own, on a free port, as an unprivileged user.
start_postgres() {
  local bin folder
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  folder=$(mktemp -d /tmp/keshu-pg.XXXXXX)
  PG_PORT=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
  local run=()
  if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    run=(runuser -u postgres --)
  fi
  "${run[@]}" "$bin/initdb" -D "$folder/data" -U keshu --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  "${run[@]}" "$bin/pg_ctl" -D "$folder/data" -o "-p $PG_PORT -k $folder -c listen_addresses=127.0.0.1 -c max_connections=400" -l "$folder/log" -w start >/dev/null
  at_end "${run[*]} $bin/pg_ctl -D $folder/data -m immediate stop >/dev/null 2>&1; rm -rf $folder"
  export KESHU_TEST_POSTGRES="postgres://keshu@127.0.0.1:$PG_PORT/postgres"
}

# An object store of our own, on a free port.
start_object_store() {
  local folder
  npm ci --prefix tests/s3 --no-audit --no-fund --loglevel=error
  folder=$(mktemp -d /tmp/keshu-s3.XXXXXX)
  : >"$folder/address"
  node tests/s3/server.mjs "$folder" >"$folder/address" &
  at_end "kill $! 2>/dev/null; rm -rf $folder"
  until grep -q http "$folder/address"; do
    kill -0 $! || return 1
    sleep 0.1
  done
  KESHU_TEST_S3=$(cat "$folder/address")
  export KESHU_TEST_S3
}

step 'page: install, check, unit tests, build' bash -c 'source scripts/lib.sh; cd web && npm ci --no-audit --no-fund --loglevel=error && npm run check && npm test && cd .. && build_web'
step 'the FEEL oracle' npm ci --prefix tests/oracle --no-audit --no-fund --loglevel=error
step 'lints' cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
step 'the house plan' cargo run --locked --quiet -p xtask -- all
step 'start PostgreSQL' start_postgres
step 'start an object store' start_object_store
step 'the program' cargo build --locked --quiet -p keshu
step 'Rust tests on both stores' cargo nextest run --workspace --locked --no-fail-fast
step 'the API against its document' tests/schemathesis/run.sh
step 'browser tests' tests/e2e/run.sh
