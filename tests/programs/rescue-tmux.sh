#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# virt-rescue in a real terminal, that of tmux, started from a shell: an editor
# and a window that changes its size; the prompt below messages; what an editor
# has done to the screen when one leaves; and a window that is closed.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/tmux.sh"
requires_appliance
requires tmux mke2fs debugfs e2fsck
export INPUTRC=/dev/null LANG=C.UTF-8

mke2fs -q -t ext4 disk.img 64M > /dev/null
begin() {
  tmux_begin bash --norc --noprofile -i
  line "PS1='[''p] '; stty -g > before"
  rescue
}
# The prompt of the session before is gone first.
rescue() {
  line clear
  wait_until not_on_screen '><rescue>'
  line 'virt-rescue --format=raw -a disk.img -m /dev/sda; echo status=$?'
  shown '^><rescue>'
}
# terminal_is_restored: its settings, and the screen that a shell uses.
terminal_is_restored() {
  rm -f after
  line 'stty -g > after.new; mv after.new after'
  wait_until test -f after
  cmp before after || fail "settings of the terminal: $(cat before after)"
  is "alternate screen" \
    "$(in_tmux display-message -p -t window '#{alternate_on}')" 0
}
is_whole() {
  is "file of '$1'" "$(debugfs -R "cat /$1" disk.img 2>/dev/null)" "$1"
  e2fsck -fn disk.img > log 2>&1 || fail "$1: not unmounted: $(cat log)"
}

# ---- An editor; a lot of output ----

begin
line 'vi /sysroot/written'
shown '^~$'
tmux_resize 80 20
keys i
keys -l written
shown '^written$'
keys Escape
line ':wq'
shown '^><rescue>'
line 'clear; stty size'
shown '^20 80$'
line 'clear; seq 100000; echo en''d'
shown '^100000$'
shown '^end$'

# ---- Below a message there is the prompt again, and what was typed ----

line 'clear'
only_prompt() { [ "$(screen | grep -v '^ *$')" = '><rescue>' ]; }
wait_until only_prompt
keys -l 'echo ty'
shown '^><rescue> echo ty$'
keys C-] h
shown 'the key itself, for the shell'
last_line() { screen | grep -v '^ *$' | tail -n 1; }
is "below the help" "$(last_line)" '><rescue> echo ty'
keys C-] i
shown 'started without -i'
line 'ped'
shown '^typed$'
keys C-] z
shown '^\[p\]'
terminal_is_restored
line 'clear; fg; echo again=$?'
shown '^><rescue>'
line exit
shown '^again=0'

# ---- Leaving in the middle of an editor ----

rescue
line 'vi /sysroot/other'
shown '^~$'
keys C-] q
shown '^status=0'
terminal_is_restored
is_whole written

# ---- QEMU is killed: the message has a line of its own ----

rescue
kill -9 "$(our_processes '*qemu-system*' | tail -n 1)"
shown '^libguestfs: error: shutdown: '
shown '^status=1'
terminal_is_restored

# ---- The window is closed: shell and kernel both say so ----

rescue
line 'echo closed > /sysroot/closed; echo do''ne'
shown '^done'
in_tmux kill-window -t window
no_rescue() { [ -z "$(our_processes '*/virt-rescue' '*qemu-system*')" ]; }
end=$((SECONDS + 120))
until no_rescue; do
  ((SECONDS < end)) || fail "still there: $(our_processes '*virt-rescue')"
  sleep 0.1
done
is_whole closed
