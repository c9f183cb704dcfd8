(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* LVM volume groups. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "vg_activate";
    where = Daemon 104;
    added = (1, 0, 26);
    ret = RErr;
    args = [ Bool "activate";
             StringList (PlainString, "volgroups") ];
    optional_group = Some "lvm2";
    summary = "activate or deactivate volume groups";
    doc = {|If C<activate> is true the logical volumes of the volume groups
C<volgroups> are activated: they have devices and can be used. If it is
false they are deactivated and their devices disappear.

An empty list means all volume groups.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vg_activate"; "false"; "VG"];
          (["is_lv"; "/dev/VG/LV"], Fails);
          ok ["vg_activate"; "true"; "VG"];
          ["is_lv"; "/dev/VG/LV"] ==> Is_true ];
      test Lv_filesystem
        [ (["vg_activate"; "false"; "VG"], Fails) ];
    ] };

  { defaults with
    name = "vg_activate_all";
    where = Daemon 103;
    added = (1, 0, 26);
    ret = RErr;
    args = [ Bool "activate" ];
    optional_group = Some "lvm2";
    summary = "activate or deactivate all volume groups";
    doc = {|Does what C<guestfs_vg_activate> does with all volume groups.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vg_activate_all"; "false"];
          (["is_lv"; "/dev/VG/LV"], Fails);
          ok ["vg_activate_all"; "true"];
          ["is_lv"; "/dev/VG/LV"] ==> Is_true ];
    ] };

  { defaults with
    name = "vgchange_uuid";
    where = Daemon 340;
    added = (1, 19, 26);
    ret = RErr;
    args = [ String (PlainString, "vg") ];
    optional_group = Some "lvm2";
    summary = "give a volume group a new UUID";
    doc = {|
Gives the volume group C<vg> a new random UUID. It must not be active.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vg_activate_all"; "false"];
          ok ["vgchange_uuid"; "VG"];
          ok ["vg_activate_all"; "true"];
          ["vgs"] ==> Is_list ["VG"] ];
    ] };

  { defaults with
    name = "vgchange_uuid_all";
    where = Daemon 341;
    added = (1, 19, 26);
    ret = RErr;
    optional_group = Some "lvm2";
    summary = "give all volume groups new UUIDs";
    doc = {|Gives every volume group a new random UUID. None may be active.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vg_activate_all"; "false"];
          ok ["vgchange_uuid_all"];
          ok ["vg_activate_all"; "true"];
          ["vgs"] ==> Is_list ["VG"] ];
    ] };

  { defaults with
    name = "vgcreate";
    where = Daemon 40;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (PlainString, "volgroup");
             StringList (Device, "physvols") ];
    optional_group = Some "lvm2";
    summary = "create a volume group";
    doc = {|
Makes the physical volumes C<physvols> (see C<guestfs_pvcreate>) a volume
group with the name C<volgroup>, in which C<guestfs_lvcreate> creates
logical volumes.|};
    tests = [
      example Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["pvcreate"; "/dev/sdb"];
          ok ["vgcreate"; "VG"; "/dev/sda /dev/sdb"];
          ["vgs"] ==> Is_list ["VG"];
          ["vgpvuuids"; "VG"] ==> Has_length 2 ];
      test Blank
        [ fails "EINVAL" ["vgcreate"; "VG"; ""] ];
    ] };

  { defaults with
    name = "vgmeta";
    where = Daemon 315;
    added = (1, 17, 20);
    ret = RBufferOut "metadata";
    args = [ String (PlainString, "vgname") ];
    optional_group = Some "lvm2";
    summary = "get the metadata of a volume group";
    doc = {|Returns the metadata of the volume group C<vgname> as the text that
vgcfgbackup(8) writes, complete with comments. It is meant for debugging.|};
    tests = [
      example Lv_filesystem
        [ ["vgmeta"; "VG"]
          ==> C_expr "memmem (ret, size, \"VG {\", 4) != NULL && \
                      memmem (ret, size, \"physical_volumes {\", 18) != NULL" ];
    ] };

  { defaults with
    name = "vgremove";
    where = Daemon 78;
    added = (1, 0, 13);
    ret = RErr;
    args = [ String (PlainString, "vgname") ];
    optional_group = Some "lvm2";
    summary = "remove a volume group";
    doc = {|
Removes the volume group C<vgname> with all the logical volumes that are in
it, none of which may be in use.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vgremove"; "VG"];
          ["vgs"] ==> Is_empty;
          ["lvs"] ==> Is_empty;
          ["pvs"] ==> Is_list ["/dev/sda1"] ];
      test Lv_filesystem
        [ (["vgremove"; "VG"], Fails);
          ["lvs"] ==> Is_list ["/dev/VG/LV"] ];
    ] };

  { defaults with
    name = "vgrename";
    where = Daemon 220;
    added = (1, 0, 83);
    ret = RErr;
    args = [ String (PlainString, "volgroup");
             String (PlainString, "newvolgroup") ];
    summary = "rename a volume group";
    doc = {|Gives the volume group C<volgroup> the name C<newvolgroup>.|};
    tests = [
      example Lv_filesystem
        [ ok ["umount"; "/"];
          ok ["vgrename"; "VG"; "VG2"];
          ["vgs"] ==> Is_list ["VG2"];
          ["lvs"] ==> Is_list ["/dev/VG2/LV"];
          ["vfs_type"; "/dev/VG2/LV"] ==> Is "ext2" ];
    ] };

  { defaults with
    name = "vgs";
    where = Daemon 10;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStringList (RPlainString, "volgroups");
    optional_group = Some "lvm2";
    summary = "list the volume groups";
    doc = {|
Returns the names of the LVM volume groups. C<guestfs_vgs_full> tells more
about each.|};
    tests = [
      example Lv_filesystem
        [ ["vgs"] ==> Is_list ["VG"] ];
      test Blank
        [ ["vgs"] ==> Is_empty ];
    ] };

  { defaults with
    name = "vgs_full";
    where = Daemon 13;
    leaves = Nothing;
    added = (0, 0, 4);
    ret = RStructList ("volgroups", "lvm_vg");
    optional_group = Some "lvm2";
    summary = "list the volume groups with their properties";
    doc = {|
Returns what vgs(8) tells about each volume group. The fields have its
names; sizes are in bytes, and UUIDs have no dashes.|};
    tests = [
      example Lv_filesystem
        [ ["vgs_full"] ==> Has_length 1 ];
      test Blank
        [ (* sorted, not as they were made *)
          ok ["pvcreate"; "/dev/sda"];
          ok ["pvcreate"; "/dev/sdb"];
          ok ["vgcreate"; "VG1"; "/dev/sdb"];
          ok ["vgcreate"; "VG2"; "/dev/sda"];
          ["vgs"] ==> Is_list ["VG1"; "VG2"];
          ["vgs_full"]
          ==> C_expr "strcmp (ret->val[0].vg_name, \"VG1\") == 0";
          ["pvs_full"]
          ==> C_expr "strcmp (ret->val[0].pv_name, \"/dev/sda\") == 0";
          ok ["lvcreate"; "b"; "VG2"; "8"];
          ok ["lvcreate"; "a"; "VG2"; "8"];
          ok ["lvcreate"; "z"; "VG1"; "8"];
          ["lvs"] ==> Is_list ["/dev/VG1/z"; "/dev/VG2/a"; "/dev/VG2/b"];
          ["lvs_full"]
          ==> C_expr "strcmp (ret->val[0].lv_name, \"z\") == 0 && \
                      strcmp (ret->val[1].lv_name, \"a\") == 0 && \
                      strcmp (ret->val[2].lv_name, \"b\") == 0" ];
      test Lv_filesystem
        [ ["vgs_full"]
          ==> C_expr "strcmp (ret->val[0].vg_name, \"VG\") == 0 && \
                      ret->val[0].pv_count == 1 && \
                      ret->val[0].lv_count == 1 && \
                      ret->val[0].vg_extent_size == 4194304 && \
                      ret->val[0].vg_size == (uint64_t) \
                      ret->val[0].vg_extent_count * 4194304" ];
    ] };

  { defaults with
    name = "vgscan";
    where = Daemon 232;
    added = (1, 3, 2);
    ret = RErr;
    deprecated = Replaced_by "lvm_scan";
    summary = "look for volume groups";
    doc = {|
Makes lvm look for volume groups on all devices, without activating them.|};
    tests = [
      example Lv_filesystem
        [ ok ["vgscan"];
          ["vgs"] ==> Is_list ["VG"] ];
    ] };

  { defaults with
    name = "vguuid";
    where = Daemon 223;
    leaves = Nothing;
    added = (1, 0, 87);
    ret = RString (RPlainString, "uuid");
    args = [ String (PlainString, "vgname") ];
    summary = "get the UUID of a volume group";
    doc = {|Returns the UUID of the volume group C<vgname>, with dashes.|};
    tests = [
      example Lv_filesystem
        [ ["vguuid"; "VG"] ==> Matches "^[0-9A-Za-z]{6}-[0-9A-Za-z]{4}" ];
      test Blank
        [ (["vguuid"; "NONE"], Fails) ];
    ] };
]
