# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# What the tests of guestfs-fleet share; sourced instead of lib.sh.

. "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

# configured VARIABLE: as in bindings.sh.
configured() { sed -n "s/^$1 = //p" "$abs_top_builddir/bindings/Makefile"; }
requires_language python
requires mkfs.ext4
python=$(configured PYTHON)
export PYTHONDONTWRITEBYTECODE=1
fleet() { timeout 900 guestfs-fleet "$@"; }

# sql DATABASE QUERY: rows, with | between columns.
sql() {
  "$python" - "$@" <<'PY'
import sqlite3
import sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
    print("|".join(map(str, row)))
PY
}

# make_system IMAGE ID VERSION NAME: a Linux on a file system of 32 MiB.
make_system() {
  local tree=tree.${1##*/} d
  for d in bin boot dev etc/ssh proc usr var/lib/dpkg var/log; do
    mkdir -p "$tree/$d"
  done
  printf 'ID=%s\nVERSION_ID="%s"\nPRETTY_NAME="%s"\n' "$2" "$3" "$4" \
    > "$tree/etc/os-release"
  basename "${1%.*}" > "$tree/etc/hostname"
  echo '/dev/sda / ext4 defaults 0 1' > "$tree/etc/fstab"
  printf 'Port 2222\n#Port 22\nPermitRootLogin no\n' \
    > "$tree/etc/ssh/sshd_config"
  printf 'Package: %s\nStatus: install ok installed\nVersion: %s\n\n' \
    bash 5.2-1 tar 1.34 > "$tree/var/lib/dpkg/status"
  printf 'all is well\nkernel panic in line 2\n' > "$tree/var/log/syslog"
  truncate -s 32M "$1"
  mkfs.ext4 -q -F -d "$tree" "$1"
}

# nothing_is_left: no temporary directory of a run, no process of one.
nothing_is_left() {
  is "temporary directories" \
    "$(find "$TMPDIR" -maxdepth 1 -name '*guestfs*' -type d \
         ! -name '.guestfs*')" ""
  is "processes" "$(pgrep -f "guestfs_fleet.*$TMPDIR" || :)" ""
}
