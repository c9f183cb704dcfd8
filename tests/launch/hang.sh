#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The call ends when the guest hangs, with what hangs in the error, and one that
# was only stopped for a while is not.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# As little patience as the kernel allows.
impatient='debug sh "cd /proc/sys/kernel && echo 4 > hung_task_timeout_secs && echo 2 > hung_task_check_interval_secs && echo 2 > watchdog_thresh"'
settings() { LIBGUESTFS_BACKEND_SETTINGS=$1; export LIBGUESTFS_BACKEND_SETTINGS; }

truncate -s 64M t.img
start="add t.img format:raw cachemode:unsafe
run"

# Whoever writes to a frozen file system waits in the kernel.
if timeout 300 guestfish > out 2>&1 <<S
$start
$impatient
mkfs ext4 /dev/sda
mount /dev/sda /
debug sh "fsfreeze -f /sysroot"
touch /never
S
then fail "touch on a frozen file system succeeded"; fi
matches "a task that hangs" "$(grep touch out)" \
  'touch: lost the appliance.*the appliance hangs: INFO: task guestfsd:[0-9]+ blocked for more than [0-9]+ seconds.*launch again'

# After an oops nothing goes on, and its line is told.
if timeout 300 guestfish > out 2>&1 <<S
$start
debug sh "echo 1 > /proc/sys/kernel/sysrq; echo c > /proc/sysrq-trigger"
S
then fail "a crash of the kernel succeeded"; fi
matches "a crash" "$(grep debug: out)" 'panicked: Kernel panic - not syncing'

# A program that never ends, for those who have set a limit.
settings call_timeout=3
if timeout 300 guestfish > out 2>&1 <<S
$start
debug sh "sleep 1000"
S
then fail "a call of 1000 seconds was waited for"; fi
matches "a limit" "$(grep debug: out)" \
  'debug: .*hangs: nothing has come of this call for 3 seconds .backend setting call_timeout.'
settings ""

# QEMU is stopped for a while in the middle of work: the kernel sees that
# everything was stuck, says so once, and goes on.
cat > script <<S
$start
get-pid | cat > pid
$impatient
!(sleep 0.5; kill -STOP \$(cat pid); sleep 6; kill -CONT \$(cat pid)) > /dev/null 2>&1 &
debug sh "timeout 8 dd if=/dev/zero of=/dev/null bs=1M 2>/dev/null; echo survived; dmesg | grep -c soft.lockup"
S
timeout 300 guestfish -f script > out 2>&1 || { cat out; fail "stopped and continued"; }
matches "stopped and continued" "$(cat out)" 'survived'
echo "reports of soft lockups: $(grep -E '^[0-9]+$' out | tail -1)"
