#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# A file system that ends the machine, or makes it wait for ever, costs itself:
# the machine is launched again without it, and the system beside it is found in
# the same call; but not when something would be lost with the machine.

. "$(dirname "$0")/../lib/servers.sh"
requires python3 mkfs.ext4 debugfs
requires_appliance

# A system on sda.  Nobody reads the journal of sdb before it is mounted: there
# the server has its trap.
mkdir -p tree/etc tree/bin
echo "/dev/sda / ext4 defaults 0 0" > tree/etc/fstab
printf 'ID=debian\nVERSION_ID=12\n' > tree/etc/os-release
truncate -s 40M good.img bad.img
mkfs.ext4 -q -b 4096 -d tree good.img
mkfs.ext4 -q -b 4096 -J location=20M bad.img
block=$(debugfs -R 'bmap <8> 0' bad.img 2> /dev/null)

# serve kill|stall: a server with a trap; sets $drives.
serve() {
  rm -f socket server.log
  background python3 "$abs_top_srcdir/tests/lib/nbd-trap.py" socket bad.img "$((block * 4096))" \
    4096 "$1"
  wait_until test -S socket
  drives="add-drive good.img format:raw
add-drive '' protocol:nbd \"server:'unix:$PWD/socket'\" format:raw"
}
times_caught() { grep -c caught server.log; }

# ---- The machine dies ----
serve kill
cat > events <<'END'
event e launch_done,subprocess_quit "echo EVENT $EVENT"
END
cat > script <<END
$(cat events)
$drives
run
list-filesystems
inspect-os
inspect-get-hostname /dev/sda
inspect-os
mount-ro /dev/sda /
cat /etc/fstab
END
timeout 100 guestfish -f script > out 2> err || { cat out err; fail "died"; }
is "all that it did" "$(grep . out)" "EVENT launch_done
/dev/sda: ext4
/dev/sdb: ext4
/dev/sda
unknown
/dev/sda
/dev/sda / ext4 defaults 0 0"
is "machines that died" "$(times_caught)" 1
is "warnings, one for each time" "$(grep -c . err)" 2
matches "the warning" "$(head -1 err)" "libguestfs: warning: /dev/sdb: was left \
out, as the appliance closed the connection while mounting /dev/sdb \(ext4\): \
qemu-[^ ]* was ended by signal 9 .*: the appliance was launched again, which the backend setting \
inspect_without=/dev/sdb avoids"

# ---- For people ----
serve kill
timeout 100 guestfish --ro -i --format=raw -a good.img -a "nbd:///?socket=$(uri_path "$PWD")/socket" \
  cat /etc/os-release > out 2> err || { cat out err; fail "guestfish -i"; }
is "guestfish -i" "$(head -1 out)" "ID=debian"
matches "its warning" "$(cat err)" "/dev/sdb: was left out"

# ---- Something would be lost: the error names it ----
serve kill
cat > script <<END
$(cat events)
$drives
run
mount-ro /dev/sda /
-inspect-os
echo "again"
END
timeout 100 guestfish -f script > out 2> err || { cat out err; fail "lost"; }
is "a mount is not lost in silence" "$(grep . out)" "EVENT launch_done
EVENT subprocess_quit
again"
matches "the error" "$(cat err)" "inspect_os: lost the appliance .* while \
mounting /dev/sdb \(ext4\): the backend setting inspect_without=/dev/sdb \
leaves it out: .*: add the drives"

# ---- The kernel waits for ever ----
serve stall
cat > script <<END
set-backend-setting call_timeout 4
$drives
run
inspect-os
list-filesystems
END
timeout 100 guestfish -f script > out 2> err || { cat out err; fail "hangs"; }
is "a system beside it" "$(head -1 out)" "/dev/sda"
matches "why it was given up" "$(cat err)" "appliance hangs while mounting \
/dev/sdb \(ext4\): nothing has come of this call for 4 seconds .*: the \
appliance was launched again"

# ---- Cancelled while it waits: the handle goes on, nothing is left out ----
serve stall
out=$(python3 "$abs_top_srcdir/tests/lib/terminal.py" guestfish <<END
><fs>|add-drive good.img format:raw\n
><fs>|add-drive "" protocol:nbd "server:'unix:$PWD/socket'" format:raw\n
><fs>|run\n
><fs>|!(until grep -q caught server.log; do sleep 0.1; done; echo IT""IS) &\n
><fs>|inspect-os\n
ITIS|\x03
cancelled by the user|
><fs>|list-devices\n
/dev/sdb|
><fs>|mount-ro /dev/sda /\n
><fs>|cat /etc/os-release\n
VERSION_ID=12|
><fs>|exit\n
END
)
echo "$out"
is "machines that were waited for" "$(times_caught)" 1
