(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Deleted files and all that a file system holds: The Sleuth Kit. *)

open Types
open Testing

let needs = ["libtsk"; "sleuthkit"]

(* "deleted" is in no file any more, but still on the disk. *)
let a_deleted_file = [
  ok ["mke2fs"; "/dev/sdc"; "blockscount:8192"; "blocksize:1024"];
  ok ["umount"; "/"];
  ok ["mount"; "/dev/sdc"; "/"];
  ok ["write"; "/kept"; "kept text"];
  ok ["write"; "/gone"; "these words were deleted"];
  ok ["sync"];
  ok ["rm"; "/gone"];
  ok ["umount"; "/"] ]

(* What a test has written to its own directory is looked at in the guest. *)
let look_at name = [
  ok ["mount"; "/dev/sda1"; "/"];
  ok ["upload"; "@tmp/" ^ name; "/" ^ name] ]

let actions = [
  { defaults with
    name = "download_blocks";
    where = Daemon 468;
    leaves = Nothing;
    added = (1, 33, 45);
    ret = RErr;
    args = [ String (Mountable, "device");
             Int64 "start";
             Int64 "stop";
             String (FileOut, "filename") ];
    optargs = [ 0, OBool "unallocated" ];
    optional_group = Some "sleuthkit";
    cancellable = true;
    progress = true;
    summary = "download blocks of a file system";
    doc = {|
Write the blocks number C<start> to C<stop>, both included, of the file system
on C<device> to the local file C<filename>.  What a block is depends on the
file system: a block of ext2, a cluster of NTFS, a sector of FAT, a fragment of
UFS.  If C<stop> is beyond the last block the last block is the end.

With the optional flag C<unallocated> only blocks that nothing uses are
written, one after the other: what was deleted and not yet overwritten is found
there.

The file may become as large as the file system, even where the disk image has
holes.  See also C<guestfs_download_inode>, C<guestfs_filesystem_walk>.|};
    tests = [
      example ~needs Filesystem (a_deleted_file @ [
        ok ["download_blocks"; "/dev/sdc"; "0"; "65535"; "@tmp/unused";
            "unallocated:true"] ]
        @ look_at "unused" @ [
        ["grep"; "words were deleted"; "/unused"] ==>
          Has_length 1;
        ["grep"; "kept text"; "/unused"] ==> Is_empty ]);
      test ~needs Filesystem (a_deleted_file @ [
        ok ["download_blocks"; "/dev/sdc"; "0"; "99999999"; "@tmp/all"];
        ok ["download_offset"; "/dev/sdc"; "@tmp/same"; "0"; "8388608"];
        ok ["download_blocks"; "/dev/sdc"; "1"; "3"; "@tmp/three"] ]
        @ look_at "all" @ [
        ok ["upload"; "@tmp/same"; "/same"];
        ["equal"; "/all"; "/same"] ==> Is_true;
        ok ["upload"; "@tmp/three"; "/three"];
        ["blockdev_getsize64"; "/dev/sdc"] ==> Is_int 67108864;
        ["filesize"; "/three"] ==>
          C_expr "ret == 3 * 1024 || ret == 3 * 4096" ]);
      test ~needs Filesystem [
        ok ["mkfs"; "ext2"; "/dev/sdc"];
        fails "EINVAL" ["download_blocks"; "/dev/sdc"; "5"; "4"; "@tmp/x"];
        fails "EINVAL" ["download_blocks"; "/dev/sdc"; "-1"; "4"; "@tmp/x"];
        fails "EINVAL"
          ["download_blocks"; "/dev/sdc"; "99999999"; "99999999"; "@tmp/x"];
        fails "EINVAL" ["download_blocks"; "/dev/sdd"; "0"; "1"; "@tmp/x"];
        ok ["download_blocks"; "/dev/sdc"; "0"; "0"; "@tmp/x"] ] ] };

  { defaults with
    name = "download_inode";
    where = Daemon 464;
    leaves = Nothing;
    added = (1, 33, 14);
    ret = RErr;
    args = [ String (Mountable, "device");
             Int64 "inode";
             String (FileOut, "filename") ];
    optional_group = Some "sleuthkit";
    cancellable = true;
    progress = true;
    summary = "download a file by its inode, even a deleted one";
    doc = {|
Write what the inode number C<inode> of the file system on C<device> holds to
the local file C<filename>.  C<guestfs_filesystem_walk> gives the numbers, also
those of files that were deleted.  Whether their contents can still be found
depends on the file system: NTFS and FAT keep where they were, ext3 and ext4 do
not, and the result may be an empty file.

The file system need not be mounted.  If the number is not one of this file
system the errno is C<EINVAL>.|};
    tests = [
      example ~needs Filesystem (a_deleted_file @ [
        ok ["download_inode"; "/dev/sdc"; "12"; "@tmp/kept"] ]
        @ look_at "kept" @ [ ["cat"; "/kept"] ==> Is "kept text" ]);
      test ~needs Filesystem [
        ok ["fill_pattern"; "abc"; "1000001"; "/big"];
        ok ["touch"; "/sparse"];
        ok ["truncate_size"; "/sparse"; "300000"];
        ok ["pwrite"; "/sparse"; "end"; "299997"];
        ok ["sync"];
        ok ["download_inode"; "/dev/sda1"; "12"; "@tmp/big"];
        ok ["download_inode"; "/dev/sda1"; "13"; "@tmp/sparse"];
        ok ["upload"; "@tmp/big"; "/big2"];
        ok ["upload"; "@tmp/sparse"; "/sparse2"];
        ["equal"; "/big"; "/big2"] ==> Is_true;
        ["equal"; "/sparse"; "/sparse2"] ==> Is_true;
        fails "EINVAL" ["download_inode"; "/dev/sda1"; "-1"; "@tmp/x"];
        fails "EINVAL" ["download_inode"; "/dev/sda1"; "999999999"; "@tmp/x"];
        fails "EINVAL" ["download_inode"; "/dev/sdb"; "12"; "@tmp/x"] ];
      test ~needs Filesystem [
        (* of the 4 million sectors only what it needs is read *)
        ok ["fill_pattern"; "abc"; "1000001"; "/big"];
        ok ["umount"; "/"];
        ok ["download_inode"; "/dev/sda1"; "12"; "@tmp/big"];
        ["debug"; "sh"; "cat /proc/diskstats"]
        ==> Matches " sda1 [0-9]+ [0-9]+ [0-9]{1,5} " ];
      test ~needs:("ntfs3g" :: needs) Blank [
        ok ["mkfs"; "ntfs"; "/dev/sdc"];
        ok ["mount"; "/dev/sdc"; "/"];
        ok ["fill_pattern"; "deleted "; "100000"; "/gone"];
        ok ["rm"; "/gone"];
        ok ["umount"; "/"];
        ok ["download_inode"; "/dev/sdc"; "64"; "@tmp/gone"];
        ok ["mkfs"; "ext2"; "/dev/sda"];
        ok ["mount"; "/dev/sda"; "/"];
        ok ["fill_pattern"; "deleted "; "100000"; "/same"];
        ok ["upload"; "@tmp/gone"; "/gone"];
        ["equal"; "/gone"; "/same"] ==> Is_true ] ] };

  { defaults with
    name = "filesystem_walk";
    where = Library;
    added = (1, 33, 39);
    ret = RStructList ("dirents", "tsk_dirent");
    args = [ String (Mountable, "device") ];
    optional_group = Some "libtsk";
    cancellable = true;
    progress = true;
    summary = "list all files of a file system, deleted ones too";
    doc = {|
Read the file system on C<device> without mounting it and return every name in
it, also names of files that were deleted.  They are in no particular order.

C<tsk_inode> is the number of the inode, 0 if a deleted name has lost it.
C<tsk_name> is the path without a slash in front; the root directory is C<.>,
and what has lost its directory is below C<$OrphanFiles>.  A name that was
deleted may also be a remnant of something else, such as the index of a large
directory.

C<tsk_type> is a letter: C<r> for a regular file, C<d> for a directory, C<l>
for a symbolic link (C<tsk_link> is where it points to), C<b> and C<c> for
block and character devices, C<f> for a FIFO, C<s> for a socket, C<w> for a
whiteout, C<h> for a shadow inode, C<u> for anything else.

C<tsk_flags> is the sum of:

=over 4

=item C<1>

The name is in use.  Otherwise it was deleted.

=item C<2>

The name was deleted, and its inode now belongs to another file.

=item C<4>

The file system has compressed the file.

=back

C<tsk_size>, C<tsk_nlink> and the times, in seconds and nanoseconds, are -1
when the inode could not be read.  A time that the file system does not keep is
0.

There is no limit to the number of names, but the appliance must have memory
for the largest directory.  See also C<guestfs_find_inode>,
C<guestfs_download_inode>.|};
    tests = [
      example ~needs Filesystem (a_deleted_file @ [
        ["filesystem_walk"; "/dev/sdc"] ==>
          C_expr "ret->len >= 3 && \
                  strcmp (ret->val[0].tsk_name, \".\") == 0 && \
                  ret->val[0].tsk_type == 'd' && \
                  ret->val[0].tsk_inode == 2 && \
                  strcmp (ret->val[2].tsk_name, \"kept\") == 0 && \
                  ret->val[2].tsk_type == 'r' && \
                  ret->val[2].tsk_size == 9 && \
                  ret->val[2].tsk_flags == 1 && \
                  ret->val[2].tsk_nlink == 1 && \
                  ret->val[2].tsk_mtime_sec > 1500000000" ]);
      test ~needs Filesystem [
        ok ["mkdir"; "/d"];
        ok ["fill_dir"; "/d"; "3000"];
        ok ["ln_s"; "/to/nowhere"; "/link"];
        ok ["mkfifo"; "0600"; "/fifo"];
        ["filesystem_walk"; "/dev/sda1"] ==>
          C_expr "ret->len >= 3006 && \
                  strncmp (ret->val[ret->len-4].tsk_name, \
                           \"d/0000\", 6) == 0 && \
                  strcmp (ret->val[ret->len-3].tsk_name, \"link\") == 0 && \
                  strcmp (ret->val[ret->len-3].tsk_link, \
                          \"/to/nowhere\") == 0 && \
                  ret->val[ret->len-3].tsk_type == 'l' && \
                  ret->val[ret->len-2].tsk_type == 'f' && \
                  strcmp (ret->val[ret->len-1].tsk_name, \
                          \"$OrphanFiles\") == 0";
        fails "EINVAL" ["filesystem_walk"; "/dev/sdb"];
        fails "ENOENT" ["filesystem_walk"; "/dev/sdz"] ];
      test ~needs:("ntfs3g" :: needs) Blank [
        ok ["mkfs"; "ntfs"; "/dev/sdc"];
        ok ["mount"; "/dev/sdc"; "/"];
        ok ["write"; "/gone"; "content"];
        ok ["rm"; "/gone"];
        ok ["umount"; "/"];
        ["find_inode"; "/dev/sdc"; "64"] ==>
          C_expr "ret->len >= 1 && (ret->val[0].tsk_flags & 1) == 0 && \
                  strstr (ret->val[0].tsk_name, \"gone\") != NULL && \
                  ret->val[0].tsk_size == 7" ] ] };

  { defaults with
    name = "find_inode";
    where = Library;
    added = (1, 35, 6);
    ret = RStructList ("dirents", "tsk_dirent");
    args = [ String (Mountable, "device");
             Int64 "inode" ];
    optional_group = Some "libtsk";
    cancellable = true;
    progress = true;
    summary = "list all names of an inode, deleted ones too";
    doc = {|
Read the file system on C<device> without mounting it and return the names of
the inode number C<inode>, as C<guestfs_filesystem_walk> gives them.  The list
is empty if it has none.|};
    tests = [
      example ~needs Filesystem [
        ok ["write"; "/a"; "content"];
        ok ["mkdir"; "/d"];
        ok ["ln"; "/a"; "/d/b"];
        ["find_inode"; "/dev/sda1"; "12"] ==>
          C_expr "ret->len == 2 && \
                  strcmp (ret->val[0].tsk_name, \"a\") == 0 && \
                  strcmp (ret->val[1].tsk_name, \"d/b\") == 0 && \
                  ret->val[1].tsk_nlink == 2 && ret->val[1].tsk_size == 7" ];
      test ~needs Filesystem [
        ["find_inode"; "/dev/sda1"; "999999999"] ==> Has_length 0;
        fails "EINVAL" ["find_inode"; "/dev/sda1"; "-1"];
        fails "EINVAL" ["find_inode"; "/dev/sdb"; "2"] ] ] };

  { defaults with
    name = "internal_filesystem_walk";
    where = Daemon 466;
    leaves = Nothing;
    added = (1, 33, 39);
    ret = RErr;
    args = [ String (Mountable, "device");
             String (FileOut, "filename") ];
    optional_group = Some "libtsk";
    visibility = VInternal;
    summary = "stream the names of a file system";
    doc = {|
Each name as a C<tsk_dirent> in the encoding of the protocol, one after the
other.  This is what C<guestfs_filesystem_walk> reads.|};
    tests = [] };

  { defaults with
    name = "internal_find_inode";
    where = Daemon 470;
    leaves = Nothing;
    added = (1, 35, 6);
    ret = RErr;
    args = [ String (Mountable, "device");
             Int64 "inode";
             String (FileOut, "filename") ];
    optional_group = Some "libtsk";
    visibility = VInternal;
    summary = "stream the names of an inode";
    doc = {|
Like C<guestfs_internal_filesystem_walk>, only of C<inode>.|};
    tests = [] };
]
