#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The example programs in Perl.

. "$(dirname "$0")/../lib/bindings.sh"
requires_language perl
requires_appliance

example() { perl -w "$abs_top_srcdir/bindings/perl/examples/$1.pl" "${@:2}"; }

example create_disk disk.img
guestfish --format=raw -a disk.img -m /dev/sda1 <<'END' > got
vfs-label /dev/sda1
cat /notes/hello.txt
mkdir-p /etc
write /etc/os-release "ID=debian\nVERSION_ID=12\nPRETTY_NAME=\"Debian 12 (toy)\"\n"
write /etc/fstab "/dev/sda1 / ext4 defaults 0 0\n"
write /etc/issue "Toy system\n"
write /etc/binary "toy\x00toy"
mkdir-p /bin
END
is "what create_disk made" "$(head -n 2 got)" "$(printf 'data\nhello from Perl')"

example inspect_vm disk.img > got
for line in 'Root: +/dev/sda1' 'Product name: +Debian 12 \(toy\)' \
  'Version: +12\.0' 'Type: +linux' 'Distribution: +debian' ' +Toy system'; do
  grep -qxE "$line" got || fail "inspect_vm: no '$line': $(cat got)"
done

example grep_guest disk.img '[Tt]oy' > got
is grep_guest "$(cat got)" '/etc/issue:1: Toy system
/etc/os-release:3: PRETTY_NAME="Debian 12 (toy)"'
