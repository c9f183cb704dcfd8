#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# File systems that make the kernel panic, a real one: ext4 that asks for it at
# the first error is looked at all the same, as it is mounted with
# errors=continue; a mount that hangs until the kernel's watchdog panics is
# named by the error, and the system beside it is found without it.

. "$(dirname "$0")/../lib/servers.sh"
requires python3 mkfs.ext4 tune2fs debugfs
requires_appliance

mkdir -p tree/etc tree/bin
echo "/dev/sda / ext4 defaults 0 0" > tree/etc/fstab
printf 'ID=debian\nVERSION_ID=12\n' > tree/etc/os-release
touch tree/bin/sh
truncate -s 40M good.img rootless.img hole.img stalls.img
mkfs.ext4 -q -d tree good.img
mkfs.ext4 -q -e panic -d tree rootless.img
mkfs.ext4 -q -e panic -b 4096 -d tree hole.img
mkfs.ext4 -q -b 4096 -J location=20M stalls.img

# ---- Errors of ext4 ----
debugfs -w -R 'clri <2>' rootless.img 2> /dev/null
block=$(debugfs -R 'bmap /bin 0' hole.img 2> /dev/null)
dd if=/dev/zero bs=4096 count=1 status=none | tr '\0' x |
  dd of=hole.img bs=4096 seek="$block" conv=notrunc status=none
drives="add-drive good.img format:raw
add-drive rootless.img format:raw
add-drive hole.img format:raw"
if [ -e "$abs_top_srcdir/../shared/data/blkid-images.tar.xz" ]; then
  tar -xf "$abs_top_srcdir/../shared/data/blkid-images.tar.xz" --strip 1 \
    --wildcards '*/vxfs-le.img'
  drives+=$'\nadd-drive vxfs-le.img format:raw'
else
  skip_part "no shared/data: VxFS of 4 KiB, whose driver stops the kernel"
fi
cat > script <<END
event e launch_done,subprocess_quit "echo EVENT \$EVENT"
$drives
run
inspect-os
inspect-get-distro /dev/sdc
END
timeout 300 guestfish -f script > out 2> err || { cat out err; fail "errors"; }
is "systems, with one launch" "$(grep . out)" "EVENT launch_done
/dev/sda
/dev/sdc
debian"
matches "why one is not there" "$(cat err)" "warning: /dev/sdb: "
matches "what is damaged" "$(cat err)" "warning: /dev/sdc: .*/bin"
[ ! -e vxfs-le.img ] ||
  matches "VxFS" "$(cat err)" "warning: /dev/sdd: .* may stop the kernel"

# ---- A panic ----
block=$(debugfs -R 'bmap <8> 0' stalls.img 2> /dev/null)
background python3 "$abs_top_srcdir/tests/lib/nbd-trap.py" socket stalls.img \
  "$((block * 4096))" 4096 stall
wait_until test -S socket
# What "debug" has done would be lost with the machine, so the call fails; its
# error says what to do, which is done.
drives="add-drive good.img format:raw
add-drive '' protocol:nbd \"server:'unix:$PWD/socket'\" format:raw"
cat > script <<END
event e launch_done,subprocess_quit "echo EVENT \$EVENT"
$drives
run
debug sh "echo 1 > /proc/sys/kernel/hung_task_panic"
debug sh "echo 1 > /proc/sys/kernel/hung_task_check_interval_secs"
debug sh "echo 1 > /proc/sys/kernel/hung_task_timeout_secs"
-inspect-os
set-backend-setting inspect_without /dev/sdb
$drives
run
inspect-os
inspect-get-distro /dev/sda
END
timeout 300 guestfish -f script > out 2> err || { cat out err; fail "a panic"; }
is "the system, after a panic" "$(grep . out)" "EVENT launch_done
EVENT subprocess_quit
EVENT launch_done
/dev/sda
debian"
matches "the error" "$(cat err)" "inspect_os: lost the appliance .*: the \
appliance's kernel panicked while mounting /dev/sdb \(ext4\): Kernel panic - \
not syncing: hung_task: blocked tasks: the backend setting \
inspect_without=/dev/sdb leaves it out"
