(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Which block devices there are, and what they are called. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "canonical_device_name";
    where = Library;
    added = (1, 19, 7);
    ret = RString (RPlainString, "canonical");
    args = [ String (PlainString, "device") ];
    summary = "return the usual name of a device";
    doc = {|The same device may be known by several names: F</dev/vda1> and
F</dev/hda1> for F</dev/sda1>, F</dev/mapper/VG-LV> or F</dev/dm-0> for
F</dev/VG/LV>. This returns the name that C<guestfs_list_devices>,
C<guestfs_list_partitions> and C<guestfs_lvs> use for it.

A name that has no other form is returned unchanged, whether or not there
is such a device. Names below F</dev/mapper> and F</dev/dm-*> can only be
looked up after C<guestfs_launch>.|};
    tests = [
      example Blank
        [ ["canonical_device_name"; "/dev/vda1"] ==> Is "/dev/sda1";
          ["canonical_device_name"; "/dev/hdb"] ==> Is "/dev/sdb" ];
      test Lv_filesystem
        [ ["canonical_device_name"; "/dev/mapper/VG-LV"] ==> Is "/dev/VG/LV";
          ["canonical_device_name"; "/dev/mapper/none"]
          ==> Is "/dev/mapper/none" ];
    ] };

  { defaults with
    name = "is_whole_device";
    where = Daemon 395;
    leaves = Nothing;
    added = (1, 21, 9);
    ret = RBool "flag";
    args = [ String (Device, "device") ];
    summary = "test if a device is a whole disk";
    doc = {|
Returns true if C<device> is a whole disk: not a partition, and not a device
made by software such as a logical volume, an MD array or a loop device.|};
    tests = [
      example Lv_filesystem
        [ ["is_whole_device"; "/dev/sda"] ==> Is_true;
          ["is_whole_device"; "/dev/sda1"] ==> Is_false;
          ["is_whole_device"; "/dev/VG/LV"] ==> Is_false ];
    ] };

  { defaults with
    name = "list_9p";
    where = Daemon 285;
    added = (1, 11, 12);
    ret = RStringList (RPlainString, "mounttags");
    summary = "list the mount tags of 9p file systems";
    doc = {|
Lists the mount tags of the 9p file systems (host directories shared with
the appliance) that were plugged in, for instance with C<guestfs_config>.
Each can be given to C<guestfs_mount_9p>. The list is sorted, and empty when
there are none.|};
    tests = [
      example Blank
        [ ["list_9p"] ==> Is_empty ];
    ] };

  { defaults with
    name = "list_devices";
    where = Daemon 7;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStringList (RDevice, "devices");
    summary = "list the whole disks";
    doc = {|
Lists the disks in the order in which they were added, by their full names
such as F</dev/sda>. Disks of the appliance itself are not among them.

To list what can be mounted use C<guestfs_list_filesystems>.|};
    tests = [
      example Blank
        [ ["list_devices"]
          ==> Is_list ["/dev/sda"; "/dev/sdb"; "/dev/sdc"; "/dev/sdd"] ];
    ] };

  { defaults with
    name = "list_dm_devices";
    where = Daemon 287;
    leaves = Nothing;
    added = (1, 11, 15);
    ret = RStringList (RDevice, "devices");
    summary = "list device mapper devices that are not logical volumes";
    doc = {|
Lists the device mapper devices, such as opened LUKS containers, by their
names F</dev/mapper/NAME>, sorted. Logical volumes are left out: see
C<guestfs_lvs>.|};
    tests = [
      example Lv_filesystem
        [ ["list_dm_devices"] ==> Is_empty ];
    ] };

  { defaults with
    name = "list_partitions";
    where = Daemon 8;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStringList (RDevice, "partitions");
    summary = "list the partitions of all disks";
    doc = {|
Lists the partitions of all disks and MD arrays by their full names such as
F</dev/sda1>. Disks appear in the order of C<guestfs_list_devices>, the
partitions of a disk in ascending order.

Logical volumes are not partitions: see C<guestfs_lvs>.|};
    tests = [
      example Blank
        [ ok ["part_disk"; "/dev/sda"; "mbr"];
          ok ["part_init"; "/dev/sdb"; "gpt"];
          ok ["part_add"; "/dev/sdb"; "p"; "2048"; "4095"];
          ok ["part_add"; "/dev/sdb"; "p"; "4096"; "8191"];
          ["list_partitions"]
          ==> Is_list ["/dev/sda1"; "/dev/sdb1"; "/dev/sdb2"] ];
    ] };
]
