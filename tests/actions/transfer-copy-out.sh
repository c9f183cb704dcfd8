#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# copy-out makes the tree that is in the guest, but no device nodes and no
# set-user-ID bits, and does not start the host's tar.

. "$(dirname "$0")/../lib.sh"
requires_appliance

mkdir bin host whole
cat > bin/tar <<'EOT'
#!/bin/sh
echo "the host's tar was started" >&2
exit 1
EOT
chmod +x bin/tar

export PATH=$PWD/bin:$PATH
long=$(printf 'n%.0s' $(seq 200))
guestfish > out 2> log <<END
sparse disk 300M
run
mkfs ext2 /dev/sda
mount /dev/sda /
mkdir-p /top/$long/$long
write /top/$long/$long/file deep
mkdir-mode /top/closed 0555
write /top/closed/file text
touch /top/sparse
truncate-size /top/sparse 100M
pwrite /top/sparse data 50000000
write /top/suid x
chmod 06755 /top/suid
utimens /top/suid 1000000000 0 1000000000 0
ln-s /etc/passwd /top/link
ln /top/suid /top/hard
mkfifo 0600 /top/fifo
mknod-c 0666 1 3 /top/null
copy-out /top host
copy-out /top/suid host
copy-out / whole
-copy-out /none host
END
matches "warning" "$(cat log)" 'warning: .*host/top: device nodes are not copied: 1 left'
matches "error" "$(cat log)" 'copy-out: /none: No such file'
is "log" "$(grep -vc 'device nodes\|/none' log)" 0
is "deep file" "$(cat "host/top/$long/$long/file")" deep
is "closed" "$(stat -c %a host/top/closed) $(cat host/top/closed/file)" "555 text"
is "sparse" "$(stat -c %s host/top/sparse)" 104857600
[ "$(stat -c %b host/top/sparse)" -lt 1000 ] || fail "the holes were filled"
is "data" "$(dd if=host/top/sparse bs=1 skip=50000000 count=4 status=none)" data
is "set-user-ID" "$(stat -c '%a %Y %h' host/top/suid)" "755 1000000000 2"
is "link" "$(readlink host/top/link)" /etc/passwd
is "types" "$(stat -c %F host/top/fifo) $(ls host/top/null 2> /dev/null)" "fifo "
is "the root" "$(stat -c %F whole/lost+found)" directory
at_exit 'chmod -R u+w host whole'

# A tree that cannot be written: one error, with the name.
mkdir full
: > full/top
fails_with 'copy-out: full/top: (Not a directory|File exists)' \
  guestfish --ro -a disk -m /dev/sda copy-out /top full
