#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The two cache modes do what they promise: with writeback a sync in the guest
# is a flush of the file, with unsafe none arrives.  QEMU itself is asked,
# through a second monitor.

. "$(dirname "$0")/../lib.sh"
requires python3
requires_appliance

cat > ask.py <<'EOF'
import json, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
f = s.makefile('rw')
def ask(command, **args):
    f.write(json.dumps({'execute': command, 'arguments': args}) + '\n')
    f.flush()
    while True:
        reply = json.loads(f.readline())
        if 'return' in reply:
            return reply['return']
f.readline()
ask('qmp_capabilities')
# Every node of every drive, with what it was told about flushes.
for node in sorted(ask('query-named-block-nodes'), key=lambda n: n['file']):
    name = node['file'].split('/')[-1]
    print('node', name, node['drv'], 'direct', node['cache']['direct'],
          'no-flush', node['cache']['no-flush'])
# Flushes that the guest has asked for.
for disk in ask('query-blockstats'):
    if disk.get('node-name', '').startswith('drive') or disk.get('qdev'):
        print('flushes', disk.get('node-name'), disk['stats']['flush_operations'])
EOF

truncate -s 64M safe.img unsafe.img
# Which flushes QEMU passes on to the host shows in its system calls.
cat > watch.sh <<'EOF'
qemu=$(python3 -c 'import glob,os
for p in glob.glob("/proc/[0-9]*"):
    try:
        if "qemu" in os.readlink(p + "/exe") and b"script.qmp" in open(p + "/cmdline", "rb").read():
            print(os.path.basename(p))
    except OSError: pass')
strace -f -y -e trace=fdatasync,fsync -o calls -p "$qemu" 2> strace.log &
for i in 1 2 3 4 5 6 7 8 9 10; do
  grep -q attached strace.log && break
  sleep 0.3
done
EOF
have_strace=
if command -v strace > /dev/null; then have_strace=1; fi

cat > script <<EOF
config -qmp "unix:$PWD/script.qmp,server=on,wait=off"
add safe.img format:raw
add unsafe.img format:raw cachemode:unsafe
add-ro safe.img
run
mkfs ext4 /dev/sda
mkfs ext4 /dev/sdb
${have_strace:+!sh watch.sh}
mount /dev/sda /
write /f x
sync
umount /
mount /dev/sdb /
write /f x
sync
umount /
!python3 ask.py script.qmp
EOF
guestfish -f script > out || fail "guestfish failed: $(cat out)"
cat out

# every NODE REGEX: each node of this name matches, and there is one
every() {
  grep -q "^node $1 " out || fail "no node $1"
  is "nodes $1" "$(grep -c "^node $1 .*$2" out)" "$(grep -c "^node $1 " out)"
}
every safe.img 'direct False no-flush False$'
every unsafe.img 'direct False no-flush True$'

flushes() { sed -n "s/^flushes $1 //p" out; }
[ "$(flushes drive0)" -gt 0 ] || fail "the guest has not flushed the first drive"
[ "$(flushes drive1)" -gt 0 ] || fail "the guest has not flushed the second drive"

if [ -s calls ]; then
  grep -q 'sync([0-9]*<.*/safe.img>' calls ||
    fail "writeback: no flush reached the file"
  ! grep -q 'sync([0-9]*<.*/unsafe.img>' calls ||
    fail "unsafe: a flush reached the file"
elif [ -n "$have_strace" ]; then
  skip_part "QEMU's system calls: strace may not attach: $(cat strace.log)"
else
  skip_part "QEMU's system calls: strace is not installed"
fi
