#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the programs in examples/ do; those of the guide are in guide.sh.
# tier: slow

. "$(dirname "$0")/../lib/recipes.sh"

# example NAME ARGUMENT…
example() {
  local name=$1; shift
  compile "$abs_top_srcdir/examples/$name.c" || fail "$name does not compile"
  ./program "$@"
}

linux_tree
head -c 8000000 /dev/urandom > guest/var/log/large
linux_guest a.img
rm guest/var/log/large
linux_guest b.img
disk c.img 1M
example disk-free a.img b.img c.img > out
matches "disk-free" "$(sed -n 1p out)" '^a.img +/dev/sda1 +[0-9]+ MiB +[0-9]+%$'
full=$(sed -n '1s/.* \([0-9]*\)%/\1/p' out)
empty=$(sed -n '2s/.* \([0-9]*\)%/\1/p' out)
[ "$full" -ge $((empty + 20)) ] || fail "a.img: $full%, b.img: $empty%"
is "lines of disk-free" "$(wc -l < out)" 2
! example disk-free none.img 2> err || fail "no image, and no error"
matches "disk-free without an image" "$(cat err)" 'none.img: No such file'

example copy-over a.img /dev/sda1 /var/log b.img /dev/sda1 /root
is "what was copied" "$(file_in b.img /root/large | sha256sum)" \
  "$(file_in a.img /var/log/large | sha256sum)"
fs_healthy b.img 1
! example copy-over a.img /dev/sda1 /none b.img /dev/sda1 /root 2> err ||
  fail "there is no directory, and no error"

is "a file that is there" \
  "$(example handle-errors a.img /dev/sda1 /etc/hostname)" oldname
is "one that is not" "$(example handle-errors a.img /dev/sda1 /none)" \
  "(there is no /none)"
! example handle-errors a.img /dev/sda7 /none 2> err || fail "no error"
matches "what it prints" "$(cat err)" '^a.img: mount_ro: /dev/sda7: '
