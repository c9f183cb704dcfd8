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
for disk in ask('query-blockstats'):
    print('flushes', disk.get('qdev', '').split('/')[-2],
          'drive', disk['stats']['flush_operations'],
          'file', disk['parent']['stats']['flush_operations'] if 'parent' in disk else '-')
EOF

truncate -s 64M safe.img unsafe.img
guestfish -- config -qmp "unix:$PWD/qmp,server=on,wait=off" : \
  add safe.img format:raw : add unsafe.img format:raw cachemode:unsafe : \
  add-ro safe.img : \
  run : mkfs ext4 /dev/sda : mkfs ext4 /dev/sdb : \
  mount /dev/sda / : write /f x : sync : umount / : \
  mount /dev/sdb / : write /f x : sync : umount / : \
  '!python3' ask.py "$PWD/qmp" > out
cat out
is "writeback" "$(grep -c '^node safe.img .*direct False no-flush False' out)" \
  "$(grep -c '^node safe.img' out)"
is "unsafe" "$(grep -c '^node unsafe.img .*direct False no-flush True' out)" \
  "$(grep -c '^node unsafe.img' out)"
grep -q '^node unsafe.img' out || fail "no drive unsafe.img"
