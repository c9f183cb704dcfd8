#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A disk that a BSD has as a whole: the partitions of its label are offered,
# also those to which the label gives no type.

. "$(dirname "$0")/../lib.sh"
requires_appliance

# put OFFSET BYTES: into disk.img
put() { printf '%b' "$2" | dd of=disk.img bs=1 seek="$1" conv=notrunc status=none; }

truncate -s 8M disk.img
put 494 '\x80\0\x01\0\xa5\xfe\xff\xff\0\0\0\0\x50\xc3\0\0\x55\xaa'
put 512 'WEV\x82'
put 552 '\0\x02\0\0'
put 644 'WEV\x82'
put 650 '\x08\0'
put 660 '\xf0\x3f\0\0\x10\0\0\0'        # a: 16368 sectors from 16 on, no type
put 692 '\0\x40\0\0\0\0\0\0'            # c: all of it

is "partitions" "$(guestfish --format=raw -a disk.img run : list-partitions)" \
   /dev/sda5
guestfish --format=raw -a disk.img run : mkfs ext2 /dev/sda5
is "the file system's magic number, in the image" \
   "$(od -An -tx1 -j $((16 * 512 + 1080)) -N 2 disk.img)" " 53 ef"
is "after the table was read again" \
   "$(guestfish --ro --format=raw -a disk.img run : blockdev-rereadpt /dev/sda \
      : list-filesystems)" "/dev/sda5: ext2"

# With a type the kernel finds it, and beside it the disk as partition 4.
put 672 '\x07'
matches "partitions of a label with types" \
  "$(guestfish --ro --format=raw -a disk.img run : list-partitions)" /dev/sda5

has_image foreign-fs.tar.xz || exit 0
tar -xJf "$test_images/foreign-fs.tar.xz" foreign-fs/ufs1.raw \
  foreign-fs/ufs2.raw
is "file systems of FreeBSD" \
   "$(guestfish --ro --format=raw -a foreign-fs/ufs1.raw -a foreign-fs/ufs2.raw \
      run : list-filesystems)" $'/dev/sda5: ufs\n/dev/sdb5: ufs'
for image in ufs1 ufs2; do
  # The kernel cannot write to it: that is said to those who ask for it.
  fails_with "mount_options: /dev/sda5 on /: ufs can be mounted read-only" \
    guestfish --format=raw -a foreign-fs/$image.raw run : \
      mount-options rw /dev/sda5 /
  matches "the warning of $image" \
    "$(guestfish --format=raw -a foreign-fs/$image.raw run : \
       mount /dev/sda5 / 2>&1)" "warning: .*mounted read-only"
  # The kind of UFS is found out.
  matches "a file in $image" \
    "$(guestfish --ro --format=raw -a foreign-fs/$image.raw -m /dev/sda5 \
       checksum sha256 /a_directory/a_file)" '^4a49638d'
done
