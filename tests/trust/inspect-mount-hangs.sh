#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A program that mounts a file system and never ends costs that file system, also
# when something is open in the machine, which therefore cannot be replaced.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# What mounts NTFS waits for ever.
printf '#!/bin/sh\nexec sleep 10000\n' > hang
truncate -s 100M bad.img
truncate -s 50M good.img
guestfish <<'S'
add bad.img format:raw cachemode:unsafe
add good.img format:raw cachemode:unsafe
run
mkfs ntfs /dev/sda
mkfs ext2 /dev/sdb
mount /dev/sdb /
mkdir /etc
mkdir /bin
write /etc/os-release "ID=debian\nVERSION_ID=12\n"
upload hang /hang
chmod 0755 /hang
S
cat > script <<'S'
add bad.img format:raw
add good.img format:raw
run
mount-ro /dev/sdb /
debug sh "cp /sysroot/hang /run/hang && mount --bind /run/hang $(command -v ntfs-3g)"
inspect-os
S
timeout 300 guestfish --ro -f script > out 2> err || { cat out err; fail "ended"; }
is "the system beside it" "$(grep . out)" /dev/sdb
matches "the warning" "$(cat err)" \
  '^libguestfs: warning: /dev/sda: ntfs-3g has not mounted it within 60 seconds'
