#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish in a real terminal, that of tmux: what is on the screen after Tab,
# Ctrl-C in a long command, Ctrl-R, a paste of several lines, and while a
# progress bar is drawn in a window that changes its width.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/tmux.sh"
requires_appliance
requires tmux
has_readline || skip "guestfish has no readline"

export HOME="$test_tmp" INPUTRC=/dev/null GUESTFISH_PS1='\x5bp\135 '
unset PAGER
# clear: an empty screen with a prompt, as the command before has ended.
clear() { keys C-l; until_prompt; }
only_prompt() { [ "$(screen | grep -v '^ *$')" = '[p]' ]; }
until_prompt() { wait_until only_prompt; }

truncate -s 2G disk.img
tmux_begin guestfish --format=raw -a disk.img
shown '^\[p\]'

# Tab: commands, devices, guest paths with blanks, words.
line run
clear
line "part-disk /dev/sda mbr"
line "mkfs ext4 /dev/sda1"
line "mount /dev/sda1 /"
line "mkdir /etc"
line "write '/etc/my file' 'of this guest'"
line "echo ready"
shown '^ready'
clear
keys -l 'cat /e'
keys Tab
shown '^\[p\] cat /etc/$'
keys Tab
shown '^\[p\] cat "/etc/my file"'
keys Enter
shown '^of this guest'
clear
keys -l 'mount /dev/s'
keys Tab Tab Tab
shown '^sda +sda1'
keys C-u
clear
keys -l 'mkfs ext'
keys Tab Tab
shown '^ext2 +ext3 +ext4'
keys C-u

# Ctrl-R finds an earlier line.
clear
keys C-r
keys -l 'rite'
shown "reverse-i-search.*write '/etc/my file'"
keys C-g
clear

# A paste of several lines runs each, and is in the history line by line.
printf '%s\n' "write /pasted 'one two'" "cat /pasted" "echo last" > lines
in_tmux load-buffer lines
in_tmux paste-buffer -p -t window
shown '^echo last'
keys Enter
shown '^one two$'
shown '^last$'
clear
keys Up Up
shown '^\[p\] cat /pasted$'
keys C-u
clear

# Ctrl-C stops a command, and what was pasted behind it.
printf '%s\n' 'echo begun' 'sleep 600' 'echo not reached' > lines
in_tmux load-buffer lines
in_tmux paste-buffer -p -t window
shown 'echo not reached'
keys Enter
shown '^begun'
sleep 1
keys C-c
shown 'sleep: cancelled by the user'
line "echo goes on"
shown '^goes on'
if screen | grep -q '^not reached'; then fail "it went on: $(screen)"; fi
clear

# A bar that fits, also when the window gets narrower and wider.
line 'fill 1 1900M /large'
shown '^. +[0-9]+% \[[#-]{60,}\] .* [0-9:-]+$'
tmux_resize 50 20
shown '^. +[0-9]+% \[[#-]{10,29}\] .* [0-9:-]+$'
tmux_resize 110 30
shown '^. +[0-9]+% \[[#-]{70,}\] .* [0-9:-]+$'
keys C-c
shown 'fill: cancelled by the user'
clear
line 'quit'
ended() { ! in_tmux has-session -t window 2> /dev/null; }
wait_until ended
is "the history" "$(grep -c '^cat /pasted$' .guestfish)" 1
