#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A Windows that was not shut down: what it had changed last is in the logs of
# its registry, and only what they have whole and without a gap counts.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3

config=tree/Windows/System32/config
windows tree/Windows
hive $config/SOFTWARE < /dev/null

# Three hives, of which each has changed a page more.  Between what changes
# are many keys, and the last adds pages.
system() {
  cat <<END
> $1
[Select]
"Current"=dword:0000000$3
[ControlSet001\\Services\\Tcpip\\Parameters]
"Hostname"="$2"
[ControlSet002\\Services\\Tcpip\\Parameters]
"Hostname"="second"
[MountedDevices]
"\\\\DosDevices\\\\C:"=hex:01,02
END
  seq -f '[K\key%g]' 200
  echo "[MountedDevices]"
  printf '"\\\\DosDevices\\\\D:"=hex:%s,04\n' "$4"
  [ "$1" != big ] || seq -f '[L\key%g]' 200
}
{ system old 1st. 1 03; system new new. 1 05; system big new. 2 05; } | hives

# stopped NEW STYLE [OPTION…]: sets got
stopped() {
  rm -f $config/SYSTEM*
  python3 "$abs_top_srcdir/tests/lib/hive.py" dirty old "$1" $config/SYSTEM \
    "${@:2}"
  cp $config/SYSTEM before
  looked_at tree > got
  cmp before $config/SYSTEM
  result=$(found control_set | tail -c 2)\ $(found hostname)\
\ $(found letters | tail -n 1)
}
old='1 1st. 0304' first='1 new. 0304' new='1 new. 0504'
outdated='Windows was not shut down, and the logs of this hive do not tell'

cp old $config/SYSTEM
looked_at tree > got
is "clean hive" "$(found hostname)" 1st.

# A log beside a clean hive is what is left of an earlier time.
stopped new entries
cp old $config/SYSTEM
looked_at tree > got
is "clean hive with a log" "$(found hostname)" 1st.

for style in entries both sectors; do
  stopped new $style
  is "new values, $style" "$result" "$new"
  is "warnings, $style" "$(found warnings)" ""
  stopped big $style
  is "hive that has grown, $style" "$(found control_set) $(found hostname)" \
    "ControlSet002 second"
  is "warnings of one that has grown, $style" "$(found warnings)" ""
done
mv $config/SYSTEM.LOG1 $config/System.Log
looked_at tree > got
is "one log, of Windows XP" "$(found hostname)" second
rm $config/System.Log

# ---- Where it stops ----

stopped new entries gap=1
is "after a gap" "$result" "$first"
stopped new entries hash=1
is "after a damaged entry" "$result" "$first"
stopped new both hash=0
is "damaged entry in the first of two logs" "$result" "$old"
stopped new entries first=1500
is "first entry after a gap" "$result" "$new"
stopped new entries first=1000
is "an entry that is in the hive already" "$result" '1 1st. 0504'
truncate -s -512 $config/SYSTEM.LOG1
looked_at tree > got
is "log cut in an entry" "$(found hostname)" 1st.

# ---- Without a log that helps ----

for how in "entries hash=0" "entries first=900" "sectors time=1"; do
  # shellcheck disable=SC2086
  stopped new $how
  is "old values, $how" "$result" "$old"
  matches "warning, $how" "$(found warnings)" \
    "^tree: /Windows/System32/config/SYSTEM: $outdated"
done
rm $config/SYSTEM.LOG*
looked_at tree > got
matches "warning, no log" "$(found warnings)" "$outdated"
stopped new sectors
truncate -s -512 $config/SYSTEM.LOG1
looked_at tree > got
is "log that lacks a sector" "$(found hostname)" 1st.

# ---- A header that was half written ----

for style in entries both sectors; do
  stopped new $style header=0
  is "header of the log, $style" "$result" "$new"
  is "warnings, header of the log, $style" "$(found warnings)" ""
done
