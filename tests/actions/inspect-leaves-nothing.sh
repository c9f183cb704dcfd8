#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# tier: slow
# When inspection has ended with warnings, or in the middle with an error,
# nothing of it stays mounted, and nothing of what an earlier one has found is
# told: each device can be formatted, for which it must not be in use.

. "$(dirname "$0")/../lib/storage.sh"
requires python3 mkfs.ext4 debugfs

mkdir -p tree/etc tree/bin
echo ID=debian > tree/etc/os-release
printf '/dev/sda / ext4 defaults ,nofail 0 1\nnonsense\n' > tree/etc/fstab
disk good.img 40M
disk hole.img 40M
disk rootless.img 40M
disk ntfs.img 10M
disk short.img 40M
mkfs.ext4 -q -d tree good.img
mkfs.ext4 -q -b 4096 -d tree hole.img
mkfs.ext4 -q -e panic -d tree rootless.img
mkfs.ext4 -q -d tree short.img
truncate -s 30M short.img
debugfs -w -R 'clri <2>' rootless.img 2> /dev/null
block=$(debugfs -R 'bmap /bin 0' hole.img 2> /dev/null)
dd if=/dev/zero bs=4096 count=1 status=none | tr '\0' x |
  dd of=hole.img bs=4096 seek="$block" conv=notrunc status=none
drives="add good.img $scratch
add hole.img $scratch
add rootless.img $scratch
add ntfs.img $scratch
add short.img $scratch"
format_all=$(for i in a b c d e; do echo "mkfs ext2 /dev/sd$i"; done)

# ---- Warnings ----

# Formatting is refused where something is mounted: it would be seen.
session <<S
$drives
run
mkfs ntfs /dev/sdd
inspect-os
mount-ro /dev/sda /
-mkfs ext2 /dev/sda
umount /
mount-ro /dev/sdd /
-mkfs ext2 /dev/sdd
inspect-os
$format_all
inspect-os
S
is 'refusals' "$(grep -c 'error: mkfs: ' out)" 2
for what in '/dev/sda: /etc/fstab: line 1 ' '/dev/sdb: /bin/bash: ' '/dev/sdc: ' '/dev/sde: '; do
  is "warnings of $what" "$(grep -c "warning: $what" out)" 2
done
is 'systems' "$(grep ^/dev/ out | paste -sd' ')" \
  '/dev/sda /dev/sdb /dev/sda /dev/sdb'

# ---- An error: it is cancelled while the last one is mounted ----

mkfs.ext4 -q -F -d tree good.img
cat > hang <<'S'
#!/bin/sh
echo "nt""fs-3g waits" > /dev/console
exec sleep 10000
S
mkdir tools.d
mv hang tools.d
mkfs.ext4 -q -F -d tools.d hole.img
out=$(python3 "$abs_top_srcdir/tests/lib/terminal.py" guestfish <<END
><fs>|add good.img $scratch\n
><fs>|add hole.img $scratch\n
><fs>|add ntfs.img $scratch\n
><fs>|run\n
><fs>|mkfs ntfs /dev/sdc\n
><fs>|inspect-os\n
/dev/sda|mount /dev/sdb /\n
><fs>|debug sh "cp /sysroot/hang /run/hang; chmod 755 /run/hang"\n
><fs>|debug sh "mount --bind /run/hang \$(command -v ntfs-3g)"\n
><fs>|set-verbose true\n
><fs>|inspect-os\n
ntfs-3g waits|\x03
cancelled by the user|set-verbose false\n
><fs>|inspect-get-roots\n
><fs>|inspect-get-distro /dev/sda\n
call inspect_os first|mkfs ext2 /dev/sda\n
><fs>|mkfs ext2 /dev/sdb\n
><fs>|mkfs ext4 /dev/sdc\n
><fs>|list-filesystems\n
/dev/sdc: ext4|exit\n
END
) || fail "the session: $out"
echo "$out"
matches 'what there is then' "$out" '/dev/sda: ext2'
matches 'what there is then' "$out" '/dev/sdb: ext2'
is 'roots' "$(grep -A1 'fs> inspect-get-roots' <<< "$out" | grep -c '^/dev/')" 0
is 'errors' "$(grep -c 'error: ' <<< "$out")" 2
