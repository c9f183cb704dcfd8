#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish -i with an appliance: a system on a logical volume in LUKS, its
# passphrase typed; warnings of inspection; two systems; and the program of
# guestfs(3) that inspects.

. "$(dirname "$0")/../lib/storage.sh"
requires python3 "${cc[0]}"
esc=$'\033'

# ---- Two systems ----

disk plain.img 64M
disk locked.img 128M
cat >fstab <<'END'
/dev/mapper/vg-root / ext4 defaults 0 1
LABEL=boot /boot ext4 defaults 0 2
/dev/sdq1 /srv ext4 nofail 0 0
END
printf 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Toy %s[2J 12"\n%s[31m bad\n' \
  "$esc" "$esc" >os-release
session <<S
add plain.img $scratch
add locked.img $scratch
run
mkfs ext4 /dev/sda
part-init /dev/sdb gpt
part-add /dev/sdb p 2048 40000
part-add /dev/sdb p 40960 -2048
mkfs ext4 /dev/sdb1 label:boot
$(quick_luks /dev/sdb2 secret)
luks-uuid /dev/sdb2 | cat > uuid
debug sh "echo -n secret | cryptsetup open --key-file=- /dev/sdb2 made"
pvcreate /dev/mapper/made
vgcreate vg /dev/mapper/made
lvcreate root vg 48
mkfs ext4 /dev/vg/root
mount /dev/vg/root /
mkdir /etc
mkdir /bin
mkdir /boot
mkdir /srv
upload fstab /etc/fstab
upload os-release /etc/os-release
umount /
mount /dev/sda /
mkdir /etc
mkdir /bin
write /etc/os-release "ID=alpine\nVERSION_ID=3.19.0\nPRETTY_NAME=Plain\n"
touch /etc/fstab
S

# ---- A passphrase that is typed ----

export TERM=dumb INPUTRC=/dev/null GUESTFISH_PS1='\x5bp\135 '
status=0
python3 "$abs_top_srcdir/tests/lib/terminal.py" \
  guestfish --ro --format=raw -a locked.img -i >seen 2>&1 <<'END' || status=$?
Enter key or passphrase ("/dev/sda2"): |wrong\n
no key slot matches this key|
Enter key or passphrase ("/dev/sda2"): |secret\n
[p] |cat /etc/fstab\n
LABEL=boot|
[p] |inspect-get-mountpoints /dev/vg/root\n
[p] |quit\n
END
is "status, with what was seen: $(cat seen)" $status 0
tr -d '\r' <seen >text
is "the listing" "$(sed -n '/^Operating/,/^$/p' text)" \
  "Operating system: Toy  [2J 12
/dev/vg/root mounted on /
/dev/sda1 mounted on /boot"
is "warnings of mounts" "$(grep -c '^guestfish: warning: ' text)" 1
grep -q '^guestfish: warning: /dev/sdq1 is not mounted on /srv: ' text ||
  fail "no warning of /srv: $(cat text)"
grep -q '^libguestfs: warning: .*/etc/os-release' text ||
  fail "no warning of inspection: $(cat text)"
! grep -q "$esc\[" text || fail "an escape of the guest: $(cat text)"

# ---- Two systems are one too many ----

fails_with "-i: more than one .*: /dev/sda \(Plain\), /dev/vg/root \(Toy .*\
: choose one with -m instead of -i, as in -m /dev/sda$" \
  bash -c 'guestfish --ro --format=raw -a plain.img -a locked.img \
             --key "$(cat uuid):key:secret" -i 2> >(grep -v ^libguestfs: >&2)'

# ---- The program of the manual ----

"${cc[@]}" -Wall -Wextra -Werror -I"$abs_top_srcdir/include" -o program \
  "$abs_top_srcdir/examples/inspect-systems.c" \
  -L"$abs_top_builddir/lib/.libs" -lguestfs
is "the program of the manual" "$(./program plain.img)" \
  "/dev/sda: linux alpinelinux 3, 3 names in /"
fails_with 'none.img' ./program none.img
