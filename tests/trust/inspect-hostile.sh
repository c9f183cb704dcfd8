#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Systems whose files are made to hurt: each costs itself, a warning names it,
# and the good system beside them is found.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# A file system for each, and the commands that fill it.
names=()
hostile() {
  names+=("$1")
  {
    echo "mount /dev/sda${#names[@]} /"
    echo "mkdir-p /etc"
    echo "mkdir-p /bin"
    cat
    echo "umount /"
  } >>fill
}
release='ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n'

hostile good <<<"write /etc/os-release \"$release\""
hostile sparse <<'SCRIPT'
touch /etc/os-release
truncate-size /etc/os-release 1G
touch /etc/fstab
truncate-size /etc/fstab 1G
SCRIPT
printf 'ID=deb\0ian\r\nNAME="no end\nVERSION_ID=\x27\xff\xfe\x80\n=\n==x\r' >nul
hostile nul <<<'upload nul /etc/os-release'
seq -f '/dev/sda1 /mnt/%g ext4 defaults 0 0' 1000000 >million
hostile million <<SCRIPT
write /etc/os-release "$release"
upload million /etc/fstab
SCRIPT
hostile loops <<'SCRIPT'
rmdir /etc
ln-s etc /etc
rmdir /bin
ln-s /bin/../bin /bin
ln-s usr/lib /usr
SCRIPT
hostile pipe <<'SCRIPT'
mkfifo 0644 /etc/os-release
mkfifo 0644 /etc/fstab
mknod-c 0644 1 5 /etc/hostname
mkdir /etc/debian_version
SCRIPT
printf 'Package: a\nStatus: install ok installed\nVersion: ' >status
head -c 30000000 /dev/zero | tr '\0' 1 >>status
hostile long <<SCRIPT
write /etc/os-release "$release"
mkdir-p /var/lib/dpkg
upload status /var/lib/dpkg/status
SCRIPT
hostile damaged <<<"write /etc/os-release \"$release\""

n=${#names[@]}
size=64
truncate -s $((n * size + 2))M disk.img
{
  echo run
  echo part-init /dev/sda gpt
  for ((i = 0; i < n; i++)); do
    echo "part-add /dev/sda p $((2048 + i * size * 2048)) $((2047 + (i + 1) * size * 2048))"
    echo "mkfs ext4 /dev/sda$((i + 1)) label:${names[i]}"
  done
  cat fill
  echo debug sh "'dd if=/dev/zero of=/dev/sda$n bs=64k seek=1 count=400'"
} >script
guestfish --format=raw -a disk.img <script >out 2>&1 ||
  fail "making the disk: $(cat out)"

start=$SECONDS
guestfish --ro --format=raw -a disk.img >out 2>err <<'SCRIPT' ||
run
inspect-os
inspect-get-mountpoints /dev/sda1
inspect-get-product-name /dev/sda1
mount-ro /dev/sda7 /
-inspect-list-applications2 /dev/sda7
SCRIPT
  fail "inspecting failed: $(cat err)"
[ $((SECONDS - start)) -lt 100 ] || fail "it took $((SECONDS - start)) s"
is "systems" "$(head -n 5 out | tr -dc '1-9\n' | tr -d '\n')" 12347
is "the good one" "$(sed -n '6,7p' out)" "/: /dev/sda1
Debian 12"

warned() { grep -qE "^libguestfs: warning: $1" err || fail "not said: $1"; }
warned '/dev/sda2: /etc/os-release: .* bytes'
warned '/dev/sda2: /etc/fstab: .* bytes'
warned '/dev/sda3: /etc/os-release: .*NUL'
warned '/dev/sda4: /etc/fstab: .* bytes'
warned '/dev/sda5: /etc: '
warned '/dev/sda6: /etc/os-release: it is no regular file'
warned '/dev/sda6: /etc/fstab: it is no regular file'
warned '/dev/sda8.*EXT4-fs error'
warned '/dev/sda7: /var/lib/dpkg/status: line 3 has more than 4 MiB'
if grep '/dev/sda1' err; then fail "the good one has a warning"; fi
is "lines of a link that leads to itself" "$(grep -c /dev/sda5 err)" 3
