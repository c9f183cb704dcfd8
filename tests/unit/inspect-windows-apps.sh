#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Applications of Windows, from both views of the registry; what is damaged, and
# lists that are long.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/windows.sh"
requires python3

apps() { "$abs_top_builddir/tests/runner/inspect-apps" windows tree; }

list='Microsoft\Windows\CurrentVersion\Uninstall'
software=tree/Windows/System32/config/SOFTWARE
windows tree/Windows

fails_with 'config/software: the hive of the registry that lists applications is missing' apps
: > $software
if apps > got 2> err; then fail "an empty hive was read"; fi
matches "error" "$(cat err)" \
  '/Windows/System32/config/SOFTWARE: the hive .* cannot be read: repair'

# ---- Both views ----

hive $software <<END
[$list\\zip]
"DisplayName"="Zipper"
"DisplayVersion"="9.20"
"Publisher"="Igor"
"InstallLocation"="C:\\\\Program Files\\\\Zip"
"URLInfoAbout"="http://zip.example/"
"Comments"="packs"
[$list\\{0815}]
"DisplayName"="Product"
"DisplayVersion"=hex(2):31,00,00,00
[$list\\nameless]
"DisplayVersion"="1"
[$list\\AVG]
"DisplayName"="Scanner"
"Publisher"="AVG Technologies CZ"
[WOW6432node\\$list\\old]
"DisplayName"="Norton Commander"
[WOW6432node\\$list\\zip]
"DisplayName"="Zipper (32 bits)"
[Microsoft\\Windows Defender]
"DisableAntiVirus"=dword:00000000
END
apps > got
diff -u - got <<'END' || fail "other applications"
name=AVG display_name=Scanner publisher=AVG Technologies CZ class=antivirus
name=WinDefend display_name=Microsoft Defender Antivirus publisher=Microsoft Corporation class=antivirus
name=old display_name=Norton Commander class=antivirus
name=zip display_name=Zipper version=9.20 install_path=C:\Program Files\Zip publisher=Igor url=http://zip.example/ description=packs
name=zip display_name=Zipper (32 bits)
name={0815} display_name=Product version=1
END

hive $software <<END
[Microsoft\\Windows Defender]
"DisableAntiVirus"=dword:00000001
END
is "Defender that is off" "$(apps 2>&1)" ""
hive $software <<'END'
[Microsoft]
END
is "nothing" "$(apps 2>&1)" ""

# ---- Values of another type, and damaged keys ----

hive $software <<END
[$list\\a]
"DisplayName"=dword:00000001
[$list\\b]
"DisplayName"="B"
"DisplayVersion"=dword:00000001
"Publisher"="P"
[$list\\c]
"DisplayName"="C"
[Microsoft\\Windows Defender]
"DisableAntiVirus"="1"
END
apps > got 2> err
diff -u - got <<'END' || fail "other applications beside values of other types"
name=WinDefend display_name=Microsoft Defender Antivirus publisher=Microsoft Corporation class=antivirus
name=b display_name=B publisher=P
name=c display_name=C
END
is "warnings of types" "$(grep -c 'not of the type that Windows gives it' err)" 3

# The second of three keys, whose name is one letter.
python3 - $software <<'END'
import sys
name = sys.argv[1]
with open(name, 'r+b') as f:
    data = bytearray(f.read())
    at = data.rindex(b'nk', 0, data.index(b'b\0\0\0', data.index(b'hbin')))
    data[at] = 0
    f.seek(0)
    f.write(data)
END
apps > got 2> err
is "apps beside a damaged key" "$(grep -c . got)" 2
matches "warning of a damaged key" "$(cat err)" 'SOFTWARE: the hive is damaged at byte 0x'

# ---- Many ----

{ for i in $(seq 5000); do
    printf '[%s\\app%05d]\n"DisplayName"="Application %d"\n' "$list" "$i" "$i"
    echo '"DisplayVersion"="1.0"'
  done; } | hive $software ri
apps > got
is "many" "$(wc -l < got) $(sort -c got 2>&1)" "5000 "
