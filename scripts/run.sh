#!/usr/bin/env bash
# Installs what is missing, builds, and starts Keshu with demo data on the embedded database.
# Arguments go to `keshu demo`, such as --listen 127.0.0.1:9000.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -x target/release/keshu ] || echo '第一次启动需要编译，约 10–20 分钟；之后几秒即可。 The first start compiles for 10–20 minutes; later starts take seconds.'
need_apt ca-certificates gcc libc6-dev pkg-config
need_rust
need_node
step '页面 the page (about 1 minute the first time)' build_web
step '程序 the program (about 10 minutes the first time)' cargo build --release --locked --quiet -p keshu
exec target/release/keshu demo "$@"
