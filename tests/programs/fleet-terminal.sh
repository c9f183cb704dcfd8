#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet on a terminal: a bar with rate and time left, failures above it,
# Ctrl-C; without a terminal no control characters.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance

for n in 0 1 2 3 4 5; do make_system $n.img debian 12 'Debian 12'; done
cat > job.py <<'END'
import time


def look(g, root, seconds="1"):
    if g.inspect_get_hostname(root) == "1":
        raise ValueError("\x1b[31mred")
    time.sleep(float(seconds))
    yield {}
END

terminal() { "$python" "$abs_top_srcdir/tests/lib/terminal.py" "$@"; }
out=$(COLUMNS=100 terminal guestfs-fleet run job.py:look -o out.sqlite -w 2 ./?.img \
        <<< 'images a minute: |') || :
matches "the bar" "$out" '\[#+-+\] [0-9] of 6.* images a minute, .*[0-9]+ running'
matches "the time left" "$out" '[0-9]+ s left'
matches "a failure" "$out" '1.img: ValueError: .x1b\[31mred .*: mend the job'
matches "the summary" "$out" '5 images done; 1 failed \(1 job\); 5 rows in '

out=$(terminal guestfs-fleet run job.py:look -A seconds=20 -o cut.sqlite -w 2 ./?.img \
        <<< $'2 running|\nSLEEP 3\n|\\x03\ninterrupted|') || :
matches "Ctrl-C" "$out" 'interrupted: [0-9] of 6 images are done; go on with: guestfs-fleet resume '
nothing_is_left

fleet run job.py:look -o plain.sqlite -w 2 ./?.img > log 2>&1 || :
if grep -q $'[\r\e]' log; then fail "control characters: $(cat -v log)"; fi
