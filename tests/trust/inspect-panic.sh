#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A file system that ends the appliance's kernel when inspection mounts it, or
# looks at its files: the error names it and how to leave it out, and with that
# the systems beside it are found by the same handle.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# What mounts NTFS stops the kernel, as a driver of the kernel may.
cat > stop <<'S'
#!/bin/sh
echo 1 > /proc/sys/kernel/sysrq
echo c > /proc/sysrq-trigger
S
truncate -s 300M disk.img
guestfish <<'S'
add disk.img format:raw cachemode:unsafe
run
part-init /dev/sda gpt
part-add /dev/sda p 2048 200000
part-add /dev/sda p 200704 400000
part-add /dev/sda p 401408 600000
mkfs ext2 /dev/sda1
mkfs ntfs /dev/sda2
mkfs ext2 /dev/sda3
mount /dev/sda1 /
mkdir /etc
mkdir /bin
write /etc/fstab "/dev/sda1 / ext2 defaults 0 0\n"
write /etc/os-release "ID=debian\nVERSION_ID=12\n"
umount /
mount /dev/sda3 /
upload stop /stop
chmod 0755 /stop
S

cat > script <<'S'
add disk.img format:raw cachemode:unsafe
run
mount-ro /dev/sda3 /
debug sh "cp /sysroot/stop /run/stop && mount --bind /run/stop $(command -v ntfs-3g)"
-inspect-os
echo "again"
set-backend-setting inspect_without /dev/sdz,/dev/sda2
add disk.img format:raw cachemode:unsafe
run
inspect-os
inspect-get-mountpoints /dev/sda1
list-filesystems
S
timeout 300 guestfish -f script > out 2> err || { cat out err; fail "again"; }
is "systems beside it" "$(grep . out)" "again
/dev/sda1
/: /dev/sda1
/dev/sda1: ext2
/dev/sda2: ntfs
/dev/sda3: ext2"
matches "the error" "$(grep inspect_os err)" \
  'panicked while mounting /dev/sda2 .ntfs.: Kernel panic - .*: the backend setting inspect_without=/dev/sda2 leaves it out: add the drives'
is "the warning" "$(grep warning err)" \
  "libguestfs: warning: /dev/sda2: was left out, as the backend setting inspect_without says"
