#!/usr/bin/env bash
# Drives the page in Chromium against a fresh house with a demo in it; needs a built keshu and web/node_modules.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec node --test --test-concurrency=1 tests/e2e/*.test.mjs
