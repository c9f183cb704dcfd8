#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# What newer kernels ask of FUSE: the time at which a file was made is that of
# the guest, and a file without a name (O_TMPFILE) is in the guest when it was
# given one, and nowhere when not.

. "$(dirname "$0")/../lib.sh"
. "$abs_top_srcdir/tests/lib/fuse.sh"
requires_appliance
requires_fuse
requires python3
IFS=. read -r major minor _ < <(uname -r)
[ "$major" -gt 6 ] || { [ "$major" = 6 ] && [ "${minor%%-*}" -ge 6 ]; } ||
  skip "the kernel asks for this since Linux 6.6"

guestfish -N disk.img=fs:ext4:300M -m /dev/sda1 <<'EOS'
write /file text
mkdir /dir
ln-s file /link
mknod-c 0600 259 300 /device
EOS
fish() { guestfish --ro --format=raw -a disk.img -m /dev/sda1 "$@"; }
free_inodes() { fish tune2fs-l /dev/sda1 | sed -n 's/^Free inodes: *//p'; }
mkdir mnt
gm() {
  guestmount --format=raw -a disk.img -m /dev/sda1 --pid-file pid "$@" mnt
}

# ---- The time of birth ----
gm --ro
for f in file dir link device; do
  stat -c '%.W' "mnt/$f"
done > births
guestunmount --wait mnt
for f in file dir link device; do
  fish debug sh "stat -c %.W /sysroot/$f"
done | grep . > births.guest
is "times of birth" "$(<births)" "$(<births.guest)"
matches "a time of birth" "$(head -n 1 births)" '^[1-9][0-9]{9}\.[0-9]+$'

# ---- Files without a name ----
before=$(free_inodes)
gm
cat > nameless.py <<'PY'
import os, sys
def nameless(text):
    fd = os.open("mnt/dir", os.O_TMPFILE | os.O_RDWR, 0o640)
    os.write(fd, text)
    return fd
named, gone, forgotten = nameless(b"named"), nameless(b"gone"), nameless(b"-")
os.link("/proc/self/fd/%d" % named, "mnt/dir/named", src_dir_fd=named,
        follow_symlinks=True)
os.close(forgotten)
print("ready", flush=True)
sys.stdin.read()
PY
mkfifo pipe
python3 nameless.py < pipe > out & program=$!
exec 5> pipe
until grep -q ready out; do kill -0 $program; sleep 0.1; done
is "names in the directory" "$(ls mnt/dir)" named
is "what has a name" "$(stat -c '%s %h %a' mnt/dir/named)" "5 1 640"
is "free inodes while two are open" "$(stat -f -c %d mnt)" $((before - 2))
exec 5>&-
wait $program
for try in {1..50}; do
  [ "$(stat -f -c %d mnt)" != $((before - 1)) ] || break
  sleep 0.1
done
is "free inodes afterwards, $try looks" "$(stat -f -c %d mnt)" $((before - 1))
guestunmount --wait mnt
is "free inodes of the guest" "$(free_inodes)" $((before - 1))
is "in the guest" "$(fish cat /dir/named)" named
is "names in the guest" "$(fish ls /dir)" named

# ---- guestmount is ended while such a file is open ----
gm
exec 6< <(python3 -c '
import os, time
fd = os.open("mnt/dir", os.O_TMPFILE | os.O_RDWR, 0o640)
os.write(fd, b"x" * 100000)
print("ready", flush=True)
time.sleep(300)')
holder=$!
read -r -u 6
kill "$(<pid)"
wait_for_end "$(<pid)"
kill "$holder"
is "free inodes after the end" "$(free_inodes)" $((before - 1))

# ---- A file system without ----
guestfish -N fat.img=fs:vfat:300M exit
guestmount --format=raw -a fat.img -m /dev/sda1 mnt
status_is 1 python3 -c '
import os
os.open("mnt", os.O_TMPFILE | os.O_RDWR, 0o640)'
matches "on FAT" "$said" 'Operation not supported'
echo text > mnt/ordinary
guestunmount --wait mnt
