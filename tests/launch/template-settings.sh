#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What a handle can be told, and what a program hears, with clones.
# tier: slow

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/store.sh"

# twice COMMANDS…: what is printed is the same when the machine is made and
# when it is cloned; it is in out.
twice() {
  LIBGUESTFS_DEBUG=1 guestfish -- "$@" > first 2> log || fail "$(cat log)"
  LIBGUESTFS_DEBUG=1 guestfish -- "$@" > out 2> log || fail "$(cat log)"
  cloned
  diff -u first out || fail "a clone is not like the first: $*"
}

# ---- What the machine is made of ----

twice set-memsize 700 : run : debug sh 'grep MemTotal /proc/meminfo'
kib=$(tr -cd 0-9 < out)
[ "$kib" -gt 550000 ] && [ "$kib" -lt 716800 ] || fail "memory: $kib KiB"
twice set-smp 2 : run : debug sh 'grep -c ^processor /proc/cpuinfo'
is "processors" "$(cat out)" 2
twice set-network true : run : \
  debug sh 'ip -4 -o addr show scope global; ip route; cat /etc/resolv.conf'
matches "network" "$(cat out)" '169\.254\.'
matches "gateway" "$(cat out)" 'default via 169\.254\.2\.2'
matches "name server" "$(cat out)" 'nameserver 169\.254\.2\.3'
twice set-selinux true : run : debug sh 'cat /proc/cmdline'
matches "SELinux" "$(cat out)" 'selinux=1 enforcing=0'
twice set-recovery-proc false : run : get-recovery-proc
is "recovery" "$(cat out)" false
is "kinds of machines" "$(template | wc -l)" 5

# ---- QEMU as given by the user ----

real=$(guestfish get-hv)
cat > "my qemu" <<END
#!/bin/sh
# a comment
exec $real "\$@"
END
chmod +x "my qemu"
twice set-hv "$PWD/my qemu" : run : get-hv
is "QEMU" "$(cat out)" "$PWD/my qemu"
LIBGUESTFS_HV="$PWD/my qemu" twice run : get-hv
is "kinds of machines" "$(template | wc -l)" 6

# ---- Words for the kernel: booted, with them ----

LIBGUESTFS_DEBUG=1 guestfish set-append 'guestfs_word=7' : run : \
  debug sh 'cat /proc/cmdline' > out 2> log
said 'not used: words are appended'
not_cloned
matches "appended words" "$(cat out)" 'guestfs_word=7'
LIBGUESTFS_APPEND=guestfs_word=8 guestfish run : \
  debug sh 'cat /proc/cmdline' > out
matches "appended words" "$(cat out)" 'guestfs_word=8'

# ---- What belongs to the handle and not to the machine ----

is "autosync" "$(guestfish set-autosync false : run : get-autosync)" false
guestfish -v scratch 1M : run > log 2>&1
cloned
grep -q '^\[ *[0-9.]*\] sd 0:0:0:0: \[sda\]' log ||
  fail "a clone's kernel says nothing when it should: $(cat log)"
guestfish scratch 1M : run > log 2>&1
is "what a quiet clone says" "$(cat log)" ""
guestfish -x scratch 1M : run 2> log
grep -q 'libguestfs: trace: launch = 0' log || fail "no trace: $(cat log)"

cat > events.fish <<'END'
event all appliance,library,launch_done,close,subprocess_quit,progress "echo $EVENT $@"
scratch 1M
set-verbose true
run
shutdown
END
LIBGUESTFS_TEMPLATE=force guestfish -f events.fish > log 2>&1 || :
for event in appliance library launch_done close; do
  grep -qw "^$event" log || fail "no event $event: $(cat log)"
done
grep -q '^appliance .*sda' log || fail "no log of the appliance: $(cat log)"
grep -q '^library .*template: started from' log || fail "not a clone"

# ---- Time ----

for zone in Pacific/Auckland UTC; do
  from=$(date +%s)
  TZ=$zone LIBGUESTFS_DEBUG=1 guestfish run : \
    debug sh 'date "+%Z %z %s"' > out 2> log
  cloned
  read -r name offset seconds < out
  is "time zone" "$name $offset" "UTC +0000"
  to=$(date +%s)
  [ "$seconds" -ge $((from - 1)) ] && [ "$seconds" -le $((to + 1)) ] ||
    fail "the clock says $seconds, not $from to $to"
done

# ---- Again and again ----

cat > again.fish <<'END'
scratch 4M
run
mkfs ext2 /dev/sda
mount /dev/sda /
shutdown
scratch 3M
scratch 2M
run
list-devices
blockdev-getsize64 /dev/sda
END
is "launched again" "$(guestfish -f again.fish | tr '\n' ' ')" \
  "/dev/sda /dev/sdb 3145728 "
