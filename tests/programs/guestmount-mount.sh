#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A guest is mounted, written to, unmounted, and read by another appliance.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse

# The kernel checks permissions below: everything is ours.
guestfish -N disk.img=fs:ext4:64M -m /dev/sda1 <<EOF
mkdir /dir
write /dir/hello "hello from the guest\n"
chown $(id -u) $(id -g) /
chown $(id -u) $(id -g) /dir
EOF
mkdir "m t"
gm=(guestmount --format=raw -a disk.img)

# ---- What can go wrong in the guest is said by the parent ----
status_is 1 "${gm[@]}" -m /dev/sda7 "m t"
is "a device that is not there" "$said" "guestmount: /dev/sda7: there is no \
such device: the devices are /dev/sda, /dev/sda1"
! is_mounted "m t" || fail "it was mounted after an error"

# ---- Mounted: the parent returns, and keeps nothing of the caller's open ----
exec 3> >(head -c 100 | od -An -tx1 > byte)
reader=$!
out=$("${gm[@]}" -m /dev/sda1 --pid-file pid --fd=3 -o fsname='a,b\c' \
        -o default_permissions,noatime "m t" 2>&1)
is "what it prints" "$out" ""
exec 3>&-
wait $reader
is "what --fd got" "$(tr -d ' \n' <byte)" 00
pid=$(<pid)
kill -0 "$pid" || fail "no process $pid"
is "its directory" "$(readlink "/proc/$pid/cwd")" /
for n in 0 1 2; do
  is "its descriptor $n" "$(readlink "/proc/$pid/fd/$n")" /dev/null
done
is "its session" "$(ps -o sid= -p "$pid" | tr -d ' ')" "$pid"
matches "how the kernel lists it" "$(grep "m.040t" /proc/self/mountinfo)" \
  'noatime.* - fuse[^ ]* a,b.134c '
is "a file of the guest" "$(cat "m t/dir/hello")" "hello from the guest"
umask 0
mkdir -m 1777 "m t/new"
umask 022
seq 20000 > "m t/new/numbers"
ln -s numbers "m t/new/link"
fails_with 'something is mounted there already' "${gm[@]}" -m /dev/sda1 "m t"

# ---- Busy: who keeps it so ----
sleep 60 9< "m t/new/numbers" & sleeper=$!
status_is 2 guestunmount --retry=1 -v "m t"
matches "who holds it" "$said" "m t: Device or resource busy: used by sleep \
\(process $sleeper\)"
is "attempts" "$(grep -c '^guestunmount: .*mount.*busy$' <<<"$said")" 2
kill $sleeper
wait $sleeper 2>/dev/null || true
(
  cd "m t/new"
  status_is 2 guestunmount --no-retry ..
  matches "a shell that is there" "$said" "used by .*\(process $BASHPID\)"
)

# ---- Unmounted: everything is on the disk ----
sum=$(sha256sum < "m t/new/numbers" | cut -d' ' -f1)
guestunmount --wait "m t"
! is_mounted "m t" || fail "it is still mounted"
[ ! -e pid ] || fail "the PID file is still there"
wait_for_end "$pid"
guestfish --ro --format=raw -a disk.img -m /dev/sda1 > after <<'EOF'
checksum sha256 /new/numbers
statns /new | grep st_mode
readlink /new/link
EOF
is "what another appliance reads" "$(head -n 1 after)" "$sum"
is "a link" "$(tail -n 1 after)" numbers
matches "a mode" "$(cat after)" "st_mode: $((041777))"

# ---- SIGTERM: unmounts, also when somebody is there, and loses nothing ----
"${gm[@]}" -m /dev/sda1 --no-fork -x "m t" 2>trace & pid=$!
for _ in {1..200}; do is_mounted "m t" && break; sleep 0.1; done
exec 5>"m t/dir/late"
echo "written before the signal" >&5
kill -TERM $pid
status=0
wait $pid || status=$?
is "status after SIGTERM" $status 0
! is_mounted "m t" || fail "it is mounted after SIGTERM"
! dd if=/dev/zero of=/proc/self/fd/5 count=1 2>/dev/null ||
  fail "it can be written to after SIGTERM"
exec 5>&- || true
matches "-x" "$(cat trace)" 'mount_local "/.*/m t"'
guestfish --ro --format=raw -a disk.img -m /dev/sda1 cat /dir/late > late
is "what was written before SIGTERM" "$(cat late)" "written before the signal"

# ---- A container has a copy of the mount: it ends with ours ----
if unshare -m --propagation private true 2>/dev/null; then
  "${gm[@]}" -m /dev/sda1 --pid-file pid "m t"
  unshare -m --propagation private sleep 60 & copy=$!
  pid=$(<pid)
  sleep 0.5
  echo kept > "m t/dir/kept"
  timeout 50 guestunmount --wait "m t" || fail "a copy of the mount keeps it"
  wait_for_end "$pid"
  kill $copy
  wait $copy 2>/dev/null || true
  is "what was written" "$(guestfish --ro --format=raw -a disk.img \
    -m /dev/sda1 cat /dir/kept)" kept
fi

# ---- --ro ----
before=$(sha256sum < disk.img)
"${gm[@]}" --ro -m /dev/sda1 "m t"
! touch "m t/x" 2>said || fail "--ro can be written to"
matches "--ro" "$(cat said)" 'Read-only file system'
is "a file" "$(cat "m t/dir/late")" "written before the signal"
guestunmount --wait "m t"
is "the disk after --ro" "$(sha256sum < disk.img)" "$before"
