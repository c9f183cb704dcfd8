(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* LVM logical volumes. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "is_lv";
    where = Daemon 264;
    leaves = Nothing;
    added = (1, 5, 3);
    ret = RBool "lvflag";
    args = [ String (Mountable, "mountable") ];
    summary = "test if a device is a logical volume";
    doc = {|Returns true if C<mountable> is an LVM logical volume.|};
    tests = [
      example Lv_filesystem
        [ ["is_lv"; "/dev/VG/LV"] ==> Is_true;
          ["is_lv"; "/dev/sda1"] ==> Is_false ];
    ] };

  { defaults with
    name = "lvcreate";
    where = Daemon 41;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (PlainString, "logvol");
             String (PlainString, "volgroup");
             Int "mbytes" ];
    optional_group = Some "lvm2";
    summary = "create a logical volume";
    doc = {|
Creates the logical volume C<logvol> of C<mbytes> MiB, rounded up to whole
extents, in the volume group C<volgroup>. Its device is
F</dev/volgroup/logvol>.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV1"; "VG"; "50"];
          ok ["lvcreate"; "LV2"; "VG"; "50"];
          ["lvs"] ==> Is_list ["/dev/VG/LV1"; "/dev/VG/LV2"];
          ["blockdev_getsize64"; "/dev/VG/LV1"] ==> Is_int 54525952 ];
      test Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "my-vg"; "/dev/sda"];
          ok ["lvcreate"; "my-lv"; "my-vg"; "8"];
          ["lvs"] ==> Is_list ["/dev/my-vg/my-lv"];
          ["lvm_canonical_lv_name"; "/dev/mapper/my--vg-my--lv"]
          ==> Is "/dev/my-vg/my-lv";
          fails "EINVAL" ["lvcreate"; "bad"; "my-vg"; "-1"];
          (["lvcreate"; "bad"; "my-vg"; "9999"], Fails) ];
    ] };

  { defaults with
    name = "lvcreate_free";
    where = Daemon 312;
    added = (1, 17, 18);
    ret = RErr;
    args = [ String (PlainString, "logvol");
             String (PlainString, "volgroup");
             Int "percent" ];
    optional_group = Some "lvm2";
    summary = "create a logical volume that takes a share of the free space";
    doc = {|
Creates the logical volume C<logvol> in the volume group C<volgroup>, with
C<percent> per cent of the space that is still free there.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate_free"; "LV1"; "VG"; "50"];
          ok ["lvcreate_free"; "LV2"; "VG"; "100"];
          ["vgs_full"] ==> C_expr "ret->val[0].vg_free == 0";
          ["blockdev_getsize64"; "/dev/VG/LV1"] ==> Is_int 1069547520 ];
      test Blank
        [ fails "EINVAL" ["lvcreate_free"; "LV"; "VG"; "101"] ];
    ] };

  { defaults with
    name = "lvm_canonical_lv_name";
    where = Daemon 277;
    leaves = Nothing;
    added = (1, 5, 24);
    ret = RString (RDevice, "lv");
    args = [ String (PlainString, "lvname") ];
    summary = "get the usual name of a logical volume";
    doc = {|
Returns the name F</dev/VG/LV> for any name that the device of a logical
volume has, such as F</dev/mapper/VG-LV>. It is an error, with errno
C<EINVAL>, if C<lvname> is something else. See also C<guestfs_is_lv> and
C<guestfs_canonical_device_name>.|};
    tests = [
      example Lv_filesystem
        [ ["lvm_canonical_lv_name"; "/dev/mapper/VG-LV"] ==> Is "/dev/VG/LV";
          ["lvm_canonical_lv_name"; "/dev/VG/LV"] ==> Is "/dev/VG/LV";
          fails "EINVAL" ["lvm_canonical_lv_name"; "/dev/sda1"] ];
    ] };

  { defaults with
    name = "lvm_remove_all";
    where = Daemon 48;
    added = (0, 0, 8);
    ret = RErr;
    optional_group = Some "lvm2";
    summary = "remove everything that belongs to LVM";
    doc = {|
Removes all logical volumes, volume groups and physical volumes. None may be
in use.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["lvm_remove_all"];
          ["lvs"] ==> Is_empty;
          ["vgs"] ==> Is_empty;
          ["pvs"] ==> Is_empty ];
      test Blank
        [ ok ["lvm_remove_all"] ];
    ] };

  { defaults with
    name = "lvremove";
    where = Daemon 77;
    added = (1, 0, 13);
    ret = RErr;
    args = [ String (Device_or_group, "device") ];
    optional_group = Some "lvm2";
    summary = "remove a logical volume, or all of a group";
    doc = {|
Removes the logical volume C<device>, F</dev/VG/LV>, with what is in it. It
must not be in use. If C<device> is the directory of a volume group, F</dev/VG>,
all its logical volumes are removed; the group stays. There is no such directory
while no volume of the group is active.|};
    tests = [
      test Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["lvresize"; "/dev/VG/LV"; "64"];
          ok ["lvcreate"; "LV2"; "VG"; "32"];
          ok ["lvremove"; "/dev/VG"];
          ["lvs"] ==> Is_empty;
          ["vgs"] ==> Is_list ["VG"];
          fails "ENOENT" ["lvremove"; "/dev/VG"] ];
      test Lv_filesystem
        [ (* no other action takes a group for a device *)
          fails "ENOTBLK" ["lvresize"; "/dev/VG"; "64"];
          fails "ENOTBLK" ["lvuuid"; "/dev/VG"] ];
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["lvremove"; "/dev/VG/LV"];
          ["lvs"] ==> Is_empty;
          ["vgs"] ==> Is_list ["VG"] ];
      test Lv_filesystem
        [ (["lvremove"; "/dev/VG/LV"], Fails) ];
    ] };

  { defaults with
    name = "lvrename";
    where = Daemon 219;
    added = (1, 0, 83);
    ret = RErr;
    args = [ String (PlainString, "logvol");
             String (PlainString, "newlogvol") ];
    summary = "rename a logical volume";
    doc = {|
Gives the logical volume C<logvol> the name C<newlogvol>. Both are full
names F</dev/VG/LV>.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["lvrename"; "/dev/VG/LV"; "/dev/VG/LV2"];
          ["lvs"] ==> Is_list ["/dev/VG/LV2"];
          ["vfs_type"; "/dev/VG/LV2"] ==> Is "ext2" ];
    ] };

  { defaults with
    name = "lvresize";
    where = Daemon 105;
    added = (1, 0, 27);
    ret = RErr;
    args = [ String (Device, "device");
             Int "mbytes" ];
    optional_group = Some "lvm2";
    summary = "change the size of a logical volume";
    doc = {|
Makes the logical volume C<device> C<mbytes> MiB large. When it becomes
smaller, what is in the lost part is gone, without a question: make the
file system smaller first.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "12"];
          ok ["lvresize"; "/dev/VG/LV"; "24"];
          ["blockdev_getsize64"; "/dev/VG/LV"] ==> Is_int 25165824;
          ok ["lvresize"; "/dev/VG/LV"; "8"];
          ["blockdev_getsize64"; "/dev/VG/LV"] ==> Is_int 8388608 ];
    ] };

  { defaults with
    name = "lvresize_free";
    where = Daemon 238;
    added = (1, 3, 3);
    ret = RErr;
    args = [ String (Device, "lv");
             Int "percent" ];
    optional_group = Some "lvm2";
    summary = "let a logical volume grow into free space";
    doc = {|
Makes the logical volume C<lv> larger by C<percent> per cent of the space
that is free in its volume group.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "12"];
          ok ["lvresize_free"; "/dev/VG/LV"; "100"];
          ["vgs_full"] ==> C_expr "ret->val[0].vg_free == 0" ];
      test Lv_filesystem
        [ fails "EINVAL" ["lvresize_free"; "/dev/VG/LV"; "-1"] ];
    ] };

  { defaults with
    name = "lvs";
    where = Daemon 11;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStringList (RDevice, "logvols");
    optional_group = Some "lvm2";
    summary = "list the logical volumes";
    doc = {|
Returns the LVM logical volumes as F</dev/VG/LV>, sorted, whether they are
active or not. C<guestfs_lvs_full> tells more about each.|};
    tests = [
      example Lv_filesystem
        [ ["lvs"] ==> Is_list ["/dev/VG/LV"] ];
      test Blank
        [ ["lvs"] ==> Is_empty ];
    ] };

  { defaults with
    name = "lvs_full";
    where = Daemon 14;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStructList ("logvols", "lvm_lv");
    optional_group = Some "lvm2";
    summary = "list the logical volumes with their properties";
    doc = {|
Returns what lvs(8) tells about each logical volume. The fields have its
names; sizes are in bytes, UUIDs have no dashes, and a percentage that does
not apply is -1.|};
    tests = [
      example Lv_filesystem
        [ ["lvs_full"] ==> Has_length 1 ];
      test Lv_filesystem
        [ ["lvs_full"]
          ==> C_expr "strcmp (ret->val[0].lv_name, \"LV\") == 0 && \
                      ret->val[0].lv_size > 0 && ret->val[0].seg_count == 1 && \
                      ret->val[0].snap_percent == -1 && \
                      ret->val[0].copy_percent == -1" ];
    ] };

  { defaults with
    name = "lvuuid";
    where = Daemon 224;
    leaves = Nothing;
    added = (1, 0, 87);
    ret = RString (RPlainString, "uuid");
    args = [ String (Device, "device") ];
    summary = "get the UUID of a logical volume";
    doc = {|
Returns the UUID of the logical volume C<device>, with dashes. It is an
error, with errno C<EINVAL>, if it is not one.|};
    tests = [
      example Lv_filesystem
        [ ["lvuuid"; "/dev/VG/LV"] ==> Matches "^[0-9A-Za-z]{6}-[0-9A-Za-z]{4}";
          fails "EINVAL" ["lvuuid"; "/dev/sda1"] ];
    ] };

  { defaults with
    name = "vglvuuids";
    where = Daemon 226;
    leaves = Nothing;
    added = (1, 0, 87);
    ret = RStringList (RPlainString, "uuids");
    args = [ String (PlainString, "vgname") ];
    summary = "get the UUIDs of the logical volumes of a volume group";
    doc = {|
Returns the UUIDs of the logical volumes in the volume group C<vgname>, in
the form of C<guestfs_lvuuid>.|};
    tests = [
      example Lv_filesystem
        [ ["vglvuuids"; "VG"] ==> Has_length 1 ];
      test Lv_filesystem
        [ ["vglvuuids"; "VG"]
          ==> C_expr "strlen (ret[0]) == 38 && ret[0][6] == '-'" ];
    ] };
]
