(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* LVM physical volumes, and what lvm looks at. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "lvm_clear_filter";
    where = Daemon 256;
    added = (1, 5, 1);
    ret = RErr;
    summary = "let lvm see all devices again";
    doc = {|
Undoes C<guestfs_lvm_set_filter>: lvm sees all devices, and the volume
groups that it finds are activated.

It cannot be called while a logical volume is in use.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["pvcreate"; "/dev/sdb"];
          ok ["lvm_set_filter"; "/dev/sda"];
          ["pvs"] ==> Is_list ["/dev/sda"];
          ok ["lvm_clear_filter"];
          ["pvs"] ==> Is_list ["/dev/sda"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "lvm_scan";
    where = Daemon 506;
    added = (1, 39, 8);
    ret = RErr;
    args = [ Bool "activate" ];
    summary = "look for volume groups";
    doc = {|
Makes lvm look for physical volumes, volume groups and logical volumes. If
C<activate> is true the logical volumes are activated, which means that
they can be used.

This is done when the appliance starts, and is needed again only when
physical volumes have appeared in another way than through
C<guestfs_pvcreate>, for instance by opening an encrypted device. If
C<activate> is true MD arrays on such devices are assembled as well.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vg_activate_all"; "false"];
          ok ["lvm_scan"; "true"];
          ["is_lv"; "/dev/VG/LV"] ==> Is_true ];
    ] };

  { defaults with
    name = "lvm_set_filter";
    where = Daemon 255;
    added = (1, 5, 1);
    ret = RErr;
    args = [ StringList (Device, "devices") ];
    optional_group = Some "lvm2";
    summary = "make lvm see some devices only";
    doc = {|
Makes lvm see nothing but C<devices>, which may be whole disks (with all of
their partitions) or partitions. Use this when physical volumes occur
twice, as happens with copies of a disk.

Volume groups are deactivated, and those that are still found are activated
again. It cannot be called while a logical volume is in use.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["pvcreate"; "/dev/sdb"];
          ok ["lvm_set_filter"; "/dev/sdb"];
          ["pvs"] ==> Is_list ["/dev/sdb"];
          ok ["lvm_clear_filter"] ];
      test Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["lvm_set_filter"; "/dev/sda"];
          ["lvs"] ==> Is_list ["/dev/VG/LV"];
          ok ["lvm_set_filter"; "/dev/sdb"];
          ["lvs"] ==> Is_empty;
          ok ["lvm_clear_filter"];
          ["lvs"] ==> Is_list ["/dev/VG/LV"] ];
    ] };

  { defaults with
    name = "pvchange_uuid";
    where = Daemon 338;
    added = (1, 19, 26);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "lvm2";
    summary = "give a physical volume a new UUID";
    doc = {|Gives the physical volume C<device> a new random UUID.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["pvchange_uuid"; "/dev/sda"];
          ["pvuuid"; "/dev/sda"] ==> Matches "^[0-9A-Za-z]{6}-[0-9A-Za-z]{4}" ];
    ] };

  { defaults with
    name = "pvchange_uuid_all";
    where = Daemon 339;
    added = (1, 19, 26);
    ret = RErr;
    optional_group = Some "lvm2";
    summary = "give all physical volumes new UUIDs";
    doc = {|Gives every physical volume a new random UUID.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["copy_device_to_device"; "/dev/sda"; "/dev/sdb"; "size:4194304"];
          ok ["lvm_set_filter"; "/dev/sda"];
          ok ["pvchange_uuid_all"];
          ok ["lvm_clear_filter"];
          ["pvs"] ==> Is_list ["/dev/sda"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "pvcreate";
    where = Daemon 39;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "lvm2";
    summary = "make a device a physical volume";
    doc = {|
Makes C<device>, a disk or a partition, an LVM physical volume, so that
C<guestfs_vgcreate> can use it. Whatever was on the device is lost.|};
    tests = [
      example Partition
        [ ok ["pvcreate"; "/dev/sda1"];
          ["pvs"] ==> Is_list ["/dev/sda1"] ];
      test Partition
        [ ok ["pvcreate"; "/dev/sda1"];
          ["vfs_type"; "/dev/sda1"] ==> Is "LVM2_member" ];
    ] };

  { defaults with
    name = "pvremove";
    where = Daemon 79;
    added = (1, 0, 13);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "lvm2";
    summary = "make a device no longer a physical volume";
    doc = {|
Wipes the label by which lvm knows the physical volume C<device>. One that
is part of a volume group is refused: remove the group first, with
C<guestfs_vgremove>.|};
    tests = [
      example Partition
        [ ok ["pvcreate"; "/dev/sda1"];
          ok ["pvremove"; "/dev/sda1"];
          ["pvs"] ==> Is_empty ];
      test Lv_filesystem
        [ (["pvremove"; "/dev/sda1"], Fails);
          ["pvs"] ==> Is_list ["/dev/sda1"] ];
    ] };

  { defaults with
    name = "pvresize";
    where = Daemon 98;
    added = (1, 0, 26);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "lvm2";
    summary = "make a physical volume as large as its device";
    doc = {|
Makes the physical volume C<device> fit the size that the device has now,
for instance after C<guestfs_part_resize>.|};
    tests = [
      example Blank
        [ ok ["part_init"; "/dev/sda"; "mbr"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "206847"];
          ok ["pvcreate"; "/dev/sda1"];
          ok ["part_resize"; "/dev/sda"; "1"; "-1"];
          ok ["pvresize"; "/dev/sda1"];
          ["pvs_full"] ==> C_expr "ret->val[0].pv_size > 2000000000" ];
    ] };

  { defaults with
    name = "pvresize_size";
    where = Daemon 249;
    added = (1, 3, 14);
    ret = RErr;
    args = [ String (Device, "device");
             Int64 "size" ];
    optional_group = Some "lvm2";
    summary = "set the size of a physical volume";
    doc = {|
Makes the physical volume C<device> C<size> bytes large, which may be less
than the device has.|};
    tests = [
      example Partition
        [ ok ["pvcreate"; "/dev/sda1"];
          ok ["pvresize_size"; "/dev/sda1"; "1073741824"];
          ["pvs_full"]
          ==> C_expr "ret->len == 1 && ret->val[0].pv_size <= 1073741824 && \
                      ret->val[0].pv_size > 1000000000" ];
      test Partition
        [ fails "EINVAL" ["pvresize_size"; "/dev/sda1"; "0"] ];
    ] };

  { defaults with
    name = "pvs";
    where = Daemon 9;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStringList (RDevice, "physvols");
    optional_group = Some "lvm2";
    summary = "list the physical volumes";
    doc = {|Returns the devices that are LVM physical volumes, sorted.
C<guestfs_pvs_full> tells more about each.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sdb"];
          ok ["pvcreate"; "/dev/sda"];
          ["pvs"] ==> Is_list ["/dev/sda"; "/dev/sdb"] ];
      test Blank
        [ ["pvs"] ==> Is_empty ];
    ] };

  { defaults with
    name = "pvs_full";
    where = Daemon 12;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStructList ("physvols", "lvm_pv");
    optional_group = Some "lvm2";
    summary = "list the physical volumes with their properties";
    doc = {|
Returns what pvs(8) tells about each physical volume. The fields have its
names; sizes are in bytes, and UUIDs have no dashes.|};
    tests = [
      example Lv_filesystem
        [ ["pvs_full"] ==> Has_length 1 ];
      test Lv_filesystem
        [ ["pvs_full"]
          ==> C_expr "strcmp (ret->val[0].pv_name, \"/dev/sda1\") == 0 && \
                      strcmp (ret->val[0].pv_fmt, \"lvm2\") == 0 && \
                      ret->val[0].dev_size == 2147353088 && \
                      ret->val[0].pv_used + ret->val[0].pv_free == \
                      ret->val[0].pv_size && ret->val[0].pv_mda_count == 1 && \
                      memchr (ret->val[0].pv_uuid, '-', 32) == NULL" ];
    ] };

  { defaults with
    name = "pvuuid";
    where = Daemon 222;
    leaves = Nothing;
    added = (1, 0, 87);
    ret = RString (RPlainString, "uuid");
    args = [ String (Device, "device") ];
    summary = "get the UUID of a physical volume";
    doc = {|
Returns the UUID of the physical volume C<device>, with dashes. It is an
error, with errno C<EINVAL>, if it is not one.|};
    tests = [
      example Partition
        [ ok ["pvcreate"; "/dev/sda1"];
          ["pvuuid"; "/dev/sda1"]
          ==> Matches "^[0-9A-Za-z]{6}-[0-9A-Za-z]{4}" ];
      test Partition
        [ fails "EINVAL" ["pvuuid"; "/dev/sda1"] ];
    ] };

  { defaults with
    name = "vgpvuuids";
    where = Daemon 225;
    leaves = Nothing;
    added = (1, 0, 87);
    ret = RStringList (RPlainString, "uuids");
    args = [ String (PlainString, "vgname") ];
    summary = "get the UUIDs of the physical volumes of a volume group";
    doc = {|
Returns the UUIDs of the physical volumes that make up the volume group
C<vgname>, in the form of C<guestfs_pvuuid>.|};
    tests = [
      example Lv_filesystem
        [ ["vgpvuuids"; "VG"] ==> Has_length 1 ];
      test Lv_filesystem
        [ ["vgpvuuids"; "VG"]
          ==> C_expr "strlen (ret[0]) == 38 && ret[0][6] == '-'";
          (["vgpvuuids"; "NONE"], Fails) ];
    ] };
]
