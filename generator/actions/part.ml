(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Partition tables: making them, and partitions in them. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "part_add";
    where = Daemon 209;
    added = (1, 0, 78);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "prlogex");
             Int64 "startsect";
             Int64 "endsect" ];
    summary = "add a partition to a disk";
    doc = {|
Adds a partition to C<device>, which must have a partition table: use
C<guestfs_part_init> to create one.

C<prlogex> is its type: C<p> or C<primary>, or, in an MBR only, C<e> or
C<extended>, or C<l> or C<logical> for a partition inside the extended one.

C<startsect> and C<endsect> are its first and last sector, both included, in
units of the disk's sectors. Sectors count from 0. A negative
C<endsect> counts back from the end of the disk: C<-1> is the last sector.
A GPT keeps the last 33 sectors for itself.

The partition gets the lowest free number. Nothing is written into it, so
what was on these sectors before is still there. Sectors that are not free
are an error. C<guestfs_part_disk> is easier when one partition is to cover
the whole disk.|};
    tests = [
      example Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "primary"; "2048"; "-1"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 4192256 ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "p"; "64"; "2047"];
          ok ["part_add"; "/dev/sda"; "e"; "2048"; "204799"];
          ok ["part_add"; "/dev/sda"; "l"; "4096"; "8191"];
          ok ["part_add"; "/dev/sda"; "l"; "10240"; "20479"];
          ["list_partitions"]
          ==> Is_list ["/dev/sda1"; "/dev/sda2"; "/dev/sda5"; "/dev/sda6"];
          ["blockdev_getsz"; "/dev/sda5"] ==> Is_int 4096;
          ["blockdev_getsz"; "/dev/sda6"] ==> Is_int 10240;
          fails "EINVAL" ["part_add"; "/dev/sda"; "l"; "300000"; "310000"];
          fails "EINVAL" ["part_add"; "/dev/sda"; "p"; "30000"; "40000"] ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "gpt"];
          ok ["part_add"; "/dev/sda"; "p"; "34"; "2047"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "-34"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 2014;
          ["blockdev_getsz"; "/dev/sda2"] ==> Is_int 4192223;
          (["part_add"; "/dev/sda"; "p"; "4096"; "8191"], Fails);
          fails "EINVAL" ["part_add"; "/dev/sda"; "e"; "4096"; "8191"] ];
      test Filesystem
        [ ok ["part_resize"; "/dev/sda"; "1"; "-1"];
          fails "EINVAL" ["part_add"; "/dev/sda"; "p"; "5000000"; "6000000"] ];
      test Blank
        [ fails "EINVAL" ["part_add"; "/dev/sda"; "p"; "-5"; "-1"];
          ok ["part_init"; "/dev/sda"; "mbr"];
          fails "EINVAL" ["part_add"; "/dev/sda"; "x"; "64"; "128"] ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "206847"];
          ok ["mkfs"; "ext2"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["part_add"; "/dev/sda"; "p"; "206848"; "-1"];
          ["list_partitions"] ==> Is_list ["/dev/sda1"; "/dev/sda2"] ];
    ] };

  { defaults with
    name = "part_del";
    where = Daemon 233;
    added = (1, 3, 2);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "delete a partition";
    doc = {|
Deletes the partition with number C<partnum> from the table of C<device>.
Partitions count from 1. What is inside stays on the disk until something
else is written there.

In an MBR, deleting the extended partition deletes the logical ones too,
and deleting a logical partition gives those behind it lower numbers.|};
    tests = [
      example Gpt_disk
        [ ok ["part_del"; "/dev/sda"; "1"];
          ["list_partitions"] ==> Is_empty ];
      test Partition
        [ fails "ENOENT" ["part_del"; "/dev/sda"; "2"];
          ok ["part_del"; "/dev/sda"; "1"];
          ["part_list"; "/dev/sda"] ==> Has_length 0 ];
    ] };

  { defaults with
    name = "part_disk";
    where = Daemon 210;
    added = (1, 0, 78);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "parttype") ];
    summary = "give a disk one partition that covers all of it";
    doc = {|Creates a partition table of the kind C<parttype> on C<device>, as
C<guestfs_part_init> does, with a single primary partition that covers
the disk. The first and the last 128 sectors stay free: they hold the
tables, room for a boot loader, and alignment.

Whatever was on the disk is lost.|};
    tests = [
      example Blank
        [ ok ["part_disk"; "/dev/sda"; "gpt"];
          ["list_partitions"] ==> Is_list ["/dev/sda1"] ];
      test Blank
        [ ok ["part_disk"; "/dev/sda"; "mbr"];
          ["part_list"; "/dev/sda"]
          ==> C_expr "ret->len == 1 && ret->val[0].part_num == 1 && \
                      ret->val[0].part_start == 65536 && \
                      ret->val[0].part_end == 2147418623 && \
                      ret->val[0].part_size == 2147353088" ];
    ] };

  { defaults with
    name = "part_get_parttype";
    where = Daemon 214;
    leaves = Nothing;
    added = (1, 0, 78);
    ret = RString (RPlainString, "parttype");
    args = [ String (Device, "device") ];
    summary = "get the kind of a partition table";
    doc = {|
Returns the kind of partition table that C<device> has: C<msdos> for an
MBR, C<gpt>, or more rarely one of the others that C<guestfs_part_init>
lists.

Errno is C<EINVAL> if there is no partition table, be the disk empty or covered
by a file system.|};
    tests = [
      example Gpt_disk
        [ ["part_get_parttype"; "/dev/sda"] ==> Is "gpt" ];
      test Partition
        [ ["part_get_parttype"; "/dev/sda"] ==> Is "msdos";
          fails "EINVAL" ["part_get_parttype"; "/dev/sdb"] ];
      test Blank
        [ (* a file system is no partition table *)
          ok ["mkfs"; "ext4"; "/dev/sdc"];
          fails "EINVAL" ["part_get_parttype"; "/dev/sdc"];
          fails "EINVAL" ["part_list"; "/dev/sdc"];
          fails "EINVAL" ["part_add"; "/dev/sdc"; "p"; "64"; "127"];
          fails "EINVAL" ["part_del"; "/dev/sdc"; "1"];
          fails "EINVAL" ["part_get_bootable"; "/dev/sdc"; "1"];
          ["vfs_type"; "/dev/sdc"] ==> Is "ext4";
          ok ["mkfs"; "vfat"; "/dev/sdc"];
          fails "EINVAL" ["part_get_parttype"; "/dev/sdc"];
          ok ["zero_device"; "/dev/sdc"];
          ok ["pvcreate"; "/dev/sdc"];
          fails "EINVAL" ["part_get_parttype"; "/dev/sdc"] ];
    ] };

  { defaults with
    name = "part_init";
    where = Daemon 208;
    added = (1, 0, 78);
    ret = RErr;
    args = [ String (Device, "device");
             String (PlainString, "parttype") ];
    summary = "create an empty partition table";
    doc = {|
Writes a partition table without partitions to C<device>. Whatever was on
the disk is lost. C<parttype> is the kind:

=over 4

=item C<mbr>, C<msdos>

The table of the IBM PC: four primary partitions, of which one may hold
logical ones, and nothing beyond the first 2 TiB.

=item C<gpt>, C<efi>

The table that UEFI brought: 128 partitions with names and GUIDs, and no
limit that matters.

=item C<aix>, C<amiga>, C<rdb>, C<bsd>, C<dasd>, C<dvh>, C<mac>, C<pc98>, C<sun>

The tables of other systems. Reading, adding and deleting partitions works
with these; what is special to an MBR or a GPT does not.

=back

Add partitions with C<guestfs_part_add>.|};
    tests = [
      example Blank
        [ ok ["part_init"; "/dev/sda"; "gpt"];
          ["part_get_parttype"; "/dev/sda"] ==> Is "gpt" ];
      test Blank
        [ ok ["part_disk"; "/dev/sda"; "gpt"];
          ok ["part_init"; "/dev/sda"; "mbr"];
          ["list_partitions"] ==> Is_empty;
          ["part_get_parttype"; "/dev/sda"] ==> Is "msdos" ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mac"];
          ["part_get_parttype"; "/dev/sda"] ==> Is "mac";
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "8191"];
          ["part_list"; "/dev/sda"]
          ==> C_expr "ret->len == 2 && ret->val[1].part_start == 1048576 && \
                      ret->val[1].part_size == 3145728";
          ok ["part_del"; "/dev/sda"; "2"];
          ["part_list"; "/dev/sda"] ==> Has_length 1 ];
      test Filesystem
        [ fails "EBUSY" ["part_init"; "/dev/sda"; "mbr"];
          fails "EINVAL" ["part_init"; "/dev/sdb"; "nosuch"] ];
    ] };

  { defaults with
    name = "part_list";
    where = Daemon 213;
    leaves = Nothing;
    added = (1, 0, 78);
    ret = RStructList ("partitions", "partition");
    args = [ String (Device, "device") ];
    summary = "list the partitions of a disk";
    doc = {|
Returns the partitions of C<device> in the order in which they are on the
disk, with these fields:

=over 4

=item B<part_num>

The number, counted from 1.

=item B<part_start>

Where it starts, in bytes from the start of the disk.

=item B<part_end>

Its last byte, from the start of the disk.

=item B<part_size>

Its size in bytes.

=back

An extended partition is listed as well as the logical ones inside.|};
    tests = [
      example Partition
        [ ["part_list"; "/dev/sda"] ==> Has_length 1 ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "e"; "2048"; "204799"];
          ok ["part_add"; "/dev/sda"; "l"; "4096"; "8191"];
          ["part_list"; "/dev/sda"]
          ==> C_expr "ret->len == 2 && ret->val[0].part_num == 1 && \
                      ret->val[0].part_start == 1048576 && \
                      ret->val[0].part_end == 104857599 && \
                      ret->val[1].part_num == 5 && \
                      ret->val[1].part_start == 2097152 && \
                      ret->val[1].part_size == 2097152" ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "gpt"];
          ok ["part_add"; "/dev/sda"; "p"; "204800"; "-64"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "204799"];
          ["part_list"; "/dev/sda"]
          ==> C_expr "ret->len == 2 && ret->val[0].part_num == 2 && \
                      ret->val[1].part_num == 1" ];
      (* The kind of extended partition that may lie anywhere. *)
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "e"; "2048"; "204799"];
          ["part_get_mbr_id"; "/dev/sda"; "1"] ==> Is_int 15 ];
      test Blank
        [ (["part_list"; "/dev/sdb"], Fails) ];
    ] };

  { defaults with
    name = "part_resize";
    where = Daemon 477;
    added = (1, 37, 20);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             Int64 "endsect" ];
    summary = "move the end of a partition";
    doc = {|
Makes partition number C<partnum> of C<device> longer or shorter so that
C<endsect> becomes its last sector. The start does not move. As in
C<guestfs_part_add>, C<endsect> may be negative to count from the end of
the disk.

What is inside the partition does not change: make a file system smaller
I<before> its partition, and larger I<after> it.|};
    tests = [
      example Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "8191"];
          ok ["part_resize"; "/dev/sda"; "1"; "4095"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 2048;
          ok ["part_resize"; "/dev/sda"; "1"; "-1"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 4192256 ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "gpt"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "4095"];
          ok ["part_add"; "/dev/sda"; "p"; "8192"; "16383"];
          fails "EINVAL" ["part_resize"; "/dev/sda"; "1"; "8192"];
          ok ["part_resize"; "/dev/sda"; "1"; "8191"];
          ["blockdev_getsz"; "/dev/sda1"] ==> Is_int 6144 ];
    ] };

  { defaults with
    name = "part_to_dev";
    where = Daemon 272;
    leaves = Nothing;
    added = (1, 5, 15);
    ret = RString (RDevice, "device");
    args = [ String (Device, "partition") ];
    summary = "get the disk of a partition";
    doc = {|
Returns the device on which the partition is: F</dev/sda> for F</dev/sda1>.
An error if C<partition> is not a partition.|};
    tests = [
      example Partition
        [ ["part_to_dev"; "/dev/sda1"] ==> Is "/dev/sda" ];
      test Partition
        [ fails "EINVAL" ["part_to_dev"; "/dev/sda"] ];
    ] };

  { defaults with
    name = "part_to_partnum";
    where = Daemon 293;
    leaves = Nothing;
    added = (1, 13, 25);
    ret = RInt "partnum";
    args = [ String (Device, "partition") ];
    summary = "get the number of a partition";
    doc = {|
Returns the number that the partition has on its disk: 1 for F</dev/sda1>.
An error if C<partition> is not a partition.|};
    tests = [
      example Partition
        [ ["part_to_partnum"; "/dev/sda1"] ==> Is_int 1 ];
      test Partition
        [ fails "EINVAL" ["part_to_partnum"; "/dev/sda"] ];
    ] };
]
