# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What every shell test starts with:  . "$(dirname "$0")/../lib.sh"
#
# A test runs from the build tree (./run tests/…), alone or beside others, in
# a temporary directory of its own, which is removed when it ends. It exits
# with 77 to be skipped, and fails when it leaves a QEMU or guestmount behind.
#
# The caller's locale, time zone, umask, home, terminal and debugging make no
# difference; the variables that choose a backend or its settings do.

set -euo pipefail
umask 022
export LC_ALL=C TZ=UTC0
unset LIBGUESTFS_DEBUG LIBGUESTFS_TRACE GUESTFISH_PID CDPATH
exec < /dev/null

: "${abs_top_builddir:?run this through ./run}"
: "${abs_top_srcdir:?run this through ./run}"

test_name=$(basename "$0" .sh)
test_tmp=$(mktemp -d "${TMPDIR:-/tmp}/$test_name.XXXXXX")
cleanups=()

# at_exit COMMAND: run when the test ends, last added first.
at_exit() { cleanups=("$1" "${cleanups[@]}"); }

finish() {
  local status=$? left
  set +e
  for c in "${cleanups[@]}"; do eval "$c"; done
  left=$(leftovers)
  if [ -n "$left" ]; then
    echo "$test_name: left running: $left" >&2
    end_leftovers
    [ $status -ne 0 ] || status=1
  fi
  cd /
  rm -rf "$test_tmp"
  exit $status
}
trap finish EXIT

# our_processes PATTERN…: those of this test that run such programs; they have
# its directory in their environment.
our_processes() {
  local pattern pid programs=(-false)
  for pattern; do programs+=(-o -lname "$pattern"); done
  while IFS=/ read -r _ _ pid _; do
    if tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" |
         grep -qxF "TMPDIR=$test_tmp"; then
      echo "$pid"
    fi
  done < <(find /proc/[0-9]*/exe -maxdepth 0 \
             '(' "${programs[@]}" ')' 2>/dev/null)
}

qemus_and_mounts() { our_processes '*qemu-system*' '*/guestmount'; }

# The words of the programs that do not go.  They may need a moment, on a busy
# machine a long one.
leftovers() {
  local deadline=$((SECONDS + 30)) pids
  while pids=$(qemus_and_mounts); [ -n "$pids" ]; do
    [ $SECONDS -lt $deadline ] || break
    sleep 0.5
  done
  [ -n "$pids" ] || return 0
  # shellcheck disable=SC2086
  ps -o pid=,args= -p ${pids//$'\n'/,} | cut -c 1-100
}

end_leftovers() {
  local p
  for p in $(qemus_and_mounts); do kill -9 "$p" 2>/dev/null; done
  unmount_below
}

# mounts_below DIRECTORY: mountpoints, in the order of mounting.
mounts_below() {
  awk -v dir="$1/" 'index ($5, dir) == 1 { gsub ("\\\\040", " ", $5); print $5 }' \
    /proc/self/mountinfo
}

# What this test has mounted, whoever uses it.
unmount_below() {
  local m
  while read -r m; do
    fusermount3 -u -z "$m" 2>/dev/null || umount -l "$m"
  done < <(mounts_below "$test_tmp" | tac)
}

# Package roots and the like are kept where they always are.
: "${LIBGUESTFS_BUILD_CACHE:=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/libguestfs-build}"
export LIBGUESTFS_BUILD_CACHE
export TMPDIR="$test_tmp" HOME="$test_tmp"
cd "$test_tmp"

# The compiler and its words, "ccache gcc" for example: "${cc[@]}" -o …
# shellcheck disable=SC2034
read -r -a cc <<<"${CC:-gcc}"

# Images that only Windows can make, from the tests of other projects.
test_images=${GUESTFS_TEST_IMAGES:-$abs_top_srcdir/../shared/data}

skip() { echo "$test_name: skipped: $*"; exit 77; }
# skip_part WHY: something is not tested, and the test goes on.
skip_part() { echo "$test_name: part skipped: $*"; }
fail() { echo "$test_name: FAIL: $*" >&2; exit 1; }

# requires_image FILE: skip unless it is in the directory of images.
requires_image() {
  [ -f "$test_images/$1" ] ||
    skip "no $1 in $test_images (GUESTFS_TEST_IMAGES names another place)"
}

# has_image FILE: whether it is there; if not, the log says that a part is
# skipped.
has_image() {
  [ -f "$test_images/$1" ] || {
    skip_part "no $1 in $test_images (GUESTFS_TEST_IMAGES names another place)"
    return 1
  }
}

# requires_root WHAT: skip unless root runs this.
requires_root() { [ "$(id -u)" = 0 ] || skip "only root $*"; }

# requires PROGRAM…: skip unless all are installed.
requires() {
  local p
  for p; do command -v "$p" >/dev/null || skip "$p is not installed"; done
}

# requires_appliance: skip when it was configured away.
requires_appliance() {
  [ -f "$LIBGUESTFS_PATH/root" ] || skip "no appliance in $LIBGUESTFS_PATH"
}

has_readline() {
  grep -q '^#define HAVE_LIBREADLINE ' "$abs_top_builddir/config.h"
}

# requires_language NAME: skip when its binding is not built.
requires_language() {
  local built
  built=$(sed -n 's/^BUILD_LANGUAGES = *//p' \
            "$abs_top_builddir/bindings/Makefile")
  case " $built " in
    *" $1 "*) ;;
    *) skip "the binding for $1 is not built: configure tells why" ;;
  esac
}

# uri_path PATH: as it stands in a URI.
uri_path() {
  local LC_ALL=C i byte
  for ((i = 0; i < ${#1}; i++)); do
    case ${1:i:1} in
      [a-zA-Z0-9/._~-]) printf %s "${1:i:1}" ;;
      *) printf -v byte %d "'${1:i:1}"; printf %%%02X $((byte & 255)) ;;
    esac
  done
}

# is WHAT GOT EXPECTED
is() { [ "$2" = "$3" ] || fail "$1: got '$2', expected '$3'"; }

# matches WHAT GOT REGEX (extended)
matches() { [[ "$2" =~ $3 ]] || fail "$1: '$2' does not match '$3'"; }

# fails_with REGEX COMMAND…: it must fail, and say this in exactly one line.
fails_with() {
  local regex=$1 out; shift
  if out=$("$@" 2>&1 </dev/null); then
    fail "succeeded, but should not have: $*"
  fi
  matches "error of: $*" "$out" "$regex"
  is "lines of error of: $*" "$(printf '%s\n' "$out" | wc -l)" 1
}
