#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A symbolic link to an image whose backing file has a relative name: it is
# beside what the link points to, or else beside the link.

. "$(dirname "$0")/../lib.sh"
requires qemu-img
requires_appliance

mkdir target links
truncate -s 1M target/base.raw
printf 'beside the target' | dd of=target/base.raw conv=notrunc status=none
(cd target && qemu-img create -q -f qcow2 -b base.raw -F raw overlay.qcow2)
ln -s ../target/overlay.qcow2 links/link
is "link, read" "$(guestfish --ro -a links/link run : \
  pread-device /dev/sda 17 0)" "beside the target"
guestfish --format=qcow2 -a links/link run : \
  pwrite-device /dev/sda written 512 : shutdown > /dev/null
is "link, written" "$(guestfish --ro -a target/overlay.qcow2 run : \
  pread-device /dev/sda 7 512)" written

truncate -s 1M links/other.raw
printf 'beside the link' | dd of=links/other.raw conv=notrunc status=none
(cd links && qemu-img create -q -f qcow2 -b other.raw -F raw up.qcow2 &&
   mv up.qcow2 ../target)
ln -s ../target/up.qcow2 links/up
is "beside the link" "$(guestfish --ro -a links/up run : \
  pread-device /dev/sda 15 0)" "beside the link"
