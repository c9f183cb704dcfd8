(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What only XFS has; and growing F2FS. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "f2fs_expand";
    where = Daemon 505;
    added = (1, 39, 3);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "f2fs";
    summary = "make an F2FS file system as large as its device";
    doc = {|
Makes the F2FS file system on C<device>, which must not be mounted, as large
as the device is now.|};
    tests = [
      example ~needs:["f2fs"] Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "500"];
          ok ["mkfs"; "f2fs"; "/dev/VG/LV"];
          ok ["lvresize"; "/dev/VG/LV"; "1000"];
          ok ["f2fs_expand"; "/dev/VG/LV"];
          ok ["mount"; "/dev/VG/LV"; "/"];
          ["statvfs"; "/"] ==> C_expr "ret->blocks * ret->frsize > 800000000" ];
    ] };

  { defaults with
    name = "xfs_admin";
    where = Daemon 349;
    added = (1, 19, 33);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OBool "extunwritten";
                1, OBool "imgfile";
                2, OBool "v2log";
                3, OBool "projid32bit";
                4, OBool "lazycounter";
                5, OString "label";
                6, OString "uuid" ];
    optional_group = Some "xfs";
    summary = "change parameters of an XFS file system";
    doc = {|
Changes parameters of the XFS file system on C<device>, which must not be
mounted. The optional arguments are options of xfs_admin(8):

=over 4

=item C<extunwritten>

Switch unwritten extents on.

=item C<imgfile>

C<device> is a file with an image.

=item C<v2log>

Switch version 2 of the log on.

=item C<projid32bit>

Switch project numbers of 32 bits on.

=item C<lazycounter>

Switch lazy counters in the superblock on or off.

=item C<label>

Set the label, at most 12 bytes; C<--> removes it.

=item C<uuid>

Set the UUID, which may also be C<generate>, C<nil> or C<restore>.

=back|};
    tests = [
      example ~needs:["xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ok ["xfs_admin"; "/dev/sda1"; "label:data"];
          ["vfs_label"; "/dev/sda1"] ==> Is "data" ];
      test ~needs:["xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ok ["xfs_admin"; "/dev/sda1";
              "uuid:12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
    ] };

  { defaults with
    name = "xfs_growfs";
    where = Daemon 343;
    added = (1, 19, 28);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "datasec";
                1, OBool "logsec";
                2, OBool "rtsec";
                3, OInt64 "datasize";
                4, OInt64 "logsize";
                5, OInt64 "rtsize";
                6, OInt64 "rtextsize";
                7, OInt "maxpct" ];
    optional_group = Some "xfs";
    summary = "make an XFS file system larger";
    doc = {|
Makes the XFS file system that is mounted on C<path> larger. Without
optional arguments it becomes as large as its device.

=over 4

=item C<datasec>, C<logsec>, C<rtsec>

Grow the data, log or realtime section.

=item C<datasize>, C<logsize>, C<rtsize>

The size of each in blocks of the file system.

=item C<rtextsize>

The size of an extent of the realtime section in blocks.

=item C<maxpct>

The share of the space, in per cent, that inodes may take.

=back|};
    tests = [
      example ~needs:["xfs"; "filesystem:xfs"] Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "400"];
          ok ["mkfs"; "xfs"; "/dev/VG/LV"];
          ok ["lvresize"; "/dev/VG/LV"; "800"];
          ok ["mount"; "/dev/VG/LV"; "/"];
          ok ["xfs_growfs"; "/"; "datasec:true"];
          ["xfs_info2"; "/"] ==> Has_pairs [ "data.blocks", "204800" ] ];
    ] };

  { defaults with
    name = "xfs_info";
    where = Daemon 337;
    leaves = Nothing;
    added = (1, 19, 21);
    ret = RStruct ("info", "xfsinfo");
    args = [ String (Dev_or_Path, "pathordevice") ];
    optional_group = Some "xfs";
    deprecated = Replaced_by "xfs_info2";
    summary = "get the geometry of an XFS file system";
    doc = {|
Returns the geometry of the XFS file system on a device or mounted on a path.
Fields have the names of xfs_info(8), each after the section in which it
occurs; what is not known is -1 or the empty string. Newer properties are
only in C<guestfs_xfs_info2>.|};
    tests = [
      example ~needs:["xfs"; "filesystem:xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"; "blocksize:2048"];
          ok ["mount"; "/dev/sda1"; "/"];
          ["xfs_info"; "/"]
          ==> Has_fields [ "xfs_blocksize", "2048"; "xfs_dirversion", "2";
                           "xfs_sectsize", "512" ] ];
      test ~needs:["xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ["xfs_info"; "/dev/sda1"]
          ==> Has_fields [ "xfs_mntpoint", "/dev/sda1"; "xfs_blocksize", "4096";
                           "xfs_inodesize", "512"; "xfs_rtname", "none" ] ];
    ] };

  { defaults with
    name = "xfs_info2";
    where = Daemon 522;
    leaves = Nothing;
    added = (1, 59, 2);
    ret = RHashtable (RPlainString, RPlainString, "info");
    args = [ String (Dev_or_Path, "pathordevice") ];
    optional_group = Some "xfs";
    summary = "get the geometry of an XFS file system";
    doc = {|
Returns the geometry of the XFS file system on a device or mounted on a path,
as xfs_info(8) prints it. For each section, such as C<data> or C<log>, there
is a pair with its name, and one for each property in it, such as
C<data.bsize>, whose values are numbers without units.|};
    tests = [
      example ~needs:["xfs"; "filesystem:xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"; "blocksize:2048"];
          ok ["mount"; "/dev/sda1"; "/"];
          ["xfs_info2"; "/"]
          ==> Has_pairs [ "data.bsize", "2048"; "meta-data.sectsz", "512";
                          "log", "internal log" ] ];
      test Partition
        [ (["xfs_info2"; "/dev/sda1"], Fails) ];
    ] };

  { defaults with
    name = "xfs_repair";
    where = Daemon 366;
    added = (1, 19, 36);
    ret = RInt "status";
    args = [ String (Dev_or_Path, "device") ];
    optargs = [ 0, OBool "forcelogzero";
                1, OBool "nomodify";
                2, OBool "noprefetch";
                3, OBool "forcegeometry";
                4, OInt64 "maxmem";
                5, OInt64 "ihashsize";
                6, OInt64 "bhashsize";
                7, OInt64 "agstride";
                8, OString "logdev";
                9, OString "rtdev" ];
    optional_group = Some "xfs";
    summary = "check and repair an XFS file system";
    doc = {|
Runs xfs_repair(8) on the XFS file system on C<device>, a device or a file
with an image, which must not be mounted. The optional arguments are its
options:

=over 4

=item C<forcelogzero>

Throw the log away, even if it holds changes.

=item C<nomodify>

Change nothing, only check.

=item C<noprefetch>

Do not read ahead.

=item C<forcegeometry>

Go on when the geometry cannot be confirmed.

=item C<maxmem>

Use at most so many MiB of memory.

=item C<ihashsize>, C<bhashsize>, C<agstride>

How it uses memory, and how many allocation groups at a time.

=item C<logdev>, C<rtdev>

Devices of the log and of the realtime section.

=back

Returns its exit status. 0 means that all is well; 1, with C<nomodify>,
that there is something to repair, and else that it could not do its work;
2 that the log holds changes: mount the file system and unmount it.|};
    tests = [
      example ~needs:["xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ["xfs_repair"; "/dev/sda1"; "nomodify:true"] ==> Is_int 0 ];
      test ~needs:["xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"];
          ok ["zero"; "/dev/sdb"];
          ok ["copy_device_to_device"; "/dev/sdb"; "/dev/sda1"; "size:4096"];
          ["xfs_repair"; "/dev/sda1"; "nomodify:true"] ==> Is_int 1;
          ["xfs_repair"; "/dev/sda1"] ==> Is_int 0;
          ["vfs_type"; "/dev/sda1"] ==> Is "xfs" ];
    ] };
]
