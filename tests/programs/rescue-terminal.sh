#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# virt-rescue in a terminal: commands, Ctrl-C, Ctrl-Z, the size, the escape
# key, and the terminal as it was before when it is suspended or has ended.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires python3 mke2fs debugfs
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
  skip "python3 is older than 3.9"

truncate -s 8M disk.img
mke2fs -q -t ext4 -F disk.img

# What is waited for is typed in another way, because that is echoed.
status=0
out=$(TERM=vt220 INPUTRC=/dev/null \
        python3 "$abs_top_srcdir/tests/lib/terminal.py" \
        bash --norc --noprofile -i <<'END'
|PS1='[''p] '; virt-rescue --format=raw -a disk.img -m /dev/sda\n
><rescue> |echo $TERM $((20 + 22)); tty\n
vt220 42|
/dev/ttyS0|
MODE raw
SIZE 41 101
><rescue> |stty size\n
41 101|
><rescue> |sh -c "echo fir''st; while :; do :; done"\n
first|\x03
><rescue> |sh -c "echo sec''ond; while :; do :; done"\n
second|\x1a
Stopped|
><rescue> |kill %1; echo 'größe' >/sysroot/umlauts; wc -m </sysroot/umlauts\n
6|
><rescue> |\x1dh
suspend|
|\x1ds
written to the disks|
|echo rea''dy; cat -v\n
ready|\x1d\x1d\n
^]|\x04
><rescue> |\x1dz
Stopped|
[p] |stty -a | grep -o -e '-*isig' | tr a-z A-Z\n
ISIG|
SIZE 42 102
[p] |fg; echo st''atus=$?\n
virt-rescue|
MODE raw
|stty size\n
42 102|
><rescue> |echo last >/sysroot/last; exit\n
status=0|
[p] |stty -a | grep -o -e '-*isig' | tr a-z A-Z\n
ISIG|
[p] |exit\n
END
) || status=$?
is "status, with what was seen: $out" $status 0
case $out in *-ISIG*) fail "the terminal was not restored: $out" ;; esac
is "what was written" "$(debugfs -R 'cat /umlauts' disk.img 2>/dev/null)" größe
is "what was written last" "$(debugfs -R 'cat /last' disk.img 2>/dev/null)" last
e2fsck -fn disk.img >log 2>&1 || fail "it was not unmounted: $(cat log)"
is "nothing is left in /tmp" "$(find . -name 'guestfish??????*')" ""
