(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What is on a device: type, label, UUID and size of file systems. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "blkid";
    where = Daemon 303;
    leaves = Nothing;
    added = (1, 15, 9);
    ret = RHashtable (RPlainString, RPlainString, "info");
    args = [ String (Device, "device") ];
    summary = "list what is known about the contents of a device";
    doc = {|
Returns attributes of what was found on C<device>, by the names that
blkid(8) has for them. Usually there are:

=over 4

=item C<TYPE>

The type of the file system or of other contents, as in
C<guestfs_vfs_type>.

=item C<USAGE>

What it is for: C<filesystem>, C<raid>, C<crypto> or C<other>.

=item C<LABEL>, C<UUID>, C<VERSION>

If it has them.

=item C<PART_ENTRY_NUMBER>, C<PART_ENTRY_OFFSET>, C<PART_ENTRY_SIZE>, …

If the device is a partition: what the partition table says of it. Offset
and size are in units of 512 bytes.

=item C<LOGICAL_SECTOR_SIZE>, C<PHYSICAL_SECTOR_SIZE>, …

Sizes that the disk has or prefers, in bytes.

=back|};
    tests = [
      example Filesystem
        [ ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["blkid"; "/dev/sda1"]
          ==> Has_pairs [ "TYPE", "ext2"; "USAGE", "filesystem";
                          "UUID", "12345678-1234-1234-1234-123456789abc";
                          "PART_ENTRY_NUMBER", "1" ] ];
    ] };

  { defaults with
    name = "df";
    where = Daemon 125;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RString (RPlainString, "output");
    summary = "report how full file systems are";
    doc = {|
Returns what df(1) prints about the mounted file systems, in units of
1 KiB. It is meant for people: programs use C<guestfs_statvfs>.|};
    tests = [
      example Filesystem
        [ ["df"] ==> Matches "/dev/sda1 +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+% /\n" ];
    ] };

  { defaults with
    name = "df_h";
    where = Daemon 126;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RString (RPlainString, "output");
    summary = "report how full file systems are, in readable units";
    doc = {|Does what C<guestfs_df> does, with sizes such as C<1.9G>.|};
    tests = [
      example Filesystem
        [ ["df_h"] ==> Matches "/dev/sda1 +[0-9.]+G" ];
    ] };

  { defaults with
    name = "findfs_label";
    where = Daemon 266;
    leaves = Nothing;
    added = (1, 5, 3);
    ret = RString (RDevice, "device");
    args = [ String (PlainString, "label") ];
    summary = "find a file system by its label";
    doc = {|
Returns the device whose file system (or swap area) has the label C<label>.
It is an error, with errno C<ENOENT>, if there is none; which one is
returned when there are several is not defined.|};
    tests = [
      example Lv_filesystem
        [ ok ["set_label"; "/dev/VG/LV"; "here"];
          ["findfs_label"; "here"] ==> Is "/dev/VG/LV";
          fails "ENOENT" ["findfs_label"; "nowhere"] ];
    ] };

  { defaults with
    name = "findfs_partlabel";
    where = Daemon 515;
    leaves = Nothing;
    added = (1, 53, 5);
    ret = RString (RDevice, "device");
    args = [ String (PlainString, "label") ];
    summary = "find a partition by its name";
    doc = {|
Returns the device of the GPT partition that has the name C<label>: see
C<guestfs_part_set_name>. It is an error, with errno C<ENOENT>, if there is
none.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_name"; "/dev/sda"; "1"; "here"];
          ["findfs_partlabel"; "here"] ==> Is "/dev/sda1";
          fails "ENOENT" ["findfs_partlabel"; "nowhere"] ];
    ] };

  { defaults with
    name = "findfs_partuuid";
    where = Daemon 514;
    leaves = Nothing;
    added = (1, 53, 5);
    ret = RString (RDevice, "device");
    args = [ String (PlainString, "uuid") ];
    summary = "find a partition by its UUID";
    doc = {|
Returns the device of the partition that has the UUID C<uuid>, in lower
case: the GUID of a GPT partition (C<guestfs_part_get_gpt_guid>), or what
takes its place in an MBR. It is an error, with errno C<ENOENT>, if there is
none.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_gpt_guid"; "/dev/sda"; "1";
              "12345678-1234-1234-1234-123456789abc"];
          ["findfs_partuuid"; "12345678-1234-1234-1234-123456789abc"]
          ==> Is "/dev/sda1";
          fails "ENOENT" ["findfs_partuuid"; "none"] ];
    ] };

  { defaults with
    name = "findfs_uuid";
    where = Daemon 265;
    leaves = Nothing;
    added = (1, 5, 3);
    ret = RString (RDevice, "device");
    args = [ String (PlainString, "uuid") ];
    summary = "find a file system by its UUID";
    doc = {|
Returns the device whose file system (or swap area) has the UUID C<uuid>.
It is an error, with errno C<ENOENT>, if there is none.|};
    tests = [
      example Filesystem
        [ ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["findfs_uuid"; "12345678-1234-1234-1234-123456789abc"]
          ==> Is "/dev/sda1";
          fails "ENOENT" ["findfs_uuid"; "12345678-0000-0000-0000-000000000000"]
        ];
    ] };

  { defaults with
    name = "fsck";
    where = Daemon 84;
    added = (1, 0, 16);
    ret = RInt "status";
    args = [ String (PlainString, "fstype");
             String (Device, "device") ];
    fish_output = Hexadecimal;
    summary = "check a file system, repairing what is safe";
    doc = {|
Runs the checker for file systems of type C<fstype> on C<device>, which must
not be mounted, and lets it repair what can be repaired without asking.

Returns its exit status, a sum of these:

=over 4

=item C<1>

errors were found and corrected

=item C<2>

the guest should be rebooted

=item C<4>

errors were found and left

=item C<8>

it could not do its work

=item C<16>

it was called wrongly

=item C<32>

it was cancelled

=back

0 means that all is well. C<guestfs_e2fsck> has more choice for ext2,
ext3 and ext4.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ["fsck"; "ext2"; "/dev/sda1"] ==> Is_int 0 ];
      test Blank
        [ ["fsck"; "ext2"; "/dev/sdb"] ==> Is_int 8;
          fails "ENOTSUP" ["fsck"; "nosuch"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "list_filesystems";
    where = Daemon 476;
    also_cancellable = true;
    leaves = Nothing;
    added = (1, 5, 15);
    ret = RHashtable (RMountable, RPlainString, "fses");
    summary = "list all file systems";
    doc = {|
Looks for file systems on all disks without partitions, opened encrypted and
other device mapper devices, partitions, MD arrays, logical volumes and volumes
of dynamic disks, in this order, and returns each with its type as in
C<guestfs_vfs_type>. The type is C<unknown> where nothing was recognized.

A Btrfs is listed by its device, or each of its devices, and once more for each
subvolume, as F<btrfsvol:/dev/sda1/name>. The default subvolume is what the
device alone stands for, and not listed again.

Not everything listed can be mounted: C<swap> and C<crypto_LUKS> are listed
too. Parts of something else, such as LVM physical volumes, members of MD
arrays, extended partitions and those that Windows reserves, are not.|};
    tests = [
      example Filesystem
        [ ["list_filesystems"]
          ==> Has_pairs [ "/dev/sda1", "ext2"; "/dev/sdb", "unknown" ] ];
      test Lv_filesystem
        [ ok ["mkswap"; "/dev/sdc"];
          ["list_filesystems"]
          ==> Has_pairs [ "/dev/VG/LV", "ext2"; "/dev/sdc", "swap" ];
          ["list_filesystems"]
          ==> C_expr "strcmp (ret[0], \"/dev/sdb\") == 0 && ret[8] == NULL" ];
      (* What Windows reserves, whatever it looks like. *)
      test Gpt_disk
        [ ok ["mkfs"; "ext2"; "/dev/sda1"];
          ["list_filesystems"]
          ==> C_expr "strcmp (ret[6], \"/dev/sda1\") == 0 && ret[8] == NULL";
          ok ["part_set_gpt_type"; "/dev/sda"; "1";
              "E3C9E316-0B5C-4DB8-817D-F92DF00215AE"];
          ["list_filesystems"]
          ==> C_expr "strcmp (ret[0], \"/dev/sdb\") == 0 && ret[6] == NULL";
          ok ["part_set_gpt_type"; "/dev/sda"; "1";
              "CADDEBF1-4400-4DE8-B103-12117DCF3CCF"];
          ["list_filesystems"]
          ==> C_expr "strcmp (ret[0], \"/dev/sdb\") == 0 && ret[6] == NULL" ];
      test ~needs:["btrfs"; "filesystem:btrfs"] Blank
        [ ok ["mkfs"; "btrfs"; "/dev/sda"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["btrfs_subvolume_create"; "/sub"];
          ok ["umount"; "/"];
          ["list_filesystems"]
          ==> Has_pairs [ "/dev/sda", "btrfs";
                          "btrfsvol:/dev/sda/sub", "btrfs" ];
          ["mounts"] ==> Is_empty;
          ok ["mount"; "/dev/sda"; "/"];
          ok ["btrfs_subvolume_set_default"; "256"; "/"];
          ok ["umount"; "/"];
          ["list_filesystems"]
          ==> C_expr "strcmp (ret[0], \"/dev/sda\") == 0 \
                      && strcmp (ret[2], \"/dev/sdb\") == 0" ];
    ] };

  { defaults with
    name = "set_label";
    where = Daemon 310;
    added = (1, 17, 9);
    ret = RErr;
    args = [ String (Mountable, "mountable");
             String (PlainString, "label") ];
    summary = "change the label of a file system";
    doc = {|
Gives the file system on C<mountable> the label C<label>; an empty one
removes it. It works for ext2, ext3, ext4, Btrfs, XFS, FAT, exFAT, NTFS,
F2FS, ReiserFS, NILFS2, JFS, UDF and swap areas. Other types fail with errno
C<ENOTSUP>.

Depending on the type it must be mounted or must not be: Btrfs, ext4 and XFS
do not mind, FAT and NTFS must not be mounted.

A label that is too long for the type (16 bytes for ext2, ext3 and ext4, 12
for XFS, 11 for FAT) is an error.|};
    tests = [
      example Filesystem
        [ ok ["set_label"; "/dev/sda1"; "data"];
          ["vfs_label"; "/dev/sda1"] ==> Is "data" ];
      test Filesystem
        [ fails "EINVAL" ["set_label"; "/dev/sda1"; "much too long a label"];
          fails "ENOTSUP" ["set_label"; "/dev/sdb"; "x"] ];
      test Partition
        [ ok ["mkfs"; "vfat"; "/dev/sda1"];
          ok ["set_label"; "/dev/sda1"; "NEWLABEL"];
          ["vfs_label"; "/dev/sda1"] ==> Is "NEWLABEL";
          (* It is no option of the program. *)
          ok ["set_label"; "/dev/sda1"; "-r"];
          ["vfs_label"; "/dev/sda1"] ==> Is "-r" ];
      test ~needs:["xfs"; "filesystem:xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ok ["set_label"; "/dev/sda1"; "unmounted"];
          ["vfs_label"; "/dev/sda1"] ==> Is "unmounted";
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["set_label"; "/dev/sda1"; "mounted"];
          ok ["umount"; "/"];
          ["vfs_label"; "/dev/sda1"] ==> Is "mounted" ];
      test ~needs:["btrfs"; "filesystem:btrfs"] Partition
        [ ok ["mkfs"; "btrfs"; "/dev/sda1"];
          ok ["set_label"; "/dev/sda1"; "unmounted"];
          ["vfs_label"; "/dev/sda1"] ==> Is "unmounted";
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["set_label"; "/dev/sda1"; "mounted"];
          ok ["umount"; "/"];
          ["vfs_label"; "/dev/sda1"] ==> Is "mounted";
          ok ["set_label"; "/dev/sda1"; "--help"];
          ["vfs_label"; "/dev/sda1"] ==> Is "--help" ];
      test ~needs:["ntfs3g"] Partition
        [ ok ["mkfs"; "ntfs"; "/dev/sda1"];
          ok ["set_label"; "/dev/sda1"; "NT label"];
          fails "EINVAL" ["set_label"; "/dev/sda1"; "--help"];
          ["vfs_label"; "/dev/sda1"] ==> Is "NT label" ];
    ] };

  { defaults with
    name = "set_uuid";
    where = Daemon 403;
    added = (1, 23, 10);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "uuid") ];
    summary = "change the UUID of a file system";
    doc = {|
Gives the file system on C<device> the UUID C<uuid>. It works for ext2,
ext3, ext4, Btrfs, XFS, ReiserFS, NILFS2, JFS and swap areas, and only while
they are not in use, except for ext2, ext3 and ext4. Other types fail with
errno C<ENOTSUP>.|};
    tests = [
      example Filesystem
        [ ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
      test Partition
        [ ok ["mkswap"; "/dev/sda1"];
          ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc";
          fails "ENOTSUP" ["set_uuid"; "/dev/sdb";
                           "12345678-1234-1234-1234-123456789abc"] ];
      test ~needs:["xfs"; "filesystem:xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
      test ~needs:["filesystem:gfs2"; "filesystem:ocfs2"] Partition
        [ ok ["mkfs"; "gfs2"; "/dev/sda1"];
          ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc";
          ok ["mkfs"; "ocfs2"; "/dev/sda1"];
          ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abd"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abd";
          ok ["set_label"; "/dev/sda1"; "cluster"];
          ["vfs_label"; "/dev/sda1"] ==> Is "cluster" ];
    ] };

  { defaults with
    name = "set_uuid_random";
    where = Daemon 456;
    added = (1, 29, 50);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "give a file system a new UUID";
    doc = {|Does what C<guestfs_set_uuid> does with a new random UUID.|};
    tests = [
      example Filesystem
        [ ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ok ["set_uuid_random"; "/dev/sda1"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> C_expr "strlen (ret) == 36 && \
                      strncmp (ret, \"12345678\", 8) != 0" ];
    ] };

  { defaults with
    name = "statvfs";
    where = Daemon 54;
    leaves = Nothing;
    added = (1, 9, 2);
    ret = RStruct ("statbuf", "statvfs");
    args = [ String (Pathname, "path") ];
    summary = "get the size and the free space of a file system";
    doc = {|
Returns what statvfs(3) says of the file system in which C<path> is:

=over 4

=item B<bsize>, B<frsize>

The size of blocks in bytes; B<frsize> is the unit of the next three.

=item B<blocks>, B<bfree>, B<bavail>

Blocks altogether, free, and free for those who are not root.

=item B<files>, B<ffree>, B<favail>

Inodes altogether, free, and free for those who are not root.

=item B<fsid>, B<flag>, B<namemax>

An identification, mount flags, and the greatest length of a file name.

=back|};
    tests = [
      example Filesystem
        [ ["statvfs"; "/"]
          ==> Has_fields [ "namemax", "255"; "bsize", "4096" ] ];
      test Filesystem
        [ ["statvfs"; "/"]
          ==> C_expr "ret->blocks > 400000 && ret->blocks < 524288 && \
                      ret->bfree < ret->blocks && ret->bavail < ret->bfree";
          fails "ENOENT" ["statvfs"; "/none"] ];
    ] };

  { defaults with
    name = "vfs_label";
    where = Daemon 253;
    leaves = Nothing;
    added = (1, 3, 18);
    ret = RString (RPlainString, "label");
    args = [ String (Mountable, "mountable") ];
    summary = "get the label of a file system";
    doc = {|
Returns the label of the file system on C<mountable>, which is the empty
string if it has none. C<guestfs_findfs_label> does the opposite.|};
    tests = [
      example Partition
        [ ok ["mkfs"; "ext2"; "/dev/sda1"; "label:data"];
          ["vfs_label"; "/dev/sda1"] ==> Is "data" ];
      test Filesystem
        [ ["vfs_label"; "/dev/sda1"] ==> Is "" ];
    ] };

  { defaults with
    name = "vfs_minimum_size";
    where = Daemon 457;
    added = (1, 31, 18);
    ret = RInt64 "sizeinbytes";
    args = [ String (Mountable, "mountable") ];
    summary = "get the size to which a file system could be made smaller";
    doc = {|
Returns the size in bytes to which the file system on C<mountable> could
be shrunk, as its own tools estimate. It works for ext2, ext3, ext4, Btrfs
and NTFS; for XFS, which cannot be made smaller, it is the size that it
has. Other types fail with errno C<ENOTSUP>.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ["vfs_minimum_size"; "/dev/sda1"] ==> At_least 1048576 ];
      test ~needs:["xfs"; "filesystem:xfs"] Blank
        [ ok ["mkfs"; "xfs"; "/dev/sda"];
          ["vfs_minimum_size"; "/dev/sda"] ==> C_expr "ret == 2147483648" ];
      (* One that claims to be larger than any can be. *)
      test ~needs:["xfs"] Blank
        [ ok ["mkfs"; "xfs"; "/dev/sda"; "features:crc=0"];
          ok ["pwrite_device"; "/dev/sda"; "\x3f\xff\xff\xfe\xf1\x01\x01\x01";
              "8"];
          ok ["pwrite_device"; "/dev/sda"; "\x7f\xff\xff\xff\x7f\xff\xff\xff";
              "84"];
          fails "EOVERFLOW" ["vfs_minimum_size"; "/dev/sda"] ];
      test ~needs:["ntfs3g"] Partition
        [ ok ["mkfs"; "ntfs"; "/dev/sda1"];
          ["vfs_minimum_size"; "/dev/sda1"]
          ==> C_expr "ret > 1048576 && ret < 1073741824" ];
      test ~needs:["btrfs"; "filesystem:btrfs"] Partition
        [ ok ["mkfs"; "btrfs"; "/dev/sda1"];
          ["vfs_minimum_size"; "/dev/sda1"]
          ==> C_expr "ret > 1048576 && ret < 2147483648" ];
      test Blank
        [ fails "ENOTSUP" ["vfs_minimum_size"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "vfs_type";
    where = Daemon 198;
    leaves = Nothing;
    added = (1, 0, 75);
    ret = RString (RPlainString, "fstype");
    args = [ String (Mountable, "mountable") ];
    summary = "get the type of a file system";
    doc = {|
Returns the type of the file system on C<mountable>: what mount(8) calls
it, such as C<ext4>, or C<swap>, C<crypto_LUKS>, C<LVM2_member>,
C<linux_raid_member> and the like for what is not a file system. It is the
empty string if nothing was recognized.|};
    tests = [
      example Filesystem
        [ ["vfs_type"; "/dev/sda1"] ==> Is "ext2" ];
      test Lv_filesystem
        [ ["vfs_type"; "/dev/sda1"] ==> Is "LVM2_member";
          ["vfs_type"; "/dev/VG/LV"] ==> Is "ext2";
          ["vfs_type"; "/dev/sdb"] ==> Is "" ];
      test Blank
        [ (* the header of FileVault 2 *)
          ok ["pwrite_device"; "/dev/sdc"; "\001\000\016\000"; "8"];
          ok ["pwrite_device"; "/dev/sdc"; "CS"; "88"];
          ["vfs_type"; "/dev/sdc"] ==> Is "";
          ok ["pwrite_device"; "/dev/sdc"; "\016\000\000\000\002"; "168"];
          ok ["pwrite_device"; "/dev/sdc"; "0123456789abcdef"; "304"];
          ["vfs_type"; "/dev/sdc"] ==> Is "cs_fvault2";
          ["vfs_uuid"; "/dev/sdc"]
          ==> Is "30313233-3435-3637-3839-616263646566";
          ["list_filesystems"]
          ==> Has_pairs ["/dev/sda", "unknown"; "/dev/sdb", "unknown";
                         "/dev/sdc", "cs_fvault2"; "/dev/sdd", "unknown"];
          fails "EINVAL" ["mount"; "/dev/sdc"; "/"] ];
    ] };

  { defaults with
    name = "vfs_uuid";
    where = Daemon 254;
    leaves = Nothing;
    added = (1, 3, 18);
    ret = RString (RPlainString, "uuid");
    args = [ String (Mountable, "mountable") ];
    fish_alias = [ "get-uuid" ];
    summary = "get the UUID of a file system";
    doc = {|
Returns the UUID (for FAT and NTFS the serial number) of the file system on
C<mountable>, or the empty string if it has none. C<guestfs_findfs_uuid>
does the opposite.|};
    tests = [
      example Filesystem
        [ ok ["set_uuid"; "/dev/sda1"; "12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
      test Blank
        [ ["vfs_uuid"; "/dev/sda"] ==> Is "" ];
    ] };
]
