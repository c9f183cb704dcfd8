(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Windows dynamic disks, also known as LDM. *)

open Types
open Testing

(* Disks that Windows made, with their metadata only: two of a mirror and two,
   one with an MBR and one with a GPT, of a volume that spans them. *)
let disks first second =
  [ ok ["tar_in"; "@data/ldm.tar.xz"; "/"; "compress:xz"];
    ok ["copy_file_to_device"; first; "/dev/sdb"; "sparse:true"];
    ok ["copy_file_to_device"; second; "/dev/sdc"; "sparse:true"] ]

let mirror = disks "/mirrored-1" "/mirrored-2"
let span = disks "/spanned-1" "/spanned-2"

(* The disk group of each. *)
let red = "03c0c4fc-8b6f-402b-9431-4be2e5823b1c"
let win = "06495a84-fbfd-11e1-8cf9-52540061f5db"

let actions = [
  { defaults with
    name = "ldmtool_create_all";
    where = Daemon 382;
    added = (1, 20, 0);
    ret = RErr;
    optional_group = Some "ldm";
    summary = "make the devices of all dynamic disks";
    doc = {|
Looks for dynamic disks and makes the devices of their volumes and, where
those are put together from partitions, of these. C<guestfs_list_ldm_volumes>
and C<guestfs_list_ldm_partitions> return them.

C<guestfs_launch> does this for the drives that it finds. Volumes of which a
disk is missing are left out, and so are those on several disks of which one has
a copy here, because nobody can tell which belong together; the others are
made.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @
         [ ok ["ldmtool_create_all"];
           ["list_ldm_volumes"]
           ==> Is_list ["/dev/mapper/ldm_vol_WIN-ERRDJSBDAVF-Dg0_Volume1"];
           (* The file system spans both disks. *)
           ok ["mkfs"; "ext2";
               "/dev/mapper/ldm_vol_WIN-ERRDJSBDAVF-Dg0_Volume1"];
           ok ["umount"; "/"];
           ok ["mount"; "/dev/mapper/ldm_vol_WIN-ERRDJSBDAVF-Dg0_Volume1";
               "/"];
           ["statvfs"; "/"]
           ==> C_expr "ret->blocks * ret->frsize > 52428800" ]);
      test ~needs:["ldm"] Blank
        [ ok ["ldmtool_create_all"];
          ["list_ldm_volumes"] ==> Is_empty ];
    ] };

  { defaults with
    name = "ldmtool_diskgroup_disks";
    where = Daemon 388;
    added = (1, 20, 0);
    ret = RStringList (RDevice, "disks");
    args = [ String (PlainString, "diskgroup") ];
    optional_group = Some "ldm";
    summary = "list the disks of a disk group";
    doc = {|
Returns the names that Windows gave to the disks of the disk group with the
GUID C<diskgroup>, such as C<Disk1>. Disks that are missing are among them.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @
         [ ["ldmtool_diskgroup_disks"; win]
           ==> Includes ["Disk1"; "Disk2"] ]);
      test ~needs:["ldm"] Filesystem
        [ fails "ENOENT" ["ldmtool_diskgroup_disks"; win] ];
    ] };

  { defaults with
    name = "ldmtool_diskgroup_name";
    where = Daemon 386;
    added = (1, 20, 0);
    ret = RString (RPlainString, "name");
    args = [ String (PlainString, "diskgroup") ];
    optional_group = Some "ldm";
    summary = "get the name of a disk group";
    doc = {|
Returns the name that Windows gave to the disk group with the GUID
C<diskgroup>. C<guestfs_ldmtool_scan> returns the GUIDs.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @
         [ ["ldmtool_diskgroup_name"; win] ==> Is "WIN-ERRDJSBDAVF-Dg0" ]);
      test ~needs:["ldm"] Filesystem
        (mirror @
         [ ["ldmtool_diskgroup_name"; String.uppercase_ascii red]
           ==> Is "Red-nzv8x6obywgDg0";
           fails "ENOENT" ["ldmtool_diskgroup_name"; win];
           fails "ENOENT" ["ldmtool_diskgroup_name"; ""] ]);
    ] };

  { defaults with
    name = "ldmtool_diskgroup_volumes";
    where = Daemon 387;
    added = (1, 20, 0);
    ret = RStringList (RPlainString, "volumes");
    args = [ String (PlainString, "diskgroup") ];
    optional_group = Some "ldm";
    summary = "list the volumes of a disk group";
    doc = {|
Returns the names of the volumes of the disk group with the GUID
C<diskgroup>, such as C<Volume1>, in no particular order. Volumes of which a
disk is missing are among them.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @
         [ ["ldmtool_diskgroup_volumes"; win]
           ==> Is_set ["Volume1"; "Volume2"; "Volume3"; "Volume4";
                       "Volume5"] ]);
    ] };

  { defaults with
    name = "ldmtool_remove_all";
    where = Daemon 383;
    added = (1, 20, 0);
    ret = RErr;
    optional_group = Some "ldm";
    summary = "remove the devices of all dynamic disks";
    doc = {|
Removes the devices that C<guestfs_launch> or C<guestfs_ldmtool_create_all>
made. None of them may be in use.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (mirror @
         [ ok ["ldmtool_create_all"];
           ["list_ldm_partitions"] ==> Has_length 2;
           ok ["ldmtool_remove_all"];
           ["list_ldm_volumes"] ==> Is_empty;
           ["list_ldm_partitions"] ==> Is_empty ]);
      test ~needs:["ldm"] Filesystem
        (mirror @
         [ ok ["ldmtool_create_all"];
           ok ["mkfs"; "ext2";
               "/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume3"];
           ok ["mkmountpoint"; "/mnt"];
           ok ["mount"; "/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume3";
               "/mnt"];
           (["ldmtool_remove_all"], Fails);
           ok ["umount"; "/mnt"];
           ok ["ldmtool_remove_all"];
           ["list_dm_devices"] ==> Is_empty ]);
    ] };

  { defaults with
    name = "ldmtool_scan";
    where = Daemon 384;
    added = (1, 20, 0);
    ret = RStringList (RPlainString, "guids");
    optional_group = Some "ldm";
    summary = "find disk groups of dynamic disks";
    doc = {|
Looks for dynamic disks among all drives, arrays and logical volumes, and
returns the GUIDs of their disk groups. These stand for the groups in the
other actions.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @ [ ["ldmtool_scan"] ==> Is_list [ win ] ]);
      test ~needs:["ldm"] Blank
        [ ["ldmtool_scan"] ==> Is_empty ];
    ] };

  { defaults with
    name = "ldmtool_scan_devices";
    where = Daemon 385;
    added = (1, 20, 0);
    ret = RStringList (RPlainString, "guids");
    args = [ StringList (Device, "devices") ];
    optional_group = Some "ldm";
    summary = "find disk groups on some devices";
    doc = {|
Looks for dynamic disks on the devices of the list C<devices> only, and
returns the GUIDs of their disk groups.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (disks "/spanned-1" "/mirrored-2" @
         [ ["ldmtool_scan_devices"; "/dev/sda /dev/sdb"] ==> Is_list [ win ];
           ["ldmtool_scan_devices"; "/dev/sdb /dev/sdc"]
           ==> Is_set [ red; win ] ]);
      test ~needs:["ldm"] Filesystem
        (mirror @
         [ ["ldmtool_scan_devices"; "/dev/sda /dev/sdd"] ==> Is_empty;
           (* A damaged database is an error only where it was asked for. *)
           ok ["pwrite_device"; "/dev/sdb"; "????"; "51388928"];
           fails "EINVAL" ["ldmtool_scan_devices"; "/dev/sdb"];
           ["ldmtool_scan"] ==> Is_list [ red ] ]);
    ] };

  { defaults with
    name = "ldmtool_volume_hint";
    where = Daemon 390;
    added = (1, 20, 0);
    ret = RString (RPlainString, "hint");
    args = [ String (PlainString, "diskgroup");
             String (PlainString, "volume") ];
    optional_group = Some "ldm";
    summary = "get where Windows mounts a volume";
    doc = {|
Returns what the metadata say about where Windows mounts the volume C<volume>
of the disk group with the GUID C<diskgroup>, usually a drive letter such as
C<E:>; the empty string if they say nothing.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @ [ ["ldmtool_volume_hint"; win; "Volume1"] ==> Is "E:" ]);
    ] };

  { defaults with
    name = "ldmtool_volume_partitions";
    where = Daemon 391;
    added = (1, 20, 0);
    ret = RStringList (RDevice, "partitions");
    args = [ String (PlainString, "diskgroup");
             String (PlainString, "volume") ];
    optional_group = Some "ldm";
    summary = "list the partitions of a volume";
    doc = {|
Returns the names that Windows gave to the partitions that the volume
C<volume> of the disk group with the GUID C<diskgroup> is made of, such as
C<Disk1-01>.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @
         [ ["ldmtool_volume_partitions"; win; "Volume1"]
           ==> Is_list ["Disk1-01"; "Disk2-01"] ]);
      test ~needs:["ldm"] Filesystem
        (mirror @
         [ ["ldmtool_volume_partitions"; red; "Volume3"]
           ==> Is_set ["Disk6-01"; "Disk7-01"];
           fails "ENOENT" ["ldmtool_volume_partitions"; red; "Volume99"] ]);
    ] };

  { defaults with
    name = "ldmtool_volume_type";
    where = Daemon 389;
    added = (1, 20, 0);
    ret = RString (RPlainString, "voltype");
    args = [ String (PlainString, "diskgroup");
             String (PlainString, "volume") ];
    optional_group = Some "ldm";
    summary = "get the type of a volume";
    doc = {|
Returns of which type the volume C<volume> of the disk group with the GUID
C<diskgroup> is: C<simple>, C<spanned>, C<striped>, C<mirrored> or C<raid5>.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (span @
         [ ["ldmtool_volume_type"; win; "Volume1"] ==> Is "spanned" ]);
      test ~needs:["ldm"] Filesystem
        (mirror @
         [ ["ldmtool_volume_type"; red; "Volume3"] ==> Is "mirrored";
           fails "ENOENT" ["ldmtool_volume_type"; red; "none"] ]);
    ] };

  { defaults with
    name = "list_ldm_partitions";
    where = Daemon 381;
    leaves = Nothing;
    added = (1, 20, 0);
    ret = RStringList (RDevice, "devices");
    optional_group = Some "ldm";
    summary = "list the devices of partitions of dynamic disks";
    doc = {|
Returns the devices of those partitions of dynamic disks that volumes are put
together from, F</dev/mapper/ldm_part_...>. C<guestfs_list_ldm_volumes>
returns the volumes, which is where the file systems are.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (mirror @
         [ ok ["ldmtool_create_all"];
           ["list_ldm_partitions"]
           ==> Is_list ["/dev/mapper/ldm_part_Red-nzv8x6obywgDg0_Disk6-01";
                        "/dev/mapper/ldm_part_Red-nzv8x6obywgDg0_Disk7-01"] ]);
      test ~needs:["ldm"] Blank
        [ ["list_ldm_partitions"] ==> Is_empty ];
    ] };

  { defaults with
    name = "list_ldm_volumes";
    where = Daemon 380;
    leaves = Nothing;
    added = (1, 20, 0);
    ret = RStringList (RDevice, "devices");
    optional_group = Some "ldm";
    summary = "list the devices of volumes of dynamic disks";
    doc = {|
Returns the devices of the volumes of dynamic disks,
F</dev/mapper/ldm_vol_...>.|};
    tests = [
      example ~needs:["ldm"] Filesystem
        (mirror @
         [ ok ["ldmtool_create_all"];
           ["list_ldm_volumes"]
           ==> Is_list ["/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume3"];
           (* What is written to a mirror is on both disks. *)
           ok ["mkfs"; "ext2";
               "/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume3";
               "label:both"];
           ok ["blockdev_flushbufs";
               "/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume3"];
           ["vfs_label"; "/dev/mapper/ldm_part_Red-nzv8x6obywgDg0_Disk6-01"]
           ==> Is "both";
           ["vfs_label"; "/dev/mapper/ldm_part_Red-nzv8x6obywgDg0_Disk7-01"]
           ==> Is "both";
           ["list_filesystems"]
           ==> Has_pairs
             ["/dev/mapper/ldm_vol_Red-nzv8x6obywgDg0_Volume3", "ext2"] ]);
    ] };
]
