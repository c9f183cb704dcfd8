(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a partition table says of a disk and its partitions besides where they
   are: types, flags, names, GUIDs. *)

open Types
open Testing

let actions = [
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
          ok ["copy_device_to_device"; "/dev/sdc"; "/dev/sda"; "sparse:true"];
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
    leaves = Nothing;
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
    leaves = Nothing;
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
    leaves = Nothing;
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
    leaves = Nothing;
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
    leaves = Nothing;
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
    leaves = Nothing;
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
    leaves = Nothing;
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
    leaves = Nothing;
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
]
