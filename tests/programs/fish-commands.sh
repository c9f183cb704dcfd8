#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Commands of guestfish and settings of the handle, without an appliance.

. "$(dirname "$0")/../lib.sh"

# ---- Names, values and printers ----
out=$(guestfish <<'EOF'
set-memsize 700
get_memsize
SET-MEMSIZE 0x300
get-memsize
memsize 01400
get-memsize
set-autosync off
get-autosync
set-autosync YES
get-autosync
set-identifier "a_b"
get-identifier
EOF
)
is settings "$out" "700
768
768
false
true
a_b"
fails_with "set-autosync: autosync 'maybe': not a boolean" \
  guestfish set-autosync maybe
fails_with "set-memsize: memsize '5000000000': number out of range" \
  guestfish set-memsize 5000000000
fails_with "not an optional argument of this command" \
  guestfish add-drive x nosuch:1
fails_with "optional argument 'readonly' is given twice" \
  guestfish add-drive x readonly:true readonly:false
fails_with "wrong number of arguments: usage: add-drive filename" \
  guestfish add-drive

# ---- Disk images ----
guestfish sparse s.img 10M : alloc a.img 64K
is "size of sparse" "$(stat -c %s s.img)" 10485760
is "size of alloc" "$(stat -c %s a.img)" 65536
[ "$(stat -c %b s.img)" -lt 100 ] || fail "the sparse image takes room"
[ "$(stat -c %b a.img)" -ge 128 ] || fail "the allocated image takes no room"
fails_with "sparse: size 'big': not a number" guestfish sparse x.img big
fails_with 'no/x.img: cannot create a disk image' guestfish sparse no/x.img 1M

# ---- help ----
list=$(guestfish -- help --list)
matches "one line each" "$list" $'(^|\n)add-drive +[a-z]'
matches "own commands too" "$list" $'\nglob +'
is "help of one" "$(guestfish help add-drive)" "$(guestfish -h add_drive)"
fails_with "no command 'qiut': did you mean 'quit'" guestfish help qiut

# ---- reopen keeps settings and drops drives ----
out=$(guestfish <<'EOF'
set-autosync false
set-pgroup true
sparse t.img 1M
reopen
get-autosync
get-pgroup
sparse t.img 1M
EOF
)
is reopen "$out" $'false\ntrue'
