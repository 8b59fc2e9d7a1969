# Sourced by ./godseye and ./test: installs what is missing and builds. Everything it says goes to
# standard error, so that results on standard output can be piped.

packages="libopencv-dev libeigen3-dev liblz4-dev libzstd-dev pkg-config"

say() { printf '%s\n' "$*" >&2; }

# Installs the Debian packages that are missing, without recommends.
install_packages() {
  local missing="" package
  for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' \
      || missing="$missing $package"
  done
  [ -z "$missing" ] && return 0
  say "godseye needs Debian packages that are not here:$missing"
  local sudo=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { say "run as root: apt-get install --no-install-recommends$missing"; exit 3; }
    sudo=sudo
  fi
  say "installing them (apt-get, without recommends, about a minute) ..."
  $sudo apt-get update -qq >&2 || say "apt-get update failed; trying with the lists that are here"
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >&2 \
    || { say "apt-get could not install:$missing"; exit 3; }
}

# Checks that the toolchain and the headers behind the committed links are there.
check_toolchain() {
  command -v swift >/dev/null || { say "no 'swift' on the PATH; install Swift 6.3 from swift.org/install"; exit 3; }
  local link
  for link in Sources/03-COpenCV/system/opencv4 Sources/03-COpenCV/system/eigen3; do
    [ -d "$link/" ] || { say "$link points to nothing; expected headers of OpenCV 4 and Eigen 3 below /usr/include"; exit 3; }
  done
}

# Builds one configuration; the compiler's output is shown only when it fails.
build() {
  local log; log=$(mktemp)
  say "building ($*): some minutes the first time ..."
  if ! swift build "$@" >"$log" 2>&1; then
    grep -E 'error' "$log" >&2 || tail -40 "$log" >&2
    say "the build failed; the whole log: $log"
    exit 4
  fi
  rm -f "$log"
}

# Whether the release program is older than any source.
release_is_stale() {
  local binary=.build/release/godseye
  [ -x "$binary" ] && [ -e .build/release/libGodsEyeCodecs.so ] || return 0
  [ -n "$(find Sources Package.swift -newer "$binary" -type f -print -quit)" ]
}
