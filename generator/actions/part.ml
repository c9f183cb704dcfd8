(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Partition tables and partitions. *)

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
units of the disk's sectors. Sectors count from nought. A negative
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
    name = "part_expand_gpt";
    where = Daemon 462;
    added = (1, 33, 2);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "gdisk";
    summary = "move the backup GPT to the end of the disk";
    doc = {|
When a disk with a GPT has grown, the backup of the table is left somewhere
in the middle and the new space cannot be used. This moves the backup to
the end and makes all the space available. Partitions do not change.|};
    tests = [
      example Gpt_disk
        [ ok ["part_expand_gpt"; "/dev/sda"];
          ["part_get_parttype"; "/dev/sda"] ==> Is "gpt" ];
      test Blank
        [ ok ["part_disk"; "/dev/sdc"; "gpt"];
          ok ["copy_device_to_device"; "/dev/sdc"; "/dev/sda"];
          ok ["blockdev_rereadpt"; "/dev/sda"];
          ["pread_device"; "/dev/sda"; "8"; "2147483136"]
          ==> Is_buffer "\000\000\000\000\000\000\000\000";
          ok ["part_expand_gpt"; "/dev/sda"];
          ["pread_device"; "/dev/sda"; "8"; "2147483136"]
          ==> Is_buffer "EFI PART";
          ok ["part_add"; "/dev/sda"; "p"; "2000000"; "-34"] ];
      test Partition
        [ fails "EINVAL" ["part_expand_gpt"; "/dev/sda"] ];
    ] };

  { defaults with
    name = "part_get_bootable";
    where = Daemon 234;
    added = (1, 3, 2);
    ret = RBool "bootable";
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "test if a partition is bootable";
    doc = {|
Returns true if partition number C<partnum> of C<device> is marked as the
one to boot from. See C<guestfs_part_set_bootable> for what that means.|};
    tests = [
      example Partition
        [ ok ["part_set_bootable"; "/dev/sda"; "1"; "true"];
          ["part_get_bootable"; "/dev/sda"; "1"] ==> Is_true ];
    ] };

  { defaults with
    name = "part_get_disk_guid";
    where = Daemon 460;
    added = (1, 33, 2);
    ret = RString (RPlainString, "guid");
    args = [ String (Device, "device") ];
    summary = "get the GUID of a GPT disk";
    doc = {|
Returns the GUID that the partition table itself has, in capitals. An error
if C<device> has no GPT.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_disk_guid"; "/dev/sda";
              "01234567-89ab-cdef-0123-456789abcdef"];
          ["part_get_disk_guid"; "/dev/sda"]
          ==> Is "01234567-89AB-CDEF-0123-456789ABCDEF" ];
      test Partition
        [ fails "EINVAL" ["part_get_disk_guid"; "/dev/sda"] ];
    ] };

  { defaults with
    name = "part_get_gpt_attributes";
    where = Daemon 504;
    added = (1, 21, 1);
    ret = RInt64 "attributes";
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "get the attribute bits of a GPT partition";
    doc = {|Returns the 64 attribute bits of partition number C<partnum>, as
C<guestfs_part_set_gpt_attributes> takes them. An error if C<device> has
no GPT.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_gpt_attributes"; "/dev/sda"; "1"; "4"];
          ["part_get_gpt_attributes"; "/dev/sda"; "1"] ==> Is_int 4 ];
      test Gpt_disk
        [ ["part_get_gpt_attributes"; "/dev/sda"; "1"] ==> Is_int 0 ];
    ] };

  { defaults with
    name = "part_get_gpt_guid";
    where = Daemon 447;
    added = (1, 29, 25);
    ret = RString (RPlainString, "guid");
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "get the GUID of a GPT partition";
    doc = {|
Returns the GUID that is unique to partition number C<partnum>, in capitals.
An error if C<device> has no GPT.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_gpt_guid"; "/dev/sda"; "1";
              "01234567-89ab-cdef-0123-456789abcdef"];
          ["part_get_gpt_guid"; "/dev/sda"; "1"]
          ==> Is "01234567-89AB-CDEF-0123-456789ABCDEF" ];
    ] };

  { defaults with
    name = "part_get_gpt_type";
    where = Daemon 393;
    added = (1, 21, 1);
    ret = RString (RPlainString, "guid");
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "get the type GUID of a GPT partition";
    doc = {|
Returns the GUID that says what partition number C<partnum> is for, in
capitals. An error if C<device> has no GPT; for an MBR there is
C<guestfs_part_get_mbr_id>.|};
    tests = [
      example Gpt_disk
        [ ["part_get_gpt_type"; "/dev/sda"; "1"]
          ==> Is "0FC63DAF-8483-4772-8E79-3D69D8477DE4" ];
    ] };

  { defaults with
    name = "part_get_mbr_id";
    where = Daemon 235;
    added = (1, 3, 2);
    ret = RInt "idbyte";
    args = [ String (Device, "device");
             Int "partnum" ];
    fish_output = Hexadecimal;
    summary = "get the type byte of an MBR partition";
    doc = {|
Returns the byte that says what partition number C<partnum> is for, such as
0x83 for Linux. An error if C<device> has no MBR; for a GPT there is
C<guestfs_part_get_gpt_type>.|};
    tests = [
      example Partition
        [ ["part_get_mbr_id"; "/dev/sda"; "1"] ==> Is_int 0x83 ];
      test Gpt_disk
        [ fails "EINVAL" ["part_get_mbr_id"; "/dev/sda"; "1"] ];
    ] };

  { defaults with
    name = "part_get_mbr_part_type";
    where = Daemon 454;
    added = (1, 29, 32);
    ret = RString (RPlainString, "partitiontype");
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "test if an MBR partition is primary, extended or logical";
    doc = {|Returns C<primary>, C<extended> or C<logical> for partition number
C<partnum>. An error if C<device> has no MBR.|};
    tests = [
      example Partition
        [ ["part_get_mbr_part_type"; "/dev/sda"; "1"] ==> Is "primary" ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "extended"; "2048"; "204799"];
          ok ["part_add"; "/dev/sda"; "logical"; "4096"; "8191"];
          ["part_get_mbr_part_type"; "/dev/sda"; "1"] ==> Is "extended";
          ["part_get_mbr_part_type"; "/dev/sda"; "5"] ==> Is "logical" ];
    ] };

  { defaults with
    name = "part_get_name";
    where = Daemon 416;
    added = (1, 25, 33);
    ret = RString (RPlainString, "name");
    args = [ String (Device, "device");
             Int "partnum" ];
    summary = "get the name of a partition";
    doc = {|
Returns the name of partition number C<partnum>, which is the empty string
when it was never given one. Only the partitions of a GPT have names.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_name"; "/dev/sda"; "1"; "boot"];
          ["part_get_name"; "/dev/sda"; "1"] ==> Is "boot" ];
      test Partition
        [ fails "ENOTSUP" ["part_get_name"; "/dev/sda"; "1"] ];
    ] };

  { defaults with
    name = "part_get_parttype";
    where = Daemon 214;
    added = (1, 0, 78);
    ret = RString (RPlainString, "parttype");
    args = [ String (Device, "device") ];
    summary = "get the kind of a partition table";
    doc = {|
Returns the kind of partition table that C<device> has: C<msdos> for an
MBR, C<gpt>, or more rarely one of the others that C<guestfs_part_init>
lists. C<loop> means that a file system covers the disk without any
partition table. It is an error if there is none of these.|};
    tests = [
      example Gpt_disk
        [ ["part_get_parttype"; "/dev/sda"] ==> Is "gpt" ];
      test Partition
        [ ["part_get_parttype"; "/dev/sda"] ==> Is "msdos";
          (["part_get_parttype"; "/dev/sdb"], Fails) ];
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
    added = (1, 0, 78);
    ret = RStructList ("partitions", "partition");
    args = [ String (Device, "device") ];
    summary = "list the partitions of a disk";
    doc = {|
Returns the partitions of C<device> in the order of their numbers, with
these fields:

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
    name = "part_set_bootable";
    where = Daemon 211;
    added = (1, 0, 78);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             Bool "bootable" ];
    summary = "mark a partition as the one to boot from";
    doc = {|
Sets or clears the mark by which firmware finds partition number C<partnum>
to boot from. In an MBR this is the active flag, which at most one partition
has: setting it clears it elsewhere. In a GPT it is the type I<EFI system
partition>; clearing it makes the type I<Linux file system>.

Many boot loaders do not care.|};
    tests = [
      example Partition
        [ ok ["part_set_bootable"; "/dev/sda"; "1"; "true"];
          ["part_get_bootable"; "/dev/sda"; "1"] ==> Is_true;
          ok ["part_set_bootable"; "/dev/sda"; "1"; "false"];
          ["part_get_bootable"; "/dev/sda"; "1"] ==> Is_false ];
      test Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "4095"];
          ok ["part_add"; "/dev/sda"; "p"; "4096"; "8191"];
          ok ["part_set_bootable"; "/dev/sda"; "1"; "true"];
          ok ["part_set_bootable"; "/dev/sda"; "2"; "true"];
          ["part_get_bootable"; "/dev/sda"; "1"] ==> Is_false;
          ["part_get_bootable"; "/dev/sda"; "2"] ==> Is_true ];
      test Gpt_disk
        [ ok ["part_set_bootable"; "/dev/sda"; "1"; "true"];
          ["part_get_gpt_type"; "/dev/sda"; "1"]
          ==> Is "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
          ["part_get_bootable"; "/dev/sda"; "1"] ==> Is_true ];
    ] };

  { defaults with
    name = "part_set_disk_guid";
    where = Daemon 459;
    added = (1, 33, 2);
    ret = RErr;
    args = [ String (Device, "device");
             String (GUID, "guid") ];
    summary = "set the GUID of a GPT disk";
    doc = {|
Sets the GUID that the partition table of C<device> itself has. An error if
it is no GPT, or if C<guid> is not a GUID.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_disk_guid"; "/dev/sda";
              "01234567-89AB-CDEF-0123-456789ABCDEF"];
          ["part_get_disk_guid"; "/dev/sda"]
          ==> Is "01234567-89AB-CDEF-0123-456789ABCDEF" ];
      test Gpt_disk
        [ (["part_set_disk_guid"; "/dev/sda"; "nonsense"], Fails) ];
    ] };

  { defaults with
    name = "part_set_disk_guid_random";
    where = Daemon 461;
    added = (1, 33, 2);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "set the GUID of a GPT disk to a new one";
    doc = {|
Gives the partition table of C<device> a new random GUID. An error if it is
no GPT.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_disk_guid"; "/dev/sda";
              "01234567-89AB-CDEF-0123-456789ABCDEF"];
          ok ["part_set_disk_guid_random"; "/dev/sda"];
          ["part_get_disk_guid"; "/dev/sda"]
          ==> C_expr "strlen (ret) == 36 && \
                      strncmp (ret, \"01234567-\", 9) != 0" ];
    ] };

  { defaults with
    name = "part_set_gpt_attributes";
    where = Daemon 503;
    added = (1, 21, 1);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             Int64 "attributes" ];
    summary = "set the attribute bits of a GPT partition";
    doc = {|
Sets the 64 attribute bits of partition number C<partnum>. Bit 0 marks a
partition that the platform needs, bit 1 one that firmware is to leave
alone, bit 2 the one that a legacy BIOS boots; bits 48 to 63 mean something
different for each type. An error if C<device> has no GPT.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_gpt_attributes"; "/dev/sda"; "1"; "5"];
          ["part_get_gpt_attributes"; "/dev/sda"; "1"] ==> Is_int 5 ];
    ] };

  { defaults with
    name = "part_set_gpt_guid";
    where = Daemon 446;
    added = (1, 29, 25);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             String (GUID, "guid") ];
    summary = "set the GUID of a GPT partition";
    doc = {|
Sets the GUID that is unique to partition number C<partnum>. An error if
C<device> has no GPT, or if C<guid> is not a GUID.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_gpt_guid"; "/dev/sda"; "1";
              "01234567-89AB-CDEF-0123-456789ABCDEF"];
          ["part_get_gpt_guid"; "/dev/sda"; "1"]
          ==> Is "01234567-89AB-CDEF-0123-456789ABCDEF" ];
    ] };

  { defaults with
    name = "part_set_gpt_type";
    where = Daemon 392;
    added = (1, 21, 1);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             String (GUID, "guid") ];
    summary = "set the type GUID of a GPT partition";
    doc = {|
Sets the GUID that says what partition number C<partnum> is for. An error
if C<device> has no GPT; for an MBR there is C<guestfs_part_set_mbr_id>.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_gpt_type"; "/dev/sda"; "1";
              "21686148-6449-6E6F-744E-656564454649"];
          ["part_get_gpt_type"; "/dev/sda"; "1"]
          ==> Is "21686148-6449-6E6F-744E-656564454649" ];
      test Gpt_disk
        [ ok ["part_set_gpt_type"; "/dev/sda"; "1";
              "01234567-89AB-CDEF-0123-456789ABCDEF"];
          ["part_get_gpt_type"; "/dev/sda"; "1"]
          ==> Is "01234567-89AB-CDEF-0123-456789ABCDEF" ];
      test Partition
        [ fails "EINVAL" ["part_set_gpt_type"; "/dev/sda"; "1";
                          "01234567-89AB-CDEF-0123-456789ABCDEF"] ];
    ] };

  { defaults with
    name = "part_set_mbr_id";
    where = Daemon 236;
    added = (1, 3, 2);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             Int "idbyte" ];
    summary = "set the type byte of an MBR partition";
    doc = {|
Sets the byte that says what partition number C<partnum> is for, 1 to 255.
An error if C<device> has no MBR; for a GPT there is
C<guestfs_part_set_gpt_type>.|};
    tests = [
      example Partition
        [ ok ["part_set_mbr_id"; "/dev/sda"; "1"; "0x7f"];
          ["part_get_mbr_id"; "/dev/sda"; "1"] ==> Is_int 0x7f ];
      test Partition
        [ fails "EINVAL" ["part_set_mbr_id"; "/dev/sda"; "1"; "256"] ];
    ] };

  { defaults with
    name = "part_set_name";
    where = Daemon 212;
    added = (1, 0, 78);
    ret = RErr;
    args = [ String (Device, "device");
             Int "partnum";
             String (PlainString, "name") ];
    summary = "set the name of a partition";
    doc = {|
Gives partition number C<partnum> a name of at most 36 UTF-16 code units.
Only the partitions of a GPT have names.|};
    tests = [
      example Gpt_disk
        [ ok ["part_set_name"; "/dev/sda"; "1"; "my data"];
          ["part_get_name"; "/dev/sda"; "1"] ==> Is "my data" ];
      test Partition
        [ fails "ENOTSUP" ["part_set_name"; "/dev/sda"; "1"; "x"] ];
    ] };

  { defaults with
    name = "part_to_dev";
    where = Daemon 272;
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
