#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# However virt-rescue ends, the terminal is as it was, what was written is on
# the disk, and no QEMU is left.

. "$(dirname "$0")/../lib.sh"
requires_appliance
requires python3 mke2fs debugfs e2fsck
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' ||
  skip "python3 is older than 3.9"
export TERM=dumb INPUTRC=/dev/null

# rescue EXPECTED-STATUS < what is typed: a new disk, and what is seen in out.
rescue() {
  local status=0
  rm -f disk.img
  mke2fs -q -t ext4 disk.img 64M
  python3 "$abs_top_srcdir/tests/lib/terminal.py" \
    virt-rescue --format=raw -a disk.img -m /dev/sda > out 2>&1 || status=$?
  is "status; seen was: $(cat out)" $status "$1"
}
is_whole() {
  is "file of '$1'" "$(debugfs -R "cat /$1" disk.img 2>/dev/null)" "$1"
  e2fsck -fn disk.img > log 2>&1 || fail "$1: not unmounted: $(cat log)"
}

# A command that writes when the user leaves, and one that holds the mount.
rescue 0 <<'END'
><rescue> |cd /sysroot; echo quit > quit; dd if=/dev/zero of=/sysroot/big bs=64k & sleep 600\n
SLEEP 1
|\x1dq
END
is_whole quit

# The shell is killed, or does not want to go.
rescue 0 <<'END'
><rescue> |echo killed > /sysroot/killed; kill -9 $$\n
END
is_whole killed
rescue 0 <<'END'
><rescue> |trap '' HUP TERM; echo deaf > /sysroot/deaf; cd /sysroot\n
><rescue> |(trap '' HUP TERM; sleep 600) & sleep 600\n
SLEEP 1
|\x1dx
END
is_whole deaf

# Signals.  The second one does not wait.
rescue 241 <<'END'
><rescue> |echo term > /sysroot/term\n
><rescue> |
MODE raw
SIGNAL TERM
END
is_whole term
rescue 254 <<'END'
><rescue> |echo int > /sysroot/int\n
><rescue> |
SIGNAL INT
END
is_whole int

# Who closes a window sends this twice, and does not want to lose anything.
rescue 255 <<'END'
><rescue> |echo hup > /sysroot/hup\n
><rescue> |
SIGNAL HUP
SIGNAL HUP
END
is_whole hup

# What is ended can say good-bye.
rescue 0 <<'END'
><rescue> |trap 'echo fare''well' EXIT\n
><rescue> |\x1dq
farewell|
END

# The window is closed.
rescue 0 <<'END'
><rescue> |echo closed > /sysroot/closed\n
><rescue> |
HANG UP
END
is_whole closed

# The machine ends by itself, or QEMU is killed: that is an error.
rescue 0 <<'END'
><rescue> |echo reboot > /sysroot/reboot\n
><rescue> |reboot\n
END
is_whole reboot
rescue 0 <<'END'
><rescue> |echo b > /proc/sysrq-trigger\n
END
cat > kill-qemu.py <<'END'
import os, signal
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        args = open("/proc/%s/cmdline" % pid).read()
        env = open("/proc/%s/environ" % pid).read()
    except OSError:
        continue
    if "qemu-system" in args.split("\0")[0] and os.environ["TMPDIR"] in env:
        os.kill(int(pid), signal.SIGKILL)
END
rescue 1 <<'END'
><rescue> |sleep 600\n
RUN python3 kill-qemu.py
END
matches "QEMU was killed" "$(cat out)" 'error: .*signal 9'

# ---- The terminal afterwards ----

cat > shell.sh <<'END'
sh -c 'echo $$ > pid; exec virt-rescue --format=raw -a disk.img'
stty -a | grep -ow -e '-*isig' -e '-*icanon' -e '-*echo' -e '-*opost' |
  sort | tr '\n' ' '
END
for how in 'RUN kill $(cat pid)' '|exit\n' '|\x1dq'; do
  out=$(printf '><rescue> |\nMODE raw\n%s\n' "$how" |
          python3 "$abs_top_srcdir/tests/lib/terminal.py" bash shell.sh) || :
  matches "the terminal after $how" "$out" 'echo icanon isig opost'
done
