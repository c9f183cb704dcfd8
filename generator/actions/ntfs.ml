(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What only NTFS has. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "ntfs_3g_probe";
    where = Daemon 110;
    added = (1, 0, 43);
    ret = RInt "status";
    args = [ Bool "rw";
             String (Device, "device") ];
    optional_group = Some "ntfs3g";
    summary = "ask if an NTFS can be mounted";
    doc = {|
Tells if the NTFS on C<device> can be mounted, for writing too if C<rw> is
true. Nothing is mounted and nothing is changed.

Returns the exit status of ntfs-3g.probe(8): 0 if it can be mounted; 12 if
there is no NTFS on the device; 13 if the NTFS is damaged; 14 if Windows is
hibernated in it, so that it can only be mounted read-only; 15 if it was not
unmounted cleanly; 16 if it is in use; 17 if half of a RAID is missing; other
numbers if it could not be looked at.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ["ntfs_3g_probe"; "true"; "/dev/sdc"] ==> Is_int 0 ];
      test Partition
        [ ["ntfs_3g_probe"; "true"; "/dev/sda1"] ==> Is_int 12;
          ok ["mkfs"; "ntfs"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["write"; "/hiberfil.sys"; "hibr"];
          ok ["truncate_size"; "/hiberfil.sys"; "8192"];
          ok ["umount"; "/"];
          ["ntfs_3g_probe"; "true"; "/dev/sda1"] ==> Is_int 14;
          ["ntfs_3g_probe"; "false"; "/dev/sda1"] ==> Is_int 0 ];
    ] };

  { defaults with
    name = "ntfs_chmod";
    where = Daemon 520;
    added = (1, 55, 13);
    ret = RErr;
    args = [ String (Device, "device");
             Int "mode";
             String (PlainString, "path") ];
    optargs = [ 0, OBool "recursive" ];
    optional_group = Some "ntfs3g";
    summary = "change the mode of a file of an NTFS that is not mounted";
    doc = {|
Gives the file or directory C<path> of the NTFS on C<device> the permissions
that C<mode> stands for, as an access control list of Windows. With
C<recursive> a directory is changed with all that it holds.

The file system must not be mounted. C<guestfs_chmod> works on one that is,
but changes nothing there unless it was mounted with the option
C<permissions>.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["write"; "/file"; "contents"];
          ok ["umount"; "/"];
          ok ["ntfs_chmod"; "/dev/sdc"; "0640"; "/file"];
          ok ["mount_options"; "permissions"; "/dev/sdc"; "/"];
          ["stat"; "/file"] ==> C_expr "(ret->mode & 07777) == 0640" ];
      test Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["mkdir_p"; "/d/e"];
          ok ["touch"; "/d/e/f"];
          fails "EBUSY" ["ntfs_chmod"; "/dev/sdc"; "0500"; "/d"];
          ok ["umount"; "/"];
          fails "ENOENT" ["ntfs_chmod"; "/dev/sdc"; "0500"; "/none"];
          fails "EINVAL" ["ntfs_chmod"; "/dev/sdc"; "-1"; "/d"];
          fails "EINVAL" ["ntfs_chmod"; "/dev/sdb"; "0500"; "/d"];
          ok ["ntfs_chmod"; "/dev/sdc"; "0500"; "/d"; "recursive:true"];
          ok ["mount_options"; "permissions"; "/dev/sdc"; "/"];
          ["stat"; "/d/e/f"] ==> C_expr "(ret->mode & 07777) == 0500" ];
    ] };

  { defaults with
    name = "ntfscat_i";
    where = Daemon 463;
    added = (1, 33, 14);
    ret = RErr;
    args = [ String (Mountable, "device");
             Int64 "inode";
             String (FileOut, "filename") ];
    cancellable = true;
    progress = true;
    summary = "download a file of an NTFS by its inode";
    doc = {|
Downloads what is in inode C<inode> of the NTFS on C<device> to the local
file C<filename>. The file system need not be mounted. This is the way to the
files that a mounted one does not show, such as inode 0, F<$MFT>, and to those
whose name is lost.|};
    tests = [
      example ~needs:["ntfs3g"] Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["ntfscat_i"; "/dev/sdc"; "0"; "@tmp/mft"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["upload"; "@tmp/mft"; "/mft"];
          ["pread"; "/mft"; "4"; "0"] ==> Is_buffer "FILE" ];
      test ~needs:["ntfs3g"] Partition
        [ fails "EINVAL" ["ntfscat_i"; "/dev/sda1"; "0"; "@tmp/x"];
          ok ["mkfs"; "ntfs"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["write"; "/f"; "found by number"];
          ["stat"; "/f"] ==> Has_fields ["ino", "64"];
          ok ["umount"; "/"];
          ok ["ntfscat_i"; "/dev/sda1"; "64"; "@tmp/f"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["upload"; "@tmp/f"; "/copy"];
          ["cat"; "/copy"] ==> Is "found by number";
          (["ntfscat_i"; "/dev/sda1"; "99999"; "@tmp/x"], Fails);
          fails "EINVAL" ["ntfscat_i"; "/dev/sda1"; "-1"; "@tmp/x"] ];
    ] };

  { defaults with
    name = "ntfsclone_in";
    where = Daemon 309;
    added = (1, 17, 9);
    ret = RErr;
    args = [ String (FileIn, "backupfile");
             String (Device, "device") ];
    optional_group = Some "ntfs3g";
    cancellable = true;
    summary = "restore an NTFS from an image";
    doc = {|
Writes the NTFS that C<guestfs_ntfsclone_out> saved in the local file
C<backupfile> to C<device>, which must not be smaller than the one that it
came from.|};
    tests = [
      example Blank
        [ ok ["part_disk"; "/dev/sda"; "mbr"];
          ok ["part_disk"; "/dev/sdb"; "mbr"];
          ok ["mkfs"; "ntfs"; "/dev/sda1"; "label:copied"];
          ok ["ntfsclone_out"; "/dev/sda1"; "@tmp/image"];
          ok ["ntfsclone_in"; "@tmp/image"; "/dev/sdb1"];
          ["vfs_label"; "/dev/sdb1"] ==> Is "copied" ];
      test Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["ntfsclone_out"; "/dev/sdc"; "@tmp/image"];
          (* Not the special format, but the device itself. *)
          ok ["download_offset"; "/dev/sdc"; "@tmp/raw"; "0"; "65536"];
          fails "EINVAL" ["ntfsclone_in"; "@tmp/raw"; "/dev/sdb"];
          ["vfs_type"; "/dev/sdb"] ==> Is "";
          ok ["mkfs"; "ntfs"; "/dev/sdb"];
          ok ["ntfsclone_out"; "/dev/sdb"; "@tmp/large"];
          fails "ENOSPC" ["ntfsclone_in"; "@tmp/large"; "/dev/sdc"] ];
    ] };

  { defaults with
    name = "ntfsclone_out";
    where = Daemon 308;
    added = (1, 17, 9);
    ret = RErr;
    args = [ String (Device, "device");
             String (FileOut, "backupfile") ];
    optargs = [ 0, OBool "metadataonly";
                1, OBool "rescue";
                2, OBool "ignorefscheck";
                3, OBool "preservetimestamps";
                4, OBool "force" ];
    optional_group = Some "ntfs3g";
    cancellable = true;
    summary = "save an NTFS as an image";
    doc = {|
Saves the NTFS on C<device>, which must not be mounted, in the local file
C<backupfile>: only what is in use, in the special format of ntfsclone(8).
C<guestfs_ntfsclone_in> writes it to a device again.

=over 4

=item C<metadataonly>

Leave out what is in the files.

=item C<rescue>

Go on after sectors that cannot be read.

=item C<ignorefscheck>

Save it although it is not consistent.

=item C<preservetimestamps>

With C<metadataonly>, keep the times of the files.

=item C<force>

Save it although it is marked for a check.

=back|};
    tests = [
      example Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"; "label:saved"];
          ok ["ntfsclone_out"; "/dev/sdc"; "@tmp/image"];
          ok ["wipefs"; "/dev/sdc"];
          ok ["ntfsclone_in"; "@tmp/image"; "/dev/sdc"];
          ["vfs_label"; "/dev/sdc"] ==> Is "saved" ];
      test Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["fill"; "120"; "1000000"; "/big"];
          ok ["write"; "/small"; "contents"];
          (["ntfsclone_out"; "/dev/sdc"; "@tmp/image"], Fails);
          ok ["umount"; "/"];
          ok ["ntfsclone_out"; "/dev/sdc"; "@tmp/image"; "metadataonly:true";
              "rescue:true"; "ignorefscheck:true"; "preservetimestamps:true"];
          ok ["zero_device"; "/dev/sdc"];
          ok ["ntfsclone_in"; "@tmp/image"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/"];
          ["filesize"; "/big"] ==> Is_int 1000000;
          ["pread"; "/big"; "4"; "0"] ==> Is_buffer "\000\000\000\000" ];
      test Blank
        [ fails "EINVAL" ["ntfsclone_out"; "/dev/sdb"; "@tmp/image"];
          ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["ntfsfix"; "/dev/sdc"];
          fails "EROFS" ["ntfsclone_out"; "/dev/sdc"; "@tmp/image"];
          ok ["ntfsclone_out"; "/dev/sdc"; "@tmp/image"; "force:true"];
          ok ["ntfsclone_in"; "@tmp/image"; "/dev/sdb"];
          ["vfs_type"; "/dev/sdb"] ==> Is "ntfs" ];
    ] };

  { defaults with
    name = "ntfsfix";
    where = Daemon 307;
    added = (1, 17, 9);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OBool "clearbadsectors" ];
    optional_group = Some "ntfs3g";
    summary = "repair the basics of an NTFS";
    doc = {|
Repairs some basic structures of the NTFS on C<device>, empties its journal,
and marks it for a check at the next start of Windows. It is no replacement
for F<chkdsk>.

With C<clearbadsectors> the list of bad sectors is emptied too: for a copy of
a disk that had some on one that has none.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["ntfsfix"; "/dev/sdc"];
          ["ntfs_3g_probe"; "true"; "/dev/sdc"] ==> Is_int 0 ];
      test Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          (* The second boot sector is the last of the device. *)
          ["pread_device"; "/dev/sdc"; "4"; "67108355"] ==> Is_buffer "NTFS";
          ok ["pwrite_device"; "/dev/sdc"; "oops"; "67108355"];
          ok ["ntfsfix"; "/dev/sdc"; "clearbadsectors:true"];
          ["pread_device"; "/dev/sdc"; "4"; "67108355"] ==> Is_buffer "NTFS";
          fails "EROFS" ["ntfsresize"; "/dev/sdc"; "size:33554432"];
          (["ntfsfix"; "/dev/sdb"], Fails) ];
    ] };

  { defaults with
    name = "ntfsresize";
    where = Daemon 288;
    added = (1, 3, 2);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OInt64 "size";
                1, OBool "force" ];
    once_had_no_optargs = true;
    optional_group = Some "ntfsprogs";
    camel_name = Some "NTFSResizeOpts";
    summary = "change the size of an NTFS";
    doc = {|
Makes the NTFS on C<device>, which must not be mounted, larger or smaller.
Make it smaller before the partition is made smaller, and larger afterwards.

=over 4

=item C<size>

The new size in bytes. Without it, it is the size of the device.
C<guestfs_vfs_minimum_size> tells how small it can be made.

=item C<force>

Do it although the file system is marked for a check.

=back

When this has been done the file system is marked for a check at the next
start of Windows, and a second change needs C<force>.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["ntfsresize"; "/dev/sdc"; "size:33554432"];
          ok ["mount"; "/dev/sdc"; "/"];
          ["statvfs"; "/"] ==> C_expr "ret->blocks * ret->frsize < 33554433" ];
      test Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "32"];
          ok ["mkfs"; "ntfs"; "/dev/VG/LV"];
          ok ["lvresize"; "/dev/VG/LV"; "64"];
          ok ["ntfsresize"; "/dev/VG/LV"];
          fails "EROFS" ["ntfsresize"; "/dev/VG/LV"; "size:50000000"];
          ok ["ntfsresize"; "/dev/VG/LV"; "size:50000000"; "force:true"];
          ok ["mount"; "/dev/VG/LV"; "/"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize > 49900000 && \
                      ret->blocks * ret->frsize <= 50000000" ];
      test Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          (* Too small, too large, no size, not NTFS. *)
          fails "ENOSPC" ["ntfsresize"; "/dev/sdc"; "size:1000000"];
          fails "ENOSPC" ["ntfsresize"; "/dev/sdc"; "size:100000000"];
          fails "EINVAL" ["ntfsresize"; "/dev/sdc"; "size:0"];
          fails "EINVAL" ["ntfsresize"; "/dev/sdb"];
          ["ntfs_3g_probe"; "true"; "/dev/sdc"] ==> Is_int 0 ];
    ] };

  { defaults with
    name = "ntfsresize_size";
    where = Daemon 250;
    added = (1, 3, 14);
    ret = RErr;
    args = [ String (Device, "device");
             Int64 "size" ];
    optional_group = Some "ntfsprogs";
    deprecated = Replaced_by "ntfsresize";
    summary = "change the size of an NTFS to so many bytes";
    doc = {|
Makes the NTFS on C<device> C<size> bytes large: C<guestfs_ntfsresize> with
its optional argument C<size>.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["ntfsresize_size"; "/dev/sdc"; "33554432"];
          ok ["mount"; "/dev/sdc"; "/"];
          ["statvfs"; "/"] ==> C_expr "ret->blocks * ret->frsize < 33554433" ];
    ] };
]
