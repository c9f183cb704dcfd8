#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# guestfish at a terminal with a guest: Tab completes devices, paths with
# blanks, words that an argument may be; a progress bar with speed fits into
# the terminal, also when it is made narrow; passphrases are not in the history.

. "$(dirname "$0")/../lib.sh"
requires python3
requires_appliance
has_readline || skip "guestfish has no readline"

export HOME="$test_tmp" TERM=vt100 NO_COLOR=1 INPUTRC=/dev/null
export GUESTFISH_PS1='\x5bp\135 '
truncate -s 1M 'two words.img'
status=0
out=$(python3 "$abs_top_srcdir/tests/lib/terminal.py" guestfish \
        -N disk.img=fs:ext4:1500M -m /dev/sda1 <<'EOF2' | tr -d '\0'
[p] |mkdir "/a dir"\n
[p] |write "/a dir/file one" content\n
[p] |cat /a\t
"/a dir/|\t
file one" |\n
content|
[p] |cat "/a dir/fi\t\n
content|
[p] |mount /dev/sdb /a\t
"/a dir/|\x15echo\n
[p] |mkfs ex\t\t
exfat|
ext2|\x15echo\n
[p] |vfs-type /dev/sda\t1\n
ext4|
[p] |mkfs ext4 /dev/sda1 la\t
label:|\x15echo\n
[p] |alloc two\t
"two words.img" |\x15echo\n
[p] |hel part\tlvm-vg\x15echo\n
[p] |luks-format /dev/sda1 0\n
Enter key or passphrase|hunter2\n
[p] | echo not kept\n
[p] |-add-drive /none secret:hunter2\n
[p] |-time add-drive nbd://me:hunter2@localhost/x\n
[p] |debug progress 4\n
100% [|
[p] |fill 7 1300M /big\n
iB/s|\x03
[p] |echo\n
SIZE 24 30
[p] |debug progress 3\n
-] 00:0|
[p] |quit\n
EOF2
) || status=$?
[ $status = 0 ] || fail "session: status $status: $out"
! grep -q 'hunter2\|not kept' .guestfish || fail "a secret is in the history"
grep -q '^luks-format' .guestfish || fail "no history"
is "mode of the history" "$(stat -c %a .guestfish)" 600
