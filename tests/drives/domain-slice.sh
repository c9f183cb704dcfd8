#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A domain whose disk is a slice of its image: of a file, of a device, of an
# export of NBD; raw and qcow2.  Nothing outside of the slice is read or written.

. "$(dirname "$0")/../lib/servers.sh"
requires mkfs.ext4 debugfs qemu-img
requires_appliance

make_disk inner.img
# in_the_middle FILE: noise around it, and how much of it counts, which is whole
# sectors.
in_the_middle() {
  size=$(( ($(stat -c %s "$1") + 511) / 512 * 512 ))
  { head -c 1048576 /dev/urandom; cat "$1"; head -c 1048576 /dev/urandom; }
}
# domain TYPE SOURCE FORMAT [SIZE]
domain() {
  domain_disk="<disk type='$1'><driver name='qemu' type='$3'/>
<source $2<slices><slice type='storage' offset='1048576' size='${4-$size}'/>
</slices></source>"
  . "$abs_top_srcdir/tests/lib/domain.sh"
}

in_the_middle inner.img > outer.img
domain file "file='$PWD/outer.img'>" raw
is "size" "$(guestfish --ro -c "$uri" -d guest run : \
  blockdev-getsize64 /dev/sda)" "$size"
reads "a slice" -c "$uri" -d guest
cmp outer.img <(head -c 1048576 outer.img; cat inner.img; tail -c 1048576 outer.img) ||
  fail "a slice that was only read has changed"

cp outer.img before.img
guestfish -c "$uri" -d guest -m /dev/sda write /new written
head -c $((1048576 + size)) outer.img | tail -c +1048577 > slice.img
is "what was written" "$(file_in slice.img /new)" written
for part in head tail; do
  cmp <($part -c 1048576 outer.img) <($part -c 1048576 before.img) ||
    fail "$part of the image: changed outside of the slice"
done

# A qcow2 image, whose format is found out or not.
qemu-img convert -O qcow2 inner.img inner.qcow2
in_the_middle inner.qcow2 > outer2.img
domain file "file='$PWD/outer2.img'>" qcow2
reads "qcow2 in a slice" -c "$uri" -d guest

# The chain of images is that of the slice.
qemu-img create -q -f qcow2 -b inner.img -F raw above.qcow2
in_the_middle above.qcow2 > outer3.img
domain file "file='$PWD/outer3.img'>" qcow2
reads "an image above another in a slice" -c "$uri" -d guest

background qemu-nbd -t -r -e 5 -f raw -k "$PWD/nbd.sock" -x export before.img
wait_until test -S nbd.sock
domain network "protocol='nbd' name='export'><host transport='unix' socket='$PWD/nbd.sock'/>" raw "$(stat -c %s inner.img)"
reads "a slice of an export" -c "$uri" -d guest

if loop=$(losetup --show -f before.img 2> /dev/null); then
  at_exit "losetup -d $loop"
  domain block "dev='$loop'>" raw "$(stat -c %s inner.img)"
  reads "a slice of a device" -c "$uri" -d guest
else
  skip_part "no loop device"
fi

domain file "file='$PWD/outer.img'>" raw 99999744
refused "launch: $PWD/outer.img: .*smaller or equal to the +actual size" \
  guestfish --ro -c "$uri" -d guest run
domain file "file='$PWD/outer.img'>" raw 1000
refused "launch: $PWD/outer.img: .*multiple of 512" \
  guestfish --ro -c "$uri" -d guest run
