#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What QEMU is told about a drive, and what is refused, word for word.

. "$(dirname "$0")/../lib.sh"
requires qemu-img

truncate -s 1M disk.img
"$abs_top_builddir/tests/unit/blockdev" "$PWD/disk.img" |
  sed "s,$PWD,DIR,g" > got
diff -u "$abs_top_srcdir/tests/unit/blockdev.golden" got ||
  fail "differs from blockdev.golden"

# What qemu-img is told has the name of a directory with a quote in it, too.
mkdir 'a"quote'
qemu-img create -q -f qcow2 'a"quote/disk.img' 1M
is "format below a quote" "$(guestfish disk-format "$PWD/a\"quote/disk.img")" \
   qcow2
TMPDIR="$PWD/a\"quote" guestfish scratch 1M || fail "a scratch disk below a quote"

# The manual of add_drive describes each protocol of the table, and no other.
known=$(guestfish add x protocol:unknown 2>&1 | sed 's/.*use one of //') || true
manual=$(sed -n '/^=item C<protocol>/,/^=item C<server>/p' \
           "$abs_top_srcdir/generator/actions/drives.ml" |
           sed -n 's/^=item //p' | grep -v 'C<protocol>\|C<server>' |
           tr ',' '\n' | sed 's/.*C<\(.*\)>/\1/' | sort)
is "protocols in the manual" "$manual" "$(tr ' ' '\n' <<< "$known" | sort)"

# And QEMU understands each of them: --help of nothing would not show it, so
# the storage daemon opens those that need no server.
requires qemu-storage-daemon
qemu-img create -q -f qcow2 base.qcow2 1M
qemu-storage-daemon \
  --blockdev "$(sed -n '/^raw$/{n;s/^ *//p}' got | sed "s,DIR,$PWD,")" \
  --chardev stdio,id=qmp --monitor qmp \
  <<< '{"execute":"qmp_capabilities"} {"execute":"quit"}' > log 2>&1 ||
  fail "QEMU does not understand the description: $(cat log)"
