#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Recipe: Change the registry of Windows.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"
windows_guest disk.img
recipe disk.img
guestfish --ro --format=raw -a disk.img -m /dev/sda1 \
  download /Windows/System32/config/SOFTWARE software
python3 - <<'END' || fail "the value is not in the hive"
data = open("software", "rb").read()
assert data[:4] == b"regf"
assert "C:\\setup.cmd\0".encode("utf-16-le") in data
at = data.index(b"RunOnce")
assert data[at - 76:at - 74] == b"nk"
END
