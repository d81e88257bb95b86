# Shared by run.sh and test.sh: say what is done and how long it takes, install what is missing.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# step NAME COMMAND…: prints the name, runs, prints the seconds.
step() {
  local name=$1 begun=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '== %s: %d s\n' "$name" $((SECONDS - begun))
}

# need_apt PACKAGE…: installs the Debian packages that are not there.
need_apt() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  printf 'installing: %s\n' "${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

need_rust() {
  export PATH="$HOME/.cargo/bin:$PATH"
  if ! command -v cargo >/dev/null; then
    echo 'Rust is missing: installing 1.95 with rustup.'
    if ! command -v rustup >/dev/null; then
      need_apt rustup || true
    fi
    if command -v rustup >/dev/null && rustup toolchain install 1.95 --profile minimal; then
      rustup default 1.95
    else
      echo 'rustup could not be reached. Install Rust 1.95 (package rustup, or the installer of the Rust project), then run this again.' >&2
      exit 1
    fi
  fi
}

need_node() {
  if ! command -v node >/dev/null || [ "$(node -p 'parseInt(process.versions.node)')" -lt 20 ]; then
    need_apt nodejs npm
  fi
  if [ "$(node -p 'parseInt(process.versions.node)')" -lt 20 ]; then
    echo "Node $(node --version) is too old for the page's build: 20 or newer is needed." >&2
    exit 1
  fi
}

# The page, built again only when its sources changed.
build_web() {
  local stamp=web/dist/.built sum
  sum=$(cd web && find . ../packs ../docs/guide ../Cargo.toml -path ./node_modules -prune -o -path ./dist -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-64)
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then
    return
  fi
  (cd web && npm ci --no-audit --no-fund --loglevel=error && npm run build --silent)
  echo "$sum" >"$stamp"
}
