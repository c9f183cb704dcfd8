#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What tar-in makes of a file is right whatever was there before it.

. "$(dirname "$0")/../lib.sh"
requires tar
requires_appliance

mkdir -p in/dir/deep in/setgid
echo new > in/file
echo new > in/dir/deep/file
echo new > in/link
echo new > in/hard
echo new > in/setgid/file
head -c 300000 /dev/urandom > in/large
: > in/empty
echo 'four thousand' > in/suid
chmod 4755 in/suid
chmod 600 in/file
touch -d '2001-02-03 04:05:06.5 UTC' in/file
tar -C in --format=posix --owner=0 --group=0 --numeric-owner -cf zero.tar .
tar -C in --format=posix --owner=5 --group=6 --numeric-owner -cf other.tar \
  suid file
# Without the directories, which are to be made; and one that goes up.
tar -C in -cf flat.tar dir/deep/file
tar -C in -cPf up.tar --transform 's,^file$,a/../../outside,' file

cat > commands.fish <<'END'
scratch 64M
run
mkfs ext4 /dev/sda
mount /dev/sda /
mkdir /t
write /t/file "a longer text that was here before"
write /t/elsewhere untouched
ln-s /t/elsewhere /t/link
ln /t/elsewhere /t/hard
mkdir /t/setgid
chown 0 50 /t/setgid
chmod 02775 /t/setgid
tar-in zero.tar /t
debug sh "cd /sysroot/t; stat -c %n,%F,%a,%u:%g,%s file link hard large empty setgid/file suid"
debug sh "stat -c %.9Y /sysroot/t/file"
cat /t/elsewhere
checksum sha256 /t/large
tar-in other.tar /t
debug sh "cd /sysroot/t; stat -c %n,%a,%u:%g file suid"
mkdir /u
tar-in flat.tar /u
cat /u/dir/deep/file
-tar-in up.tar /u
-exists /outside
tar-out /t back.tar
END
guestfish -f commands.fish > out 2> err || fail "$(cat err)"
sum=$(sha256sum < in/large)
cat > expected <<END
file,regular file,600,0:0,4
link,regular file,644,0:0,4
hard,regular file,644,0:0,4
large,regular file,644,0:0,300000
empty,regular empty file,644,0:0,0
setgid/file,regular file,644,0:0,4
suid,regular file,4755,0:0,14

981173106.500000000

untouched
${sum%% *}
file,600,5:6
suid,4755,5:6

new

false
END
diff -u expected out || fail "not as in the archive"
matches "a name that goes up" "$(cat err)" 'tar_in: .*\.\.'
mkdir back
tar -C back -xf back.tar
for f in large suid dir/deep/file empty; do
  cmp in/$f back/$f || fail "$f comes back changed"
done
