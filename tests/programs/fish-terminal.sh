#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish at a terminal: prompt, errors, Tab, history, Ctrl-C. No appliance.

. "$(dirname "$0")/../lib.sh"
requires python3
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
  skip "python3 is older than 3.9"

export HOME="$test_tmp" TERM=dumb INPUTRC=/dev/null
export GUESTFISH_PS1='\x5bp\135 '
unset PAGER

# type_in: what guestfish shows when this is typed
type_in() { python3 "$abs_top_srcdir/tests/lib/terminal.py" guestfish; }

out=$(type_in <<'EOF'
[p] |nosuch-command\n
unknown command|
[p] |echo still here | tr a-z A-Z\n
STILL HERE|
[p] |get-memsi\x03
[p] |echo after interrupt\n
after interrupt|
[p] |quit\n
EOF
) || fail "session failed: $out"
matches welcome "$out" 'help CMD'
matches "an error does not end it" "$out" 'nosuch-command: unknown command'

# The end of input leaves, with success.
type_in >/dev/null <<'EOF' || fail "^D: status $?"
[p] |\x04
EOF

# Line editing, if this guestfish has it.
if ! has_readline; then
  echo "$test_name: guestfish has no readline: Tab and history not tested"
  exit 0
fi
touch local-file.img
out=$(type_in <<'EOF'
[p] |get-identif\t\n
get-identifier |
[p] |add-drive x readon\t\x15echo cleared\n
readonly:|
cleared|
[p] |time get-memsi\t\n
elapsed|
[p] |add local-fi\t\n
local-file.img|
[p] |quit\n
EOF
) || fail "Tab: $out"
is history "$(head -n 2 .guestfish)" "$(printf '%s\n' nosuch-command \
  'echo still here | tr a-z A-Z')"
matches "history of the second session" "$(cat .guestfish)" 'time get-memsize'
