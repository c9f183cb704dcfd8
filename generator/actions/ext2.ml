(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What only ext2, ext3 and ext4 have. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "e2fsck";
    where = Daemon 304;
    added = (1, 15, 17);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OBool "correct";
                1, OBool "forceall";
                2, OBool "forceno" ];
    summary = "check an ext file system";
    doc = {|
Runs e2fsck(8) on the ext2, ext3 or ext4 file system on C<device>, even if
it seems clean. It should not be mounted.

At most one of the optional arguments may be true:

=over 4

=item C<correct>

Repair what can be repaired safely.

=item C<forceall>

Repair everything, answering "yes" to all questions.

=item C<forceno>

Change nothing. This is the default.

=back

It is an error if something is still wrong afterwards.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["e2fsck"; "/dev/sda1"; "correct:true"] ];
      test Filesystem
        [ ok ["umount"; "/"];
          ok ["e2fsck"; "/dev/sda1"];
          ok ["copy_device_to_device"; "/dev/sdc"; "/dev/sda1";
              "destoffset:8192"; "size:4096"];
          ok ["copy_device_to_device"; "/dev/sdc"; "/dev/sda1";
              "destoffset:1048576"; "size:1048576"];
          (["e2fsck"; "/dev/sda1"; "forceno:true"], Fails);
          ok ["e2fsck"; "/dev/sda1"; "forceall:true"];
          ok ["e2fsck"; "/dev/sda1"; "forceno:true"];
          fails "EINVAL" ["e2fsck"; "/dev/sda1"; "forceall:true";
                          "correct:true"] ];
      test Blank
        [ (["e2fsck"; "/dev/sdb"; "correct:true"], Fails) ];
    ] };

  { defaults with
    name = "e2fsck_f";
    where = Daemon 108;
    added = (1, 0, 29);
    ret = RErr;
    args = [ String (Device, "device") ];
    deprecated = Replaced_by "e2fsck";
    summary = "check an ext file system, repairing what is safe";
    doc = {|
Checks the ext2, ext3 or ext4 file system on C<device> even if it seems
clean, and repairs what can be repaired safely. C<guestfs_e2fsck> with
C<correct> does the same.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["e2fsck_f"; "/dev/sda1"];
          ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Filesystem state", "clean" ] ];
    ] };

  { defaults with
    name = "get_e2attrs";
    where = Daemon 318;
    leaves = Nothing;
    added = (1, 17, 31);
    ret = RString (RPlainString, "attrs");
    args = [ String (Pathname, "file") ];
    summary = "get the attributes of a file in an ext file system";
    doc = {|
Returns the attributes of C<file> as the letters of chattr(1) that are set,
sorted, capitals first: C<ai> for a file that is
immutable and can only be appended to. Other file systems, such as Btrfs and
XFS, have some of these attributes too.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/f"];
          ok ["set_e2attrs"; "/f"; "d"];
          ["get_e2attrs"; "/f"] ==> Is "d";
          ok ["set_e2attrs"; "/f"; "iAS"];
          ["get_e2attrs"; "/f"] ==> Is "ASdi";
          ok ["set_e2attrs"; "/f"; "i"; "clear:true"] ];
      test Filesystem
        [ ok ["touch"; "/f"];
          ["get_e2attrs"; "/f"] ==> Is "";
          fails "ENOENT" ["get_e2attrs"; "/none"] ];
    ] };

  { defaults with
    name = "get_e2generation";
    where = Daemon 320;
    leaves = Nothing;
    added = (1, 17, 31);
    ret = RInt64 "generation";
    args = [ String (Pathname, "file") ];
    summary = "get the generation of a file in an ext file system";
    doc = {|
Returns the generation of C<file>, a number that distinguishes files which
had the same inode number one after the other (as for NFS).|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/f"];
          ok ["set_e2generation"; "/f"; "123456"];
          ["get_e2generation"; "/f"] ==> Is_int 123456 ];
    ] };

  { defaults with
    name = "get_e2label";
    where = Daemon 81;
    leaves = Nothing;
    added = (1, 0, 15);
    ret = RString (RPlainString, "label");
    args = [ String (Device, "device") ];
    deprecated = Replaced_by "vfs_label";
    summary = "get the label of an ext file system";
    doc = {|Returns the label of the file system on C<device>: what
C<guestfs_vfs_label> does for all types.|};
    tests = [
      example Partition
        [ ok ["mkfs"; "ext2"; "/dev/sda1"; "label:data"];
          ["get_e2label"; "/dev/sda1"] ==> Is "data" ];
    ] };

  { defaults with
    name = "get_e2uuid";
    where = Daemon 83;
    leaves = Nothing;
    added = (1, 0, 15);
    ret = RString (RPlainString, "uuid");
    args = [ String (Device, "device") ];
    deprecated = Replaced_by "vfs_uuid";
    summary = "get the UUID of an ext file system";
    doc = {|
Returns the UUID of the file system on C<device>: what C<guestfs_vfs_uuid>
does for all types.|};
    tests = [
      example Filesystem
        [ ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["get_e2uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
    ] };

  { defaults with
    name = "mke2fs";
    where = Daemon 368;
    added = (1, 19, 44);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OInt64 "blockscount";
                1, OInt64 "blocksize";
                2, OInt64 "fragsize";
                3, OInt64 "blockspergroup";
                4, OInt64 "numberofgroups";
                5, OInt64 "bytesperinode";
                6, OInt64 "inodesize";
                7, OInt64 "journalsize";
                8, OInt64 "numberofinodes";
                9, OInt64 "stridesize";
                10, OInt64 "stripewidth";
                11, OInt64 "maxonlineresize";
                12, OInt "reservedblockspercentage";
                13, OInt "mmpupdateinterval";
                14, OString "journaldevice";
                15, OString "label";
                16, OString "lastmounteddir";
                17, OString "creatoros";
                18, OString "fstype";
                19, OString "usagetype";
                20, OString "uuid";
                21, OBool "forcecreate";
                22, OBool "writesbandgrouponly";
                23, OBool "lazyitableinit";
                24, OBool "lazyjournalinit";
                25, OBool "testfs";
                26, OBool "discard";
                27, OBool "quotatype";
                28, OBool "extent";
                29, OBool "filetype";
                30, OBool "flexbg";
                31, OBool "hasjournal";
                32, OBool "journaldev";
                33, OBool "largefile";
                34, OBool "quota";
                35, OBool "resizeinode";
                36, OBool "sparsesuper";
                37, OBool "uninitbg" ];
    summary = "make an ext file system, with all choices";
    doc = {|
Makes an ext2, ext3 or ext4 file system on C<device>. Whatever was there is
lost. All optional arguments are those of mke2fs(8), where they are
explained, and what is left out has its defaults.

Sizes and counts:

=over 4

=item C<blockscount>

The size of the file system in blocks; the default is the whole device.

=item C<blocksize>, C<fragsize>

Bytes in a block, and in a fragment (which is a block).

=item C<blockspergroup>, C<numberofgroups>

Blocks in a group, and groups in a larger group (with C<flexbg>).

=item C<bytesperinode>, C<numberofinodes>, C<inodesize>

How many inodes: one for so many bytes, or altogether; bytes in an inode.

=item C<journalsize>

The size of the journal in MiB.

=item C<stridesize>, C<stripewidth>

The geometry of a RAID array, in blocks.

=item C<maxonlineresize>

To how many blocks it must be possible to grow while mounted.

=item C<reservedblockspercentage>

The share of the blocks, in per cent, that only root may use.

=item C<mmpupdateinterval>

Seconds between updates of multiple mount protection.

=back

Texts:

=over 4

=item C<journaldevice>

The device with the journal: see C<journaldev>.

=item C<label>, C<uuid>

Label (at most 16 bytes) and UUID.

=item C<lastmounteddir>, C<creatoros>

What the superblock says about them.

=item C<fstype>, C<usagetype>

C<ext2>, C<ext3> or C<ext4>, and a use for which the sizes are chosen, such
as C<largefile>.

=back

Switches:

=over 4

=item C<forcecreate>

Do not ask questions; they are never asked.

=item C<writesbandgrouponly>

Only write superblock and group descriptors: a last resort of rescue.

=item C<lazyitableinit>, C<lazyjournalinit>

Let the kernel initialize inode tables or journal later.

=item C<testfs>, C<discard>, C<quotatype>

Mark it as a test; discard the device first; keep quotas for users (true)
or groups (false).

=item C<extent>, C<filetype>, C<flexbg>, C<hasjournal>, C<journaldev>

=item C<largefile>, C<quota>, C<resizeinode>, C<sparsesuper>, C<uninitbg>

Switch the feature of this name on or off. C<journaldev> makes C<device>
a journal instead of a file system.

=back|};
    tests = [
      example Partition
        [ ok ["mke2fs"; "/dev/sda1"; "blocksize:4096"; "fstype:ext4";
              "label:data"];
          ["vfs_type"; "/dev/sda1"] ==> Is "ext4";
          ["vfs_label"; "/dev/sda1"] ==> Is "data" ];
      test Partition
        [ ok ["mke2fs"; "/dev/sda1"; "blockscount:65536"; "blocksize:1024";
              "blockspergroup:8192"; "bytesperinode:8192"; "inodesize:256";
              "reservedblockspercentage:10"; "lastmounteddir:/here";
              "uuid:12345678-1234-1234-1234-123456789abc"; "forcecreate:true";
              "extent:false"; "hasjournal:false"; "stridesize:8";
              "stripewidth:16"; "resizeinode:false"; "largefile:true" ];
          ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Block count", "65536"; "Block size", "1024";
                          "Inode size", "256"; "Blocks per group", "8192";
                          "Last mounted on", "/here";
                          "Reserved block count", "6553";
                          "RAID stride", "8"; "RAID stripe width", "16";
                          "Filesystem UUID",
                          "12345678-1234-1234-1234-123456789abc" ] ];
      test Partition
        [ (["mke2fs"; "/dev/sda1"; "blocksize:1000"], Fails) ];
    ] };

  { defaults with
    name = "mke2fs_J";
    where = Daemon 191;
    added = (1, 0, 68);
    ret = RErr;
    args = [ String (PlainString, "fstype");
             Int "blocksize";
             String (Device, "device");
             String (Device, "journal") ];
    deprecated = Replaced_by "mke2fs";
    summary = "make an ext file system with an external journal";
    doc = {|
Makes a file system of type C<fstype> with blocks of C<blocksize> bytes on
C<device>, and its journal on the device C<journal>, made with
C<guestfs_mke2journal>. C<guestfs_mke2fs> with C<journaldevice> does the
same.|};
    tests = [
      example Blank
        [ ok ["mke2journal"; "4096"; "/dev/sdc"];
          ok ["mke2fs_J"; "ext3"; "4096"; "/dev/sda"; "/dev/sdc"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["write"; "/f"; "journalled"];
          ["cat"; "/f"] ==> Is "journalled" ];
    ] };

  { defaults with
    name = "mke2fs_JL";
    where = Daemon 192;
    added = (1, 0, 68);
    ret = RErr;
    args = [ String (PlainString, "fstype");
             Int "blocksize";
             String (Device, "device");
             String (PlainString, "label") ];
    deprecated = Replaced_by "mke2fs";
    camel_name = Some "Mke2fsJL";
    summary = "make an ext file system with an external journal found by label";
    doc = {|
Does what C<guestfs_mke2fs_J> does with the journal that has the label
C<label>.|};
    tests = [
      example Blank
        [ ok ["mke2journal_L"; "4096"; "jrnl"; "/dev/sdc"];
          ok ["mke2fs_JL"; "ext3"; "4096"; "/dev/sda"; "jrnl"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["write"; "/f"; "journalled"];
          ["cat"; "/f"] ==> Is "journalled" ];
    ] };

  { defaults with
    name = "mke2fs_JU";
    where = Daemon 193;
    added = (1, 0, 68);
    ret = RErr;
    args = [ String (PlainString, "fstype");
             Int "blocksize";
             String (Device, "device");
             String (PlainString, "uuid") ];
    optional_group = Some "linuxfsuuid";
    deprecated = Replaced_by "mke2fs";
    camel_name = Some "Mke2fsJU";
    summary = "make an ext file system with an external journal found by UUID";
    doc = {|
Does what C<guestfs_mke2fs_J> does with the journal that has the UUID
C<uuid>.|};
    tests = [
      example Blank
        [ ok ["mke2journal_U"; "4096"; "12345678-1234-1234-1234-123456789abc";
              "/dev/sdc"];
          ok ["mke2fs_JU"; "ext3"; "4096"; "/dev/sda";
              "12345678-1234-1234-1234-123456789abc"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["write"; "/f"; "journalled"];
          ["cat"; "/f"] ==> Is "journalled" ];
    ] };

  { defaults with
    name = "mke2journal";
    where = Daemon 188;
    added = (1, 0, 68);
    ret = RErr;
    args = [ Int "blocksize";
             String (Device, "device") ];
    deprecated = Replaced_by "mke2fs";
    summary = "make an external journal";
    doc = {|
Makes C<device> a journal for an ext3 or ext4 file system, with blocks of
C<blocksize> bytes. C<guestfs_mke2fs> with C<journaldev> does the same.|};
    tests = [
      example Blank
        [ ok ["mke2journal"; "4096"; "/dev/sdc"];
          ["vfs_type"; "/dev/sdc"] ==> Is "jbd" ];
    ] };

  { defaults with
    name = "mke2journal_L";
    where = Daemon 189;
    added = (1, 0, 68);
    ret = RErr;
    args = [ Int "blocksize";
             String (PlainString, "label");
             String (Device, "device") ];
    deprecated = Replaced_by "mke2fs";
    summary = "make an external journal with a label";
    doc = {|
Does what C<guestfs_mke2journal> does and gives the journal the label
C<label>.|};
    tests = [
      example Blank
        [ ok ["mke2journal_L"; "4096"; "jrnl"; "/dev/sdc"];
          ["vfs_label"; "/dev/sdc"] ==> Is "jrnl" ];
    ] };

  { defaults with
    name = "mke2journal_U";
    where = Daemon 190;
    added = (1, 0, 68);
    ret = RErr;
    args = [ Int "blocksize";
             String (PlainString, "uuid");
             String (Device, "device") ];
    optional_group = Some "linuxfsuuid";
    deprecated = Replaced_by "mke2fs";
    summary = "make an external journal with a given UUID";
    doc = {|
Does what C<guestfs_mke2journal> does and gives the journal the UUID
C<uuid>.|};
    tests = [
      example Blank
        [ ok ["mke2journal_U"; "4096"; "12345678-1234-1234-1234-123456789abc";
              "/dev/sdc"];
          ["vfs_uuid"; "/dev/sdc"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
    ] };

  { defaults with
    name = "resize2fs";
    where = Daemon 106;
    added = (1, 0, 27);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "make an ext file system as large as its device";
    doc = {|
Resizes the ext2, ext3 or ext4 file system on C<device> to the size that the
device has now. If it is not mounted it is checked before, as
C<guestfs_e2fsck> with C<correct> does.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "12"];
          ok ["mkfs"; "ext4"; "/dev/VG/LV"];
          ok ["mount"; "/dev/VG/LV"; "/"];
          ok ["umount"; "/"];
          ok ["lvresize"; "/dev/VG/LV"; "24"];
          ok ["resize2fs"; "/dev/VG/LV"];
          ok ["mount"; "/dev/VG/LV"; "/"];
          ["statvfs"; "/"] ==> C_expr "ret->blocks * ret->frsize > 16777216" ];
    ] };

  { defaults with
    name = "resize2fs_M";
    where = Daemon 281;
    added = (1, 9, 4);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "make an ext file system as small as possible";
    doc = {|
Shrinks the ext2, ext3 or ext4 file system on C<device> as far as its
contents allow. It is checked before, as C<guestfs_e2fsck> with C<correct>
does.
C<guestfs_vfs_minimum_size> tells the size beforehand.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["resize2fs_M"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ["statvfs"; "/"] ==> C_expr "ret->blocks * ret->frsize < 100000000" ];
    ] };

  { defaults with
    name = "resize2fs_size";
    where = Daemon 248;
    added = (1, 3, 14);
    ret = RErr;
    args = [ String (Device, "device");
             Int64 "size" ];
    summary = "set the size of an ext file system";
    doc = {|
Resizes the ext2, ext3 or ext4 file system on C<device> to C<size> bytes, a
multiple of 512, rounded down to whole blocks. If it is not mounted it is
checked before, as C<guestfs_e2fsck> with C<correct> does.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["resize2fs_size"; "/dev/sda1"; "1073741824"];
          ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Block count", "262144" ] ];
      test Filesystem
        [ fails "EINVAL" ["resize2fs_size"; "/dev/sda1"; "1000"] ];
    ] };

  { defaults with
    name = "set_e2attrs";
    where = Daemon 319;
    added = (1, 17, 31);
    ret = RErr;
    args = [ String (Pathname, "file");
             String (PlainString, "attrs") ];
    optargs = [ 0, OBool "clear" ];
    summary = "change the attributes of a file in an ext file system";
    doc = {|
Sets the attributes of C<file> whose letters are in C<attrs>, or clears them
if C<clear> is true; the others stay. The letters are those of chattr(1),
such as C<i> for a file that cannot be changed or removed.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/f"];
          ok ["set_e2attrs"; "/f"; "i"];
          fails "EPERM" ["rm"; "/f"];
          ok ["set_e2attrs"; "/f"; "i"; "clear:true"];
          ok ["rm"; "/f"] ];
      test Filesystem
        [ ok ["touch"; "/f"];
          ok ["set_e2attrs"; "/f"; "Ad"];
          ["get_e2attrs"; "/f"] ==> Is "Ad";
          ok ["set_e2attrs"; "/f"; "d"; "clear:true"];
          ["get_e2attrs"; "/f"] ==> Is "A";
          fails "EINVAL" ["set_e2attrs"; "/f"; "="] ];
    ] };

  { defaults with
    name = "set_e2generation";
    where = Daemon 321;
    added = (1, 17, 31);
    ret = RErr;
    args = [ String (Pathname, "file");
             Int64 "generation" ];
    summary = "set the generation of a file in an ext file system";
    doc = {|Sets the generation of C<file>, a number of 32 bits: see
C<guestfs_get_e2generation>. Ext4 with checksums of metadata does not allow
it.|};
    tests = [
      example Filesystem
        [ ok ["touch"; "/f"];
          ok ["set_e2generation"; "/f"; "4294967295"];
          ["get_e2generation"; "/f"] ==> Is_int 4294967295 ];
      test Filesystem
        [ ok ["touch"; "/f"];
          fails "EINVAL" ["set_e2generation"; "/f"; "-1"] ];
    ] };

  { defaults with
    name = "set_e2label";
    where = Daemon 80;
    added = (1, 0, 15);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "label") ];
    deprecated = Replaced_by "set_label";
    summary = "set the label of an ext file system";
    doc = {|Gives the file system on C<device> the label C<label>: what
C<guestfs_set_label> does for all types.|};
    tests = [
      example Filesystem
        [ ok ["set_e2label"; "/dev/sda1"; "data"];
          ["vfs_label"; "/dev/sda1"] ==> Is "data" ];
    ] };

  { defaults with
    name = "set_e2uuid";
    where = Daemon 82;
    added = (1, 0, 15);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "uuid") ];
    deprecated = Replaced_by "set_uuid";
    summary = "set the UUID of an ext file system";
    doc = {|
Gives the ext2, ext3 or ext4 file system on C<device> the UUID C<uuid>, which
may also be C<clear>, C<random> or C<time>. For all types there are
C<guestfs_set_uuid> and C<guestfs_set_uuid_random>.|};
    tests = [
      example Filesystem
        [ ok ["set_e2uuid"; "/dev/sda1";
              "12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
      test Filesystem
        [ ok ["set_e2uuid"; "/dev/sda1"; "clear"];
          ["vfs_uuid"; "/dev/sda1"] ==> Is "" ];
    ] };

  { defaults with
    name = "tune2fs";
    where = Daemon 298;
    added = (1, 15, 4);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OBool "force";
                1, OInt "maxmountcount";
                2, OInt "mountcount";
                3, OString "errorbehavior";
                4, OInt64 "group";
                5, OInt "intervalbetweenchecks";
                6, OInt "reservedblockspercentage";
                7, OString "lastmounteddirectory";
                8, OInt64 "reservedblockscount";
                9, OInt64 "user" ];
    camel_name = Some "Tune2FS";
    summary = "change parameters of an ext file system";
    doc = {|
Changes parameters of the ext2, ext3 or ext4 file system on C<device>. Each
optional argument is an option of tune2fs(8):

=over 4

=item C<force>

Go on in spite of errors.

=item C<maxmountcount>, C<mountcount>

After how many mounts it will be checked (0 or -1: never), and how many
there have been.

=item C<errorbehavior>

What the kernel does when it finds an error: C<continue>, C<remount-ro> or
C<panic>.

=item C<intervalbetweenchecks>

After how many seconds it will be checked; 0 is never.

=item C<user>, C<group>

Numbers of a user and a group who may use the reserved blocks.

=item C<reservedblockspercentage>, C<reservedblockscount>

How many blocks are reserved: in per cent, or their number.

=item C<lastmounteddirectory>

Where it was mounted last.

=back|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["tune2fs"; "/dev/sda1"; "maxmountcount:20";
              "intervalbetweenchecks:86400"];
          ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Maximum mount count", "20";
                          "Check interval", "86400 (1 day)" ] ];
      test Filesystem
        [ ok ["umount"; "/"];
          ok ["tune2fs"; "/dev/sda1"; "mountcount:7"; "errorbehavior:panic";
              "group:12"; "user:34"; "reservedblockscount:1000";
              "lastmounteddirectory:/x"];
          ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Mount count", "7"; "Errors behavior", "Panic";
                          "Reserved block count", "1000";
                          "Last mounted on", "/x" ];
          (["tune2fs"; "/dev/sda1"; "errorbehavior:nonsense"], Fails) ];
    ] };

  { defaults with
    name = "tune2fs_l";
    where = Daemon 55;
    leaves = Nothing;
    added = (1, 9, 2);
    ret = RHashtable (RPlainString, RPlainString, "superblock");
    args = [ String (Device, "device") ];
    summary = "get the superblock of an ext file system";
    doc = {|
Returns what C<tune2fs -l> prints about the ext2, ext3 or ext4 file system
on C<device>, in its words. What has no value has the empty string.|};
    tests = [
      example Filesystem
        [ ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Filesystem magic number", "0xEF53";
                          "Filesystem OS type", "Linux" ] ];
      test Blank
        [ (["tune2fs_l"; "/dev/sdb"], Fails) ];
    ] };
]
