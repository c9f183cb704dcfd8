(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Zeroing, discarding and wiping; and finding out that all is zero. *)

open Types
open Testing

(* Of 8 MiB, most of which are a file of letters; not mounted. *)
let a_full_file_system = [
  ok ["mke2fs"; "/dev/sdc"; "blockscount:8192"; "blocksize:1024"];
  ok ["mount"; "/dev/sdc"; "/"];
  ok ["fill"; "65"; "6000000"; "/big"];
  ok ["umount"; "/"];
  ["pread_device"; "/dev/sdc"; "4"; "4000000"] ==> Is_buffer "AAAA" ]

let actions = [
  { defaults with
    name = "blkdiscard";
    where = Daemon 417;
    added = (1, 25, 44);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "blkdiscard";
    summary = "discard all blocks of a device";
    doc = {|
Tells the disk that nothing on C<device> is needed any more. If the drive
was added with C<discard> enabled, the space is given back to the host.
What is read afterwards is not defined.|};
    tests = [
      example Blank
        [ ok ["blkdiscard"; "/dev/sda"];
          ["blockdev_getsize64"; "/dev/sda"] ==> Is_int 2147483648 ];
    ] };

  { defaults with
    name = "blkdiscardzeroes";
    where = Daemon 418;
    added = (1, 25, 44);
    ret = RBool "zeroes";
    args = [ String (Device, "device") ];
    optional_group = Some "blkdiscardzeroes";
    summary = "test if discarded blocks read as zeroes";
    doc = {|
Returns true if the kernel promises that blocks read as zeroes after
C<guestfs_blkdiscard>. Kernels since 4.12 never do: use
C<guestfs_zero_device>.|};
    tests = [
      example Blank
        [ ["blkdiscardzeroes"; "/dev/sda"] ==> Is_false ];
    ] };

  { defaults with
    name = "fstrim";
    where = Daemon 334;
    added = (1, 19, 6);
    ret = RErr;
    args = [ String (Pathname, "mountpoint") ];
    optargs = [ 0, OInt64 "offset";
                1, OInt64 "length";
                2, OInt64 "minimumfreeextent" ];
    optional_group = Some "fstrim";
    summary = "discard the free space of a file system";
    doc = {|
Tells the disk which blocks the file system mounted on C<mountpoint> does
not use, so that the host can have the space back if the drive was added
with C<discard> enabled. The file system must support this, or the errno
is C<ENOTSUP> or C<ENOTTY>.

The optional arguments, all in bytes, are C<offset>, where in the file
system to start (the default is 0); C<length>, how far to go (the default is
to its end); and C<minimumfreeextent>, the size below which free areas are
left alone (the default is 0).|};
    tests = [
      example Partition
        [ ok ["mkfs"; "ext4"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["write"; "/f"; "kept"];
          ok ["fstrim"; "/"];
          ["cat"; "/f"] ==> Is "kept" ];
      test Partition
        [ ok ["mkfs"; "ext4"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["fstrim"; "/"; "offset:1048576"; "length:104857600";
              "minimumfreeextent:4096"];
          fails "EINVAL" ["fstrim"; "/"; "offset:-1"] ];
    ] };

  { defaults with
    name = "is_zero";
    where = Daemon 283;
    leaves = Nothing;
    added = (1, 11, 8);
    ret = RBool "zeroflag";
    args = [ String (Pathname, "path") ];
    summary = "test if a file holds only zero bytes";
    doc = {|
Returns true if the file C<path> is empty or has no bytes but zeroes.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/zero"];
          ok ["truncate_size"; "/zero"; "1000000"];
          ["is_zero"; "/zero"] ==> Is_true;
          ok ["write"; "/data"; "abc"];
          ["is_zero"; "/data"] ==> Is_false ];
      test Filesystem
        [ ok ["touch"; "/empty"];
          ["is_zero"; "/empty"] ==> Is_true;
          ok ["touch"; "/late"];
          ok ["truncate_size"; "/late"; "3000000"];
          ["pwrite"; "/late"; "x"; "2999999"] ==> Is_int 1;
          ["is_zero"; "/late"] ==> Is_false;
          fails "ENOENT" ["is_zero"; "/none"] ];
    ] };

  { defaults with
    name = "is_zero_device";
    where = Daemon 284;
    leaves = Nothing;
    added = (1, 11, 8);
    ret = RBool "zeroflag";
    args = [ String (Device, "device") ];
    summary = "test if a device holds only zero bytes";
    doc = {|
Returns true if C<device> has no bytes but zeroes. All of it is read, which
can take long.|};
    tests = [
      example Blank
        [ ["is_zero_device"; "/dev/sdc"] ==> Is_true;
          ["pwrite_device"; "/dev/sdc"; "x"; "67108863"] ==> Is_int 1;
          ["is_zero_device"; "/dev/sdc"] ==> Is_false ];
    ] };

  { defaults with
    name = "scrub_device";
    where = Daemon 114;
    added = (1, 0, 52);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "scrub";
    summary = "overwrite a device so that it cannot be recovered";
    doc = {|
Writes patterns over all of C<device>, several times, to make it hard to
recover what was there. It uses scrub(1). On a disk image, and on modern
disks, copies may still exist elsewhere.|};
    tests = [
      example ~needs:["scrub"] Blank
        [ ok ["part_init"; "/dev/sdc"; "mbr"];
          ok ["part_add"; "/dev/sdc"; "p"; "64"; "8255"];
          ok ["pwrite_device"; "/dev/sdc1"; "secret"; "0"];
          ok ["scrub_device"; "/dev/sdc1"];
          ["pread_device"; "/dev/sdc1"; "6"; "0"]
          ==> C_expr "size == 6 && memcmp (ret, \"secret\", 6) != 0" ];
    ] };

  { defaults with
    name = "scrub_file";
    where = Daemon 115;
    added = (1, 0, 52);
    ret = RErr;
    args = [ String (Pathname, "file") ];
    optional_group = Some "scrub";
    summary = "overwrite a file and remove it";
    doc = {|
Writes patterns over C<file>, several times, and removes it. Copies may
still exist where the file was before, for instance in a journal.|};
    tests = [
      example ~needs:["scrub"] Filesystem
        [ ok ["write"; "/file"; "secret"];
          ok ["scrub_file"; "/file"];
          ["exists"; "/file"] ==> Is_false ];
    ] };

  { defaults with
    name = "scrub_freespace";
    where = Daemon 116;
    added = (1, 0, 52);
    ret = RErr;
    args = [ String (Pathname, "dir") ];
    optional_group = Some "scrub";
    summary = "overwrite the free space of a file system";
    doc = {|
Makes the directory C<dir>, which must not exist, fills the file system with
files in it that are treated like those of C<guestfs_scrub_file>, and
removes them all.|};
    tests = [
      example ~needs:["scrub"] Blank
        [ ok ["part_init"; "/dev/sdc"; "mbr"];
          ok ["part_add"; "/dev/sdc"; "p"; "64"; "8255"];
          ok ["mkfs"; "ext2"; "/dev/sdc1"];
          ok ["mount"; "/dev/sdc1"; "/"];
          ok ["scrub_freespace"; "/scrub"];
          ["exists"; "/scrub"] ==> Is_false ];
    ] };

  { defaults with
    name = "wipefs";
    where = Daemon 306;
    added = (1, 17, 6);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "wipefs";
    summary = "wipe the signatures of file systems and partition tables";
    doc = {|
Wipes what tells the type of the contents of C<device>: the signatures of
file systems, RAID members, LVM and partition tables. Everything else on the
device stays, but will not be recognized.

Nothing on the device may be mounted (errno is C<EBUSY> then). Partitions that
LVM or RAID still hold are there until they are let go.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["wipefs"; "/dev/sda1"];
          ["vfs_type"; "/dev/sda1"] ==> Is "" ];
      test Gpt_disk
        [ ok ["wipefs"; "/dev/sda"];
          ["list_partitions"] ==> Is_empty;
          (["part_get_parttype"; "/dev/sda"], Fails) ];
      test Filesystem
        [ fails "EBUSY" ["wipefs"; "/dev/sda1"];
          fails "EBUSY" ["wipefs"; "/dev/sda"];
          ["vfs_type"; "/dev/sda1"] ==> Is "ext2" ];
      test Lv_filesystem
        [ fails "EBUSY" ["wipefs"; "/dev/VG/LV"];
          ok ["umount"; "/"];
          ok ["wipefs"; "/dev/sda"];
          ok ["vg_activate"; "false"; "VG"];
          ok ["blockdev_rereadpt"; "/dev/sda"];
          ["list_partitions"] ==> Is_empty ];
    ] };

  { defaults with
    name = "zero";
    where = Daemon 85;
    added = (1, 0, 16);
    ret = RErr;
    args = [ String (Device, "device") ];
    progress = true;
    summary = "write zeroes over the start of a device";
    doc = {|
Writes zeroes over the first blocks of C<device>: enough to make the
partition table or file system that is there unrecognizable, but not enough
to make the contents disappear. How many is not specified.

C<guestfs_wipefs> does not damage more than it must, and
C<guestfs_zero_device> leaves nothing.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["zero"; "/dev/sda1"];
          ["vfs_type"; "/dev/sda1"] ==> Is "" ];
    ] };

  { defaults with
    name = "zero_device";
    where = Daemon 228;
    added = (1, 3, 1);
    ret = RErr;
    args = [ String (Device, "device") ];
    progress = true;
    summary = "write zeroes over all of a device";
    doc = {|
Fills C<device> with zeroes. Where the disk can do that by itself nothing is
transferred, and a disk image does not grow.

Errno is C<EBUSY>, and nothing is written, if the device is mounted or part of
an array or a volume group that is in use.|};
    tests = [
      test Filesystem
        [ fails "EBUSY" ["zero_device"; "/dev/sda1"];
          ok ["umount"; "/"];
          ["vfs_type"; "/dev/sda1"] ==> Is "ext2";
          ok ["zero_device"; "/dev/sda1"];
          ["vfs_type"; "/dev/sda1"] ==> Is "" ];
      example Blank
        [ ["pwrite_device"; "/dev/sdc"; "data"; "1000000"] ==> Is_int 4;
          ok ["zero_device"; "/dev/sdc"];
          ["is_zero_device"; "/dev/sdc"] ==> Is_true ];
    ] };

  { defaults with
    name = "zero_free_space";
    where = Daemon 311;
    added = (1, 17, 18);
    ret = RErr;
    args = [ String (Pathname, "directory") ];
    also_cancellable = true;
    progress = true;
    summary = "write zeroes over the free space of a file system";
    doc = {|
Fills the free space of the file system in which C<directory> is with
zeroes, by way of a file that takes all of it and is removed. This makes
disk images compress better, and removes traces of deleted files. Nothing
else can be written to the file system meanwhile.|};
    tests = [
      example Blank
        [ ok ["mke2fs"; "/dev/sdc"; "blockscount:8192"; "blocksize:1024"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["write"; "/kept"; "kept"];
          ok ["zero_free_space"; "/"];
          ["ls"; "/"] ==> Is_list ["kept"; "lost+found"];
          ["cat"; "/kept"] ==> Is "kept" ];
      test Blank
        (a_full_file_system @
        [ ok ["mount"; "/dev/sdc"; "/"];
          ok ["rm"; "/big"];
          ok ["zero_free_space"; "/"];
          ok ["umount"; "/"];
          ["pread_device"; "/dev/sdc"; "4"; "4000000"]
          ==> C_expr "size == 4 && memcmp (ret, \"AAAA\", 4) != 0" ]);
    ] };

  { defaults with
    name = "zerofree";
    where = Daemon 97;
    added = (1, 0, 26);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "zerofree";
    summary = "write zeroes over the free blocks of an ext file system";
    doc = {|
Fills the blocks that the ext2, ext3 or ext4 file system on C<device> does
not use with zeroes, using zerofree(8). Blocks that are zero already are
left alone, so that a sparse disk image does not grow. It must not be
mounted, except read-only.|};
    tests = [
      example ~needs:["zerofree"] Blank
        (a_full_file_system @
        [ ok ["mount"; "/dev/sdc"; "/"];
          ok ["rm"; "/big"];
          ok ["umount"; "/"];
          ok ["zerofree"; "/dev/sdc"];
          ["pread_device"; "/dev/sdc"; "4"; "4000000"]
          ==> C_expr "size == 4 && memcmp (ret, \"AAAA\", 4) != 0" ]);
    ] };
]
