#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The manual page of a program explains the options that the program has, and
# --help names them.

. "$(dirname "$0")/../lib.sh"
docs=$abs_top_srcdir/docs

# Accepted for old scripts, or for other programs: not in --help.
hidden='--(csh|selinux|live|long-options|short-options)'

# Letters of options, in a line; -D is for old scripts.
letters_in() { grep -oE -e "$1" | tr -d ' B<>' | sort -u | paste -sd' '; }
letters_of() { $1 --short-options | grep -vx -e -D | letters_in '.*'; }

page_of() {
  sed -n 's/^__INCLUDE:\(.*\.pod\)__$/\1/p' "$docs/$1.pod" |
    while read -r f; do [ ! -f "$docs/$f" ] || cat "$docs/$f"; done
  cat "$docs/$1.pod"
}

for program in guestfish virt-rescue libguestfs-test-tool guestmount \
               guestunmount guestfs-fleet libguestfs-make-template \
               libguestfs-make-fixed-appliance; do
  command -v $program >/dev/null && [ -f "$docs/$program.pod" ] || continue
  $program --long-options | sort > there
  page_of $program | grep '^=item ' | grep -oE 'B<--[a-z-]+>' |
    tr -d 'B<>' | sort -u > explained
  is "options of $program that its page does not explain" \
    "$(comm -23 there explained | grep -vxE -e "$hidden")" ""
  is "what the page of $program explains and is no option" \
    "$(comm -13 there explained | grep -vxE -e "$hidden")" ""
  $program --help | grep -oE -e '--[a-z-]+' | sort -u > helped
  is "options that --help of $program does not name" \
    "$(comm -23 there helped | grep -vxE -e "$hidden")" ""
  is "letters that the page of $program explains" \
    "$(page_of $program | grep '^=item ' | letters_in 'B<-[a-zA-Z0-9?]>')" \
    "$(letters_of $program)"
  is "letters that --help of $program names" \
    "$($program --help | letters_in '^ *-[^ -]')" "$(letters_of $program)"
done
