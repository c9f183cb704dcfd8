#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# Dynamic disks of Windows and their copies, which call themselves the same: no
# volume is made of parts of both, and inspection warns of each copy.

. "$(dirname "$0")/../lib.sh"
requires xz
requires_appliance
requires_image ldm-data.tar.xz
for i in 2003r2-simple-1 2008r2-spanned-1 2008r2-spanned-2; do
  tar -xJf "$test_images/ldm-data.tar.xz" ldm-$i.img
done
red=/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0
win=/dev/mapper/ldm_vol_WIN-ERRDJSBDAVF-Dg0

# copies IMAGE…: the volumes that there are; what inspection warns of
copies() {
  local i drives=()
  for i; do drives+=(-a "$i"); done
  guestfish --ro --format=raw "${drives[@]}" >out 2>warnings <<'END' ||
run
list-ldm-volumes
inspect-os
ldmtool-create-all
list-ldm-volumes
END
    fail "copies: $(cat warnings)"
  volumes=$(sort out | uniq -c | tr -s ' ')
}
# Nobody can tell to which of the two the other disk of the volume belongs.
cp ldm-2008r2-spanned-1.img copy.img
cp ldm-2008r2-spanned-2.img copy2.img
copies ldm-2008r2-spanned-1.img ldm-2008r2-spanned-2.img copy.img
is "a volume on a disk and its copy" "$volumes" ""
is "warnings of copies" "$(wc -l <warnings)" 1
matches "the warning" "$(cat warnings)" \
  '/dev/sdc: it is a copy of the dynamic disk /dev/sda, so it is not used, and volumes that also'
copies ldm-2008r2-spanned-1.img copy.img copy2.img ldm-2008r2-spanned-2.img
is "a volume that was copied" "$volumes" ""
is "warnings of both copies" "$(wc -l <warnings)" 2
# A volume on one disk is the same on each.
cp ldm-2003r2-simple-1.img simple.img
copies ldm-2003r2-simple-1.img ldm-2008r2-spanned-1.img simple.img \
  ldm-2008r2-spanned-2.img
is "what cannot be mixed" "$volumes" " 2 ${red}_Volume1
 2 ${win}_Volume1"
is "warnings of one copy" "$(wc -l <warnings)" 1
matches "its warning" "$(cat warnings)" 'a copy of the dynamic disk /dev/sd[ac],'
