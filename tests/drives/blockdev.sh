#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What QEMU is told about a drive, and what is refused, word for word.

. "$(dirname "$0")/../lib.sh"

truncate -s 1M disk.img
"$abs_top_builddir/tests/drives/blockdev" "$PWD/disk.img" |
  sed "s,$PWD,DIR,g" > got
diff -u "$abs_top_srcdir/tests/drives/blockdev.golden" got ||
  fail "differs from blockdev.golden"

# And QEMU understands each of them: --help of nothing would not show it, so
# the storage daemon opens those that need no server.
requires qemu-storage-daemon
qemu-img create -q -f qcow2 base.qcow2 1M
qemu-storage-daemon \
  --blockdev "$(sed -n '/^raw$/{n;s/^ *//p}' got | sed "s,DIR,$PWD,")" \
  --chardev stdio,id=qmp --monitor qmp \
  <<< '{"execute":"qmp_capabilities"} {"execute":"quit"}' > log 2>&1 ||
  fail "QEMU does not understand the description: $(cat log)"
