# SPDX-License-Identifier: GPL-2.0-or-later
# Commands of many kinds for Debian's guestfish: every type of argument and of
# result, what is on a disk, what is in files, errors. Run by commands.run.
echo "--- before launch"
set-program dropin
get-program
set-memsize 640
get-memsize
set-smp 1
get-smp
get-autosync
set-append "quiet dropin"
get-append
# A machine of the usual kind is quicker to start.
set-memsize 1280
set-append ""
set-identifier someone
get-identifier
get-cachedir | wc -l
set-backend-settings "force_tcg one=1"
get-backend-settings
get-backend-setting one
clear-backend-setting one
is-config
-list-devices
-add /nonexistent/image
disk-create small.qcow2 qcow2 1M compat:1.1
disk-format small.qcow2
disk-virtual-size small.qcow2
disk-has-backing-file small.qcow2
echo "--- partitions"
disk-create a.img raw 500M
add a.img format:raw label:a
sparse b.img 100M
run
is-config
list-devices
device-index /dev/sdb
nr-devices
canonical-device-name /dev/vda
blockdev-getsize64 /dev/sda
blockdev-getss /dev/sda
part-init /dev/sda gpt
part-add /dev/sda p 2048 206847
part-add /dev/sda p 206848 411647
part-add /dev/sda p 411648 -34
part-set-name /dev/sda 1 first
part-get-name /dev/sda 1
part-set-gpt-guid /dev/sda 1 11111111-2222-3333-4444-555555555555
part-get-gpt-guid /dev/sda 1
part-get-gpt-type /dev/sda 2
part-list /dev/sda
part-get-parttype /dev/sda
part-to-dev /dev/sda1
part-to-partnum /dev/sda3
list-partitions
-part-add /dev/sda p 100 50
-part-get-parttype /dev/sdb
part-disk /dev/sdb mbr
part-set-mbr-id /dev/sdb 1 0x83
part-get-mbr-id /dev/sdb 1
part-set-bootable /dev/sdb 1 true
part-get-bootable /dev/sdb 1
part-get-mbr-part-type /dev/sdb 1
echo "--- file systems"
mkfs ext4 /dev/sda1 label:files blocksize:1024
set-uuid /dev/sda1 aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee
vfs-type /dev/sda1
vfs-label /dev/sda1
vfs-uuid /dev/sda1
get-e2label /dev/sda1
tune2fs /dev/sda1 maxmountcount:7
tune2fs-l /dev/sda1 | grep -E '^(Maximum mount count|Block size|Filesystem magic|Filesystem UUID|Inode size)'
mkfs ext2 /dev/sda3
mkfs vfat /dev/sda2
set-label /dev/sda2 FAT
vfs-label /dev/sda2
mkswap /dev/sdb1 label:swap uuid:12345678-1234-1234-1234-123456789abc
list-filesystems
fsck ext4 /dev/sda1
mount /dev/sda1 /
mounts
mountpoints
mkmountpoint /x
mount-options ro /dev/sda3 /x
-touch /x/none
umount /x
statvfs / | grep -E '^(bsize|frsize|namemax)'
echo "--- files"
mkdir-p /a/b/c
mkdir-mode /m 0700
ls /
write /a/f "hello\n"
write-append /a/f "world\nthree"
cat /a/f
read-file /a/f
read-lines /a/f
head /a/f
head-n 1 /a/f
tail-n 1 /a/f
wc-l /a/f
wc-w /a/f
wc-c /a/f
filesize /a/f
file /a/f
checksum sha256 /a/f
checksums-out md5 /a -
grep o /a/f
grep ^W /a/f insensitive:true
strings /a/f
hexdump /a/f
base64-out /a/f -
pread /a/f 5 6
pwrite /a/f "WORLD" 6
cat /a/f
truncate-size /a/f 8
fill 0x20 10 /a/spaces
fill-pattern ab 5 /a/pattern
cat /a/pattern
fallocate64 /a/space 5000
filesize /a/space
chmod 0640 /a/f
chown 3 4 /a/f
touch /a/t
utimens /a/t 1000000000 5 1000000001 7
utimens /a 1000000000 0 1000000000 0
ln-s ../a/f /a/link
ln /a/f /a/hard
readlink /a/link
realpath /a/b/../link
mknod-c 0777 1 3 /a/null
mkfifo 0600 /a/fifo
is-chardev /a/null
is-fifo /a/fifo
is-symlink /a/link
is-file /a/link followsymlinks:true
is-dir /a
is-zero /a/spaces
exists /a/none
lstat /a/t | grep -E '^(mode|nlink|uid|gid|size|blksize|atime|mtime)'
statns /a/t | grep -E '^st_(mode|nlink|uid|gid|size|rdev|[am]time_)'
lstatnslist /a "f link null" | grep -E 'st_(mode|size|uid|gid|rdev)'
readlinklist /a "link f"
umask 022
find /
find0 /a - | tr '\0' '|' | tr "|" "\n" | sort
glob-expand /a/*i*
readdir /a | grep -E 'ftyp|name' | paste - - | sort
case-sensitive-path /a/b
case-sensitive-path /A/F
cp /a/f /copy
equal /a/f /copy
cp-a /a /acopy
mv /copy /moved
rename /moved /renamed
du /a/b
ll /a/b | grep -c drwx
mktemp /tmpXXXXXX | sed 's/tmp....../tmp/'
rm-f /none
-rm /none
-rmdir /a
-cat /a
-mkdir /a
-cat relative
-ls /renamed
-ln-s x /a
-readlink /a/f
-write /none/f x
-download /none -
-mount /dev/sdz9 /
-mount /dev/sdb1 /x
-frobnicate
-cat
-part-del /dev/sda 9
echo "--- attributes"
setxattr user.one value 5 /a/f
lgetxattrs /a/f
getxattr /a/f user.one
setxattr user.two 12 2 /a/f
lxattrlist /a "f t"
removexattr user.one /a/f
getxattrs /a/f
acl-set-file /a/f access u::rw-,g::r--,o::---,u:9:r--,m::r--
acl-get-file /a/f access
acl-delete-def-file /a
cap-set-file /a/f cap_net_raw=ep
cap-get-file /a/f
set-e2attrs /a/spaces i
get-e2attrs /a/spaces
set-e2attrs /a/spaces i clear:true
echo "--- archives and copies"
upload commands.txt /up
cat /up
download /up down
copy-in commands.txt /a/b
ls /a/b
copy-out /a/b .
!cat b/commands.txt
tar-out /a/b - | tar tf - | sort
tar-out /a/b b.tgz compress:gzip
tgz-in b.tgz /m
find /m
compress-out gzip /up up.gz
!zcat up.gz
cpio-out /a/b - format:newc | cpio -t --quiet | sort
copy-file-to-file /up /up2 size:4
cat /up2
dd /up /up3
copy-size /up /up4 6
cat /up4
zero-free-space /
-command "/nothing there"
echo "--- Augeas"
mkdir /etc
write /etc/hosts "127.0.0.1 localhost\n10.0.0.1 host alias\n"
# All lenses would take six seconds to read.
aug-init / 64
aug-transform Hosts.lns /etc/hosts
aug-load
aug-get /files/etc/hosts/2/canonical
aug-match /files/etc/hosts/*/ipaddr
aug-ls /files/etc/hosts/2
aug-set /files/etc/hosts/2/canonical other
aug-defvar x /files/etc/hosts
aug-defnode n /files/etc/hosts/3/ipaddr 10.0.0.2
aug-set /files/etc/hosts/3/canonical third
aug-rm /files/etc/hosts/1
aug-save
cat /etc/hosts
aug-close
-aug-get /files
echo "--- LVM, MD, LUKS"
umount-all
zero /dev/sda2
pvcreate /dev/sda2
vgcreate VG /dev/sda2
lvcreate LV VG 32
lvcreate-free rest VG 100
lvs
vgs
pvs
lvs-full | grep -E 'lv_(name|attr|size|path)|segtype'
vgs-full | grep -E 'vg_(name|attr|extent_size|free):|lv_count'
pvs-full | grep -E 'pv_(name|fmt|attr|used)'
lvresize /dev/VG/LV 16
lvrename /dev/VG/LV /dev/VG/new
list-filesystems
is-lv /dev/VG/new
lvm-canonical-lv-name /dev/mapper/VG-new
vg-activate-all false
vg-activate-all true
mkfs ext2 /dev/VG/new
resize2fs-size /dev/VG/new 8M
e2fsck-f /dev/VG/new
lvremove /dev/VG/rest
vgremove VG
pvremove /dev/sda2
-lvremove /dev/VG/new
available "lvm2 acl"
-available nosuchgroup
filesystem-available ext4
filesystem-available nosuchfs
list-md-devices
echo "--- end"
sync
ping-daemon
umount-all
shutdown
is-config
