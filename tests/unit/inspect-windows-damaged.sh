#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A Windows whose registry is damaged stays a root, what is damaged costs itself
# and a warning, and nothing takes for ever.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3 timeout

config=tree/Windows/System32/config
software=$config/SOFTWARE
system=$config/SYSTEM
windows tree/Windows

hives <<'END'
> good-software
[Microsoft\Windows NT\CurrentVersion]
"ProductName"="Windows 10 Pro"
"CurrentVersion"="6.3"
"CurrentMajorVersionNumber"=dword:0000000a
"CurrentMinorVersionNumber"=dword:00000000
"CurrentBuildNumber"="19045"
"InstallationType"="Client"
[Microsoft\Windows\CurrentVersion\Group Policy]
> good-system
[Select]
"Current"=dword:00000001
[ControlSet001\Services\Tcpip\Parameters]
"Hostname"="box"
[MountedDevices]
"\\DosDevices\\C:"=hex:ef,be,ad,de,00,00,10,00,00,00,00,00
END

# look: at good hives, unless the caller has changed them
look() {
  timeout 60 "$abs_top_builddir/tests/runner/inspect-tree" tree > got ||
    fail "inspect-tree: exit status $?"
  is "type" "$(found type)" windows
  is "directory" "$(found systemroot)" /Windows
  is "architecture" "$(found arch)" x86_64
}
of_software() {
  echo "$(found product_name)|$(found major).$(found minor)|$(found build_id)|$(
    found product_variant)|$(found group_policy)"
}
of_system() {
  echo "$(found control_set)|$(found hostname)|$(found letters | head -n 1)"
}
good() { rm -rf $software* $system*; cp good-software $software
         cp good-system $system; }
all_software='Windows 10 Pro|10.0|19045|Client|0'
all_system='ControlSet001|box|C'

good
look
is "good hives" "$(of_software) $(of_system)" "$all_software $all_system"
is "warnings of good hives" "$(found warnings)" ""

# ---- Files that are no hives ----

for what in empty zeros text cut-header directory fifo absent; do
  good
  rm $software
  case $what in
    empty) : > $software ;;
    zeros) head -c 65536 /dev/zero > $software ;;
    text) seq 10000 > $software ;;
    cut-header) head -c 511 good-software > $software ;;
    directory) mkdir $software ;;
    fifo) mkfifo $software ;;
  esac
  look
  is "SOFTWARE is $what" "$(of_software)" "|0.0|||-1"
  is "SYSTEM, SOFTWARE is $what" "$(of_system)" "$all_system"
  matches "warning, SOFTWARE is $what" "$(found warnings)" \
    '^tree: /Windows/System32/config/SOFTWARE: |^tree: /Windows/system32/config/software: there is no such file'
done
good
head -c 4096 good-system > $system
look
is "hive cut behind its header" "$(of_software) $(of_system)" "$all_software ||"
matches "warning of a cut hive" "$(found warnings)" \
  '^tree: /Windows/System32/config/SYSTEM: the hive is damaged at byte 0x'

# ---- Values of another type ----

good
hives <<END
> $software
[Microsoft\\Windows NT\\CurrentVersion]
"ProductName"=dword:00000001
"CurrentVersion"="6.1"
"CurrentMajorVersionNumber"="10"
"CurrentMinorVersionNumber"=dword:00000000
"CurrentBuildNumber"=dword:00004a65
"InstallationType"="Client"
> $system
[Select]
"Current"="1"
"Default"=dword:00000002
[ControlSet002\\Services\\Tcpip\\Parameters]
"Hostname"=hex:01,02
[ControlSet002\\Control\\ComputerName\\ComputerName]
"ComputerName"="BOX"
[MountedDevices]
"\\\\DosDevices\\\\C:"="text"
"\\\\DosDevices\\\\D:"=hex:01
END
look
is "other types" "$(of_software) $(of_system)" \
  "|6.1||Client|-1 ControlSet002|BOX|D"
is "warnings of types" \
  "$(found warnings | grep -c ': the value is not of the type that')" 5
matches "warning of a type" "$(found warnings)" \
  'SOFTWARE: CurrentVersion\\ProductName: the value is not .* but of type 4'

# ---- Cells ----

# change FILE PYTHON: changes d, the bytes of a hive
change() {
  python3 - "$@" <<'END'
import struct
import sys
name, code = sys.argv[1:]
with open(name, 'rb') as f:
    d = bytearray(f.read())

def key_below(parent, name):
    """Where the key is: behind the one that it is below."""
    return d.index(name.encode(), d.index(parent.encode())) - 76

def put(at, value):
    d[at:at + 4] = struct.pack('<I', value)

def get(at):
    return struct.unpack('<I', d[at:at + 4])[0]

exec(code)
with open(name, 'wb') as f:
    f.write(d)
END
}

# broken_software WHAT PYTHON EXPECTED
broken_software() {
  good
  change $software "$2"
  look
  is "$1" "$(of_software)" "$3"
  is "SYSTEM, $1" "$(of_system)" "$all_system"
  matches "warning, $1" "$(found warnings)" \
    'SOFTWARE: the hive is damaged at byte 0x[0-9a-f]*, and what is there'
}
damaged_value='|10.0|19045|Client|0'
no_values='|0.0|||0'
nothing='|0.0|||-1'

broken_software "no root" 'put(36, 0xffffff0)' "$nothing"
broken_software "root is a value" 'put(36, d.index(b"vk") - 4100)' "$nothing"
broken_software "value behind the end" \
  'put(d.index(b"ProductName") - 12, 0x1000000)' "$damaged_value"
broken_software "value in a free cell" \
  'at = get(d.index(b"ProductName") - 12) + 4096; put(at, -get(at) & 0xffffffff)' \
  "$damaged_value"
broken_software "value of a gigabyte" \
  'put(d.index(b"ProductName") - 16, 0x40000000)' "$damaged_value"
broken_software "name of a value behind its cell" \
  'd[d.index(b"ProductName") - 17] = 255' \
  "$damaged_value"
broken_software "values without a list" \
  'put(key_below("Windows NT", "CurrentVersion") + 40, 0xfffffff8)' \
  "$no_values"
broken_software "values without number" \
  'put(key_below("Windows NT", "CurrentVersion") + 36, 0xffffffff)' \
  "$all_software"

# ---- Loops ----

# A list of lists that are one another and the same, of 65,535 each.
good
change $system '
list = len(d)
d += struct.pack("<i2sH", -(4 + 4 + 65535 * 4), b"ri", 65535)
d += struct.pack("<I", list - 4096) * 65535
leaf = len(d)
d += struct.pack("<i2sH", -(4 + 4 + 65535 * 4), b"li", 65535)
d += struct.pack("<I", get(36)) * 65535
put(list + 8, leaf - 4096)
for i in range(1, 65535):
    put(list + 8 + i * 4, leaf - 4096)
put(get(36) + 4096 + 4 + 20, 65535)
put(get(36) + 4096 + 4 + 28, list - 4096)
d += bytes(-len(d) % 4096)
put(40, len(d) - 4096)
sum = 0
for (word,) in struct.iter_unpack("<I", d[:508]):
    sum ^= word
put(508, sum)'
look
is "SOFTWARE beside a loop" "$(of_software)" "$all_software"
matches "warning of a loop" "$(found warnings)" 'SYSTEM: the hive is damaged'

# Each key lists the root below it.
good
change $software '
for at in range(4096, len(d)):
    if d[at:at + 2] == b"li" or d[at:at + 2] == b"lh":
        put(at + 4, get(36))'
look
is "SYSTEM beside a loop of keys" "$(of_system)" "$all_system"

# ---- Any byte ----

for at in $(seq 4096 61 8191); do
  good
  printf '\xff\xff\xff\xff' | dd of=$system bs=1 seek="$at" conv=notrunc status=none
  look
  is "SOFTWARE beside a damaged SYSTEM, $at" "$(of_software)" "$all_software"
done
