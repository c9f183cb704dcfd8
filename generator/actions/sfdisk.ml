(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Partitioning in the words of sfdisk, for old programs. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "sfdisk";
    where = Daemon 43;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Device, "device");
             Int "cyls";
             Int "heads";
             Int "sectors";
             StringList (PlainString, "lines") ];
    deprecated = Replaced_by "part_add";
    summary = "create partitions with sfdisk";
    doc = {|
Gives C<device> a new MBR. Each of C<lines> describes a partition in the
words of sfdisk(8): start, size and type with commas between them, of which
each may be left out. Numbers are in sectors. C<cyls>, C<heads> and
C<sectors>, the geometry, are ignored: give 0.

C<guestfs_part_disk>, or C<guestfs_part_init> and C<guestfs_part_add>, do
the same with less to learn.|};
    tests = [
      example Blank
        [ ok ["sfdisk"; "/dev/sda"; "0"; "0"; "0"; "2048,4096 8192,"];
          ["list_partitions"] ==> Is_list ["/dev/sda1"; "/dev/sda2"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 4096 ];
      test Blank
        [ (["sfdisk"; "/dev/sda"; "0"; "0"; "0"; "nonsense"], Fails);
          fails "EINVAL" ["sfdisk"; "/dev/sda"; "-1"; "0"; "0"; ","] ];
    ] };

  { defaults with
    name = "sfdiskM";
    where = Daemon 139;
    added = (1, 0, 55);
    ret = RErr;
    args = [ String (Device, "device");
             StringList (PlainString, "lines") ];
    deprecated = Replaced_by "part_add";
    camel_name = Some "SfdiskM";
    summary = "create partitions with sfdisk, in MiB";
    doc = {|Does what C<guestfs_sfdisk> does with numbers in MiB.|};
    tests = [
      example Blank
        [ ok ["sfdiskM"; "/dev/sda"; "1,10 ,20 ,"];
          ["list_partitions"]
          ==> Is_list ["/dev/sda1"; "/dev/sda2"; "/dev/sda3"];
          ["blockdev_getsize64"; "/dev/sda1"] ==> Is_int 10485760;
          ["blockdev_getsize64"; "/dev/sda2"] ==> Is_int 20971520 ];
    ] };

  { defaults with
    name = "sfdisk_N";
    where = Daemon 99;
    added = (1, 0, 26);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             Int "cyls";
             Int "heads";
             Int "sectors";
             String (PlainString, "line") ];
    deprecated = Replaced_by "part_add";
    summary = "change one partition with sfdisk";
    doc = {|
Does what C<guestfs_sfdisk> does with the single partition number
C<partnum>, which C<line> describes; the others stay as they are.|};
    tests = [
      example Blank
        [ ok ["sfdisk"; "/dev/sda"; "0"; "0"; "0"; "2048,4096 8192,4096"];
          ok ["sfdisk_N"; "/dev/sda"; "2"; "0"; "0"; "0"; "8192,8192"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 4096;
          ["blockdev_getsz"; "/dev/sda2"] ==> Is_int 8192 ];
    ] };

  { defaults with
    name = "sfdisk_disk_geometry";
    where = Daemon 102;
    leaves = Nothing;
    added = (1, 0, 26);
    ret = RString (RPlainString, "partitions");
    args = [ String (Device, "device") ];
    summary = "show the geometry of a disk as its partition table has it";
    doc = {|
Returns a line with the cylinders, heads and sectors of C<device>. The
kernel works them out from the partition table if there is one. They mean
nothing for disks of today.|};
    tests = [
      example Partition
        [ ["sfdisk_disk_geometry"; "/dev/sda"]
          ==> Matches "^/dev/sda: [0-9]+ cylinders, [0-9]+ heads, [0-9]+" ];
    ] };

  { defaults with
    name = "sfdisk_kernel_geometry";
    where = Daemon 101;
    leaves = Nothing;
    added = (1, 0, 26);
    ret = RString (RPlainString, "partitions");
    args = [ String (Device, "device") ];
    summary = "show the geometry of a disk as the kernel has it";
    doc = {|
Returns a line with the cylinders, heads and sectors of C<device>. They
mean nothing for disks of today.|};
    tests = [
      example Blank
        [ ["sfdisk_kernel_geometry"; "/dev/sda"]
          ==> Matches "^/dev/sda: [0-9]+ cylinders, [0-9]+ heads, [0-9]+" ];
    ] };

  { defaults with
    name = "sfdisk_l";
    where = Daemon 100;
    leaves = Nothing;
    added = (1, 0, 26);
    ret = RString (RDevice, "partitions");
    args = [ String (Device, "device") ];
    deprecated = Replaced_by "part_list";
    summary = "show the partitions of a disk";
    doc = {|
Returns what C<sfdisk -l> prints about C<device>, for people to read.
C<guestfs_part_list> is for programs.|};
    tests = [
      example Partition
        [ ["sfdisk_l"; "/dev/sda"] ==> Matches "/dev/sda1 .* 83 Linux" ];
    ] };
]
