#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Registry hives and their logs, damaged at random, the same each time: a
# Windows stays a root, and nothing crashes or takes for ever.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3 timeout

times=${GUESTFS_TEST_FUZZ:-800}

# Both hives in one.
both() {
  cat <<END
> $1
[Microsoft\\Windows NT\\CurrentVersion]
"ProductName"="Windows Test"
"CurrentMajorVersionNumber"=dword:0000000a
"CurrentMinorVersionNumber"=dword:00000000
"InstallationType"="Client"
"CurrentBuildNumber"="22000"
[Microsoft\\Windows\\CurrentVersion\\Group Policy\\History\\{35378EAC}]
[Select]
"Current"=dword:00000001
[ControlSet001\\Services\\Tcpip\\Parameters]
"Hostname"="$2"
[MountedDevices]
"\\\\DosDevices\\\\C:"=hex:ef,be,ad,de,00,00,10,00,00,00,00,00
END
  for i in {1..6}; do
    printf '[Microsoft\\Windows\\CurrentVersion\\Uninstall\\app%d]\n' "$i"
    printf '"DisplayName"="Application"\n"DisplayVersion"="%d"\n' "$i"
  done
}
{ both old first; both new second; both "lists|ri|wide" third; } | hives

dirty() { python3 "$abs_top_srcdir/tests/lib/hive.py" dirty old new "$@"; }
dirty entries entries
dirty sectors sectors

# fuzz SEED HIVE LOG
fuzz() {
  timeout 600 "$abs_top_builddir/tests/unit/fuzz-hive" "$times" "$@" \
    > log 2>&1 ||
    fail "seed $1, $2: exit status $?: $(grep -v '^error: /Windows' log | tail -n 20)"
}
fuzz 1 entries entries.LOG1
fuzz 2 sectors sectors.LOG1
fuzz 3 new entries.LOG1
fuzz 4 lists entries.LOG1
