#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfs-fleet: jobs that hang, crash or lose their appliance, workers that are
# killed; the others go on, and nothing is left behind.
# tier: slow

. "$(dirname "$0")/../lib/fleet.sh"
requires_appliance

for name in crash gone hang killed panic raises stuck well; do
  make_system "$name.img" debian 12 'Debian 12'
done
cat > job.py <<'END'
import os
import signal
import subprocess
import time


def look(g, root, state):
    name = g.inspect_get_hostname(root)
    with open(os.path.join(state, name), "a") as f:
        print(os.getpid(), os.getppid(), g.get_pid(), file=f)
    yield {"hostname": name}
    if name == "hang":
        subprocess.Popen(["setsid", "sleep", "9876"])
        time.sleep(9876)
    elif name == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif name == "gone":
        os.kill(g.get_pid(), signal.SIGKILL)
        g.ping_daemon()
    elif name == "panic":
        g.debug("sh", ["echo c > /proc/sysrq-trigger"])
    elif name == "stuck":
        os.kill(g.get_pid(), signal.SIGSTOP)
        g.ping_daemon()
    elif name == "killed":
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(9876)
    elif name == "raises":
        raise KeyError("of my own")
END
mkdir state
if fleet run job.py:look -A "state=$PWD/state" -w 2 --time-limit 40 \
     --retries 1 --json -o out.jsonl ./*.img > events 2> log
then fail "all have succeeded: $(cat events)"; fi
grep -v progress events

tries() { wc -l < "state/$1"; }
is "a crash is tried again" "$(tries crash)" 2
is "an appliance that was lost is" "$(tries gone)" 2
is "a worker that was killed is" "$(tries killed)" 2
is "a kernel that panics is" "$(tries panic)" 2
is "one that hangs is not" "$(tries hang)" 1
is "an appliance that hangs is not" "$(tries stuck)" 1
is "an exception is not" "$(tries raises)" 1
kinds() {
  "$python" - <<'END'
import json
for line in sorted(open("out.jsonl")):
    r = json.loads(line)
    f = r["failure"]
    print(r["image"], f and f["kind"], f and f["message"], len(r["rows"]))
END
}
got=$(kinds)
matches "crash" "$got" 'crash.img worker-crashed [^ ].*SIGSEGV'
matches "gone" "$got" 'gone.img appliance-lost .*ping_daemon'
matches "hang" "$got" 'hang.img time-limit it took longer than the time limit of 40 s'
matches "panic" "$got" 'panic.img appliance-lost .*panic'
matches "stuck" "$got" 'stuck.img time-limit '
matches "killed" "$got" 'killed.img worker-lost '
matches "raises" "$got" "raises.img job KeyError: 'of my own' \(.*job.py, line 29\)"
matches "well" "$got" 'well.img None None 1'
is "results" "$(wc -l <<< "$got")" 8

gone() { ! kill -0 "$1" 2> /dev/null; }
cat state/* > all
while read -r attempt worker qemu; do
  wait_until gone "$attempt"
  wait_until gone "$worker"
  wait_until gone "$qemu"
done < all
is "what the job had started" "$(pgrep -f 'sleep 9876' || :)" ""
nothing_is_left
