#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs that guestfs(3) shows can be compiled as it says, and do what it
# says.
# tier: slow

. "$(dirname "$0")/../lib.sh"
examples=$abs_top_srcdir/examples

for program in "$examples"/*.c; do
  "${cc[@]}" -Wall -Wextra -Werror -I"$abs_top_builddir/include" \
    -I"$abs_top_srcdir/include" "$program" -o "$(basename "$program" .c)" \
    -L"$abs_top_builddir/lib/.libs" -lguestfs -pthread ||
    fail "$program cannot be compiled"
done

requires_appliance
./make-disk disk.img || fail "make-disk"
is "the file" "$(./read-file disk.img /dev/sda1 /hello.txt)" "Hello, guest!"
! ./read-file disk.img /dev/sda1 /none 2>err || fail "read-file /none"
is "a missing file" "$(cat err)" "there is no /none in this file system"
! ./read-file none.img /dev/sda1 /none 2>err || fail "read-file none.img"
matches "a missing image" "$(cat err)" "none.img: No such file or directory"
is "no system" "$(./inspect-systems disk.img)" ""
./show-progress disk.img /dev/sda1 part.img 2>err || fail "show-progress"
matches "the end of the progress" "$(tr '\r' '\n' <err)" "100 %"
start=$(od -An -tu8 -j $((1024 + 32)) -N 8 disk.img)      # of GPT's first
cmp <(tail -c +$((start * 512 + 1)) disk.img | head -c "$(stat -c %s part.img)") \
    part.img || fail "show-progress copied something else"
guestfish --format=raw -a disk.img -m /dev/sda1 mkdir /etc : mkdir /bin : \
  write /etc/os-release 'ID=debian
VERSION_ID=12
' : write /etc/fstab '/dev/sda1 / ext4 defaults 0 0'
is "a system" "$(./inspect-systems disk.img)" \
  "/dev/sda1: linux debian 12, 4 names in /"
is "two disks at once" "$(./threads disk.img disk.img)" \
  "$(printf 'disk.img: /dev/sda1: ext4\n%.0s' 1 2)"
