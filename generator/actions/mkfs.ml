(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Making file systems. *)

open Types
open Testing

(* Every type that is made is found again by its type and label, and has a
   UUID in its own form; what was written to it is there after it was
   unmounted.  by_name: mount does not try its driver. *)
let kind ?(label = "") ?(uuid = "") ?(by_name = false) fstype =
  let labels = if label = "" then [] else ["label:" ^ label] in
  test ~needs:["filesystem:" ^ fstype] Partition
    [ ok (["mkfs"; fstype; "/dev/sda1"] @ labels);
      ["vfs_type"; "/dev/sda1"]
      ==> Is (if fstype = "msdos" then "vfat" else fstype);
      ["vfs_label"; "/dev/sda1"] ==> Is label;
      ["vfs_uuid"; "/dev/sda1"]
      ==> (if uuid = "" then Is "" else Matches ("^" ^ uuid ^ "$"));
      ok (if by_name then ["mount_vfs"; ""; fstype; "/dev/sda1"; "/"]
          else ["mount"; "/dev/sda1"; "/"]);
      ok ["write"; "/file"; "contents"];
      ok ["umount"; "/"];
      ok (if by_name then ["mount_vfs"; "ro"; fstype; "/dev/sda1"; "/"]
          else ["mount_ro"; "/dev/sda1"; "/"]);
      ["cat"; "/file"] ==> Is "contents" ]

let dce = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
let short = "[0-9A-F]{4}-[0-9A-F]{4}"
let kinds = [
  kind "ext2" ~label:"data" ~uuid:dce;
  kind "ext3" ~label:"data" ~uuid:dce;
  kind "ext4" ~label:"data" ~uuid:dce;
  kind "vfat" ~label:"DATA" ~uuid:short;
  kind "msdos" ~label:"DATA" ~uuid:short;
  kind "exfat" ~label:"data" ~uuid:short;
  kind "ntfs" ~label:"data" ~uuid:"[0-9A-F]{16}";
  kind "xfs" ~label:"data" ~uuid:dce;
  kind "btrfs" ~label:"data" ~uuid:dce;
  kind "f2fs" ~label:"data" ~uuid:dce;
  kind "jfs" ~label:"data" ~uuid:dce;
  kind "reiserfs" ~label:"data" ~uuid:dce;
  kind "nilfs2" ~label:"data" ~uuid:dce;
  kind "gfs2" ~uuid:dce;
  kind "ocfs2" ~label:"data" ~uuid:dce;
  kind "udf" ~label:"data" ~uuid:"[0-9a-f]{16}";
  kind "hfs" ~label:"data";
  kind "minix";
  kind "bfs" ~by_name:true;
]

let actions = [
  { defaults with
    name = "mkfs";
    where = Daemon 278;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (PlainString, "fstype");
             String (Device, "device") ];
    optargs = [ 0, OInt "blocksize";
                1, OString "features";
                2, OInt "inode";
                3, OInt "sectorsize";
                4, OString "label" ];
    once_had_no_optargs = true;
    summary = "make a file system";
    doc = {|
Makes an empty file system of type C<fstype> on C<device>. Whatever was on
the device is lost, and what is left of signatures of older contents is
wiped.

C<fstype> is a name such as C<ext4>, C<xfs>, C<btrfs>, C<vfat>, C<ntfs> or
C<f2fs>. C<guestfs_filesystem_available> tells if the appliance's kernel
can mount it.

The optional arguments are:

=over 4

=item C<blocksize>

The size of its blocks (clusters of C<vfat>, C<exfat> and C<ntfs>; tree
nodes of C<btrfs>) in bytes.

=item C<features>

Features to switch on or off, in the words of the tool that makes the
file system (C<mke2fs -O>, C<mkfs.btrfs -O>, C<mkfs.f2fs -O>, the metadata
options of C<mkfs.xfs -m>).

=item C<inode>

The size of an inode in bytes. For ext2, ext3, ext4 and XFS.

=item C<sectorsize>

The size in bytes of a sector that the file system assumes. For FAT, NTFS,
XFS, Btrfs and F2FS.

=item C<label>

The label. How long it may be depends on the type: 16 bytes for ext4, 12
for XFS, 11 for FAT.

=back

What is left out gets the tool's default. To ask for something that a type
does not have is an error. For more choice with ext2, ext3 and ext4 use
C<guestfs_mke2fs>, for Btrfs C<guestfs_mkfs_btrfs>.|};
    tests = [
      example Partition
        [ ok ["mkfs"; "ext4"; "/dev/sda1"; "label:data"];
          ["vfs_type"; "/dev/sda1"] ==> Is "ext4";
          ["vfs_label"; "/dev/sda1"] ==> Is "data" ];
      test Partition
        [ ok ["mkfs"; "ext2"; "/dev/sda1"; "blocksize:2048"; "inode:256";
              "features:^resize_inode"];
          ["tune2fs_l"; "/dev/sda1"]
          ==> Has_pairs [ "Block size", "2048"; "Inode size", "256" ];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["write"; "/new"; "contents"];
          ["cat"; "/new"] ==> Is "contents" ];
      test Partition
        [ ok ["mkfs"; "vfat"; "/dev/sda1"; "blocksize:8192"; "label:FAT"];
          ["vfs_type"; "/dev/sda1"] ==> Is "vfat";
          ["vfs_label"; "/dev/sda1"] ==> Is "FAT";
          ok ["mount"; "/dev/sda1"; "/"];
          ["statvfs"; "/"] ==> Has_fields [ "bsize", "8192" ] ];
      test ~needs:["filesystem:xfs"; "xfs"] Partition
        [ ok ["mkfs"; "xfs"; "/dev/sda1"; "blocksize:2048"; "inode:1024";
              "label:x"];
          ["vfs_label"; "/dev/sda1"] ==> Is "x";
          ok ["mount"; "/dev/sda1"; "/"];
          ["statvfs"; "/"] ==> Has_fields [ "bsize", "2048" ] ];
      test ~needs:["filesystem:btrfs"; "btrfs"] Partition
        [ ok ["mkfs"; "btrfs"; "/dev/sda1"; "label:b"];
          ["vfs_type"; "/dev/sda1"] ==> Is "btrfs";
          ["vfs_label"; "/dev/sda1"] ==> Is "b" ];
      test ~needs:["ntfs3g"] Partition
        [ ok ["mkfs"; "ntfs"; "/dev/sda1"; "label:win"];
          ["vfs_type"; "/dev/sda1"] ==> Is "ntfs";
          ["vfs_label"; "/dev/sda1"] ==> Is "win" ];
      test Partition
        [ fails "ENOTSUP" ["mkfs"; "nosuch"; "/dev/sda1"];
          fails "EINVAL" ["mkfs"; "ext2"; "/dev/sda1"; "blocksize:-1"];
          fails "EINVAL" ["mkfs"; "vfat"; "/dev/sda1"; "inode:256"] ];
      test Partition
        [ ok ["pvcreate"; "/dev/sda1"];
          ok ["mkfs"; "ext2"; "/dev/sda1"];
          ["vfs_type"; "/dev/sda1"] ==> Is "ext2";
          ["pvs"] ==> Is_empty ];
      (* There is nothing to make these from. *)
      test Partition
        [ fails "ENOTSUP" ["mkfs"; "squashfs"; "/dev/sda1"];
          fails "ENOTSUP" ["mkfs"; "erofs"; "/dev/sda1"] ];
    ] @ kinds };

  { defaults with
    name = "mkfs_b";
    where = Daemon 187;
    added = (1, 0, 68);
    ret = RErr;
    args = [ String (PlainString, "fstype");
             Int "blocksize";
             String (Device, "device") ];
    deprecated = Replaced_by "mkfs";
    summary = "make a file system with a block size";
    doc = {|
Makes a file system of type C<fstype> with blocks of C<blocksize> bytes.
C<guestfs_mkfs> with its optional argument C<blocksize> does the same.|};
    tests = [
      example Partition
        [ ok ["mkfs_b"; "ext2"; "4096"; "/dev/sda1"];
          ["tune2fs_l"; "/dev/sda1"] ==> Has_pairs [ "Block size", "4096" ] ];
    ] };

  { defaults with
    name = "mklost_and_found";
    where = Daemon 374;
    added = (1, 19, 56);
    ret = RErr;
    args = [ String (Pathname, "mountpoint") ];
    summary = "make a lost+found directory";
    doc = {|
Makes the directory F<lost+found> in C<mountpoint>, the top directory of an
ext2, ext3 or ext4 file system, with room set aside in it, so that
C<guestfs_e2fsck> can put files there that have lost their name. It is an
error if there is one already.|};
    tests = [
      example Filesystem
        [ ok ["rm_rf"; "/lost+found"];
          ok ["mklost_and_found"; "/"];
          ["is_dir"; "/lost+found"] ==> Is_true ];
      test Filesystem
        [ fails "EEXIST" ["mklost_and_found"; "/"];
          ok ["rm_rf"; "/lost+found"];
          ok ["mklost_and_found"; "/"];
          ["ls"; "/lost+found"] ==> Is_empty;
          ["filesize"; "/lost+found"] ==> At_least 16384 ];
      (* Without room for it there is none afterwards, not a small one. *)
      test Blank
        [ ok ["mke2fs"; "/dev/sda"; "blockscount:1000"; "numberofinodes:16"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["rm_rf"; "/lost+found"];
          fails "ENOSPC" ["mklost_and_found"; "/"];
          ["ls"; "/"] ==> Is_empty ];
    ] };
]
