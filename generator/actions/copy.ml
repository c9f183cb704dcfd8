(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Copying and moving inside the guest. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "copy_device_to_device";
    where = Daemon 294;
    added = (1, 13, 25);
    ret = RErr;
    args = [ String (Device, "src");
             String (Device, "dest") ];
    optargs = [ 0, OInt64 "srcoffset";
                1, OInt64 "destoffset";
                2, OInt64 "size";
                3, OBool "sparse";
                4, OBool "append" ];
    also_cancellable = true;
    progress = true;
    summary = "copy from a device to a device";
    doc = {|
Copy bytes from the device C<src> to the device C<dest>.  All four actions
C<guestfs_copy_device_to_device>, C<guestfs_copy_device_to_file>,
C<guestfs_copy_file_to_device> and C<guestfs_copy_file_to_file> take the same
optional arguments:

=over 4

=item C<srcoffset>, C<destoffset>

where to begin in the source and in the destination, in bytes; 0 if not given

=item C<size>

how many bytes; to the end of the source if not given.  They must be inside
the source, otherwise the errno is C<EINVAL>.

=item C<sparse>

if true, blocks that are all zeroes are not written.  In a new file they
become holes.  What was on a device before stays there: use it when it is
known to be zero.

=item C<append>

if true, the bytes go to the end of the destination, which must be a file;
C<destoffset> is then ignored

=back

A file as the destination is created if necessary and grows as it must.
Unless C<append> is true an existing one is made empty first.|};
    tests = [
      example Blank [
        ["pwrite_device"; "/dev/sda"; "hello"; "1000"] ==> Is_int 5;
        ok ["copy_device_to_device"; "/dev/sda"; "/dev/sdb";
            "srcoffset:1000"; "destoffset:7"; "size:5"];
        ["pread_device"; "/dev/sdb"; "5"; "7"] ==> Is_buffer "hello" ];
      test Blank [
        ["pwrite_device"; "/dev/sdc"; "end"; "67108861"] ==> Is_int 3;
        ok ["copy_device_to_device"; "/dev/sdc"; "/dev/sdb"; "sparse:true"];
        ["pread_device"; "/dev/sdb"; "4"; "67108861"] ==>
          C_expr "size == 4 && memcmp (ret, \"end\\0\", 4) == 0" ];
      test Blank [
        fails "EINVAL" ["copy_device_to_device"; "/dev/sdc"; "/dev/sdb";
                        "srcoffset:67108860"; "size:5"];
        fails "EINVAL" ["copy_device_to_device"; "/dev/sdc"; "/dev/sdb";
                        "srcoffset:-1"];
        fails "ENOSPC" ["copy_device_to_device"; "/dev/sda"; "/dev/sdc";
                        "destoffset:67108860"; "size:5"] ] ] };

  { defaults with
    name = "copy_device_to_file";
    where = Daemon 295;
    added = (1, 13, 25);
    ret = RErr;
    args = [ String (Device, "src");
             String (Pathname, "dest") ];
    optargs = [ 0, OInt64 "srcoffset";
                1, OInt64 "destoffset";
                2, OInt64 "size";
                3, OBool "sparse";
                4, OBool "append" ];
    also_cancellable = true;
    progress = true;
    summary = "copy from a device to a file";
    doc = {|
Copy bytes from the device C<src> to the file C<dest>.  The optional arguments
are explained at C<guestfs_copy_device_to_device>.|};
    tests = [
      example Filesystem [
        ["pwrite_device"; "/dev/sdb"; "hello"; "0"] ==> Is_int 5;
        ok ["copy_device_to_file"; "/dev/sdb"; "/file"; "size:5"];
        ["cat"; "/file"] ==> Is "hello" ];
      test Filesystem [
        ok ["copy_device_to_file"; "/dev/sdc"; "/file"; "sparse:true"];
        ["filesize"; "/file"] ==> Is_int 67108864;
        ["du"; "/file"] ==> C_expr "ret >= 0 && ret < 100";
        fails "EFBIG" ["copy_device_to_file"; "/dev/sdc"; "/file";
                       "sparse:true"; "destoffset:9223372036854775807"] ] ] };

  { defaults with
    name = "copy_file_to_device";
    where = Daemon 296;
    added = (1, 13, 25);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Device, "dest") ];
    optargs = [ 0, OInt64 "srcoffset";
                1, OInt64 "destoffset";
                2, OInt64 "size";
                3, OBool "sparse";
                4, OBool "append" ];
    also_cancellable = true;
    progress = true;
    summary = "copy from a file to a device";
    doc = {|
Copy bytes from the file C<src> to the device C<dest>.  The optional arguments
are explained at C<guestfs_copy_device_to_device>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["copy_file_to_device"; "/file"; "/dev/sdb"; "destoffset:100"];
        ["pread_device"; "/dev/sdb"; "5"; "100"] ==> Is_buffer "hello" ];
      test Filesystem [
        ok ["write"; "/file"; "hello"];
        fails "EINVAL" ["copy_file_to_device"; "/file"; "/dev/sdb";
                        "append:true"];
        fails "ENOENT" ["copy_file_to_device"; "/none"; "/dev/sdb"] ] ] };

  { defaults with
    name = "copy_file_to_file";
    where = Daemon 297;
    added = (1, 13, 25);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    optargs = [ 0, OInt64 "srcoffset";
                1, OInt64 "destoffset";
                2, OInt64 "size";
                3, OBool "sparse";
                4, OBool "append" ];
    also_cancellable = true;
    progress = true;
    summary = "copy from a file to a file";
    doc = {|
Copy bytes from the file C<src> to the file C<dest>.  The optional arguments
are explained at C<guestfs_copy_device_to_device>.

To copy a whole file with its permissions use C<guestfs_cp> or
C<guestfs_cp_a>.  This action serves to copy parts of files.|};
    tests = [
      example Filesystem [
        ok ["write"; "/src"; "hello, world"];
        ok ["copy_file_to_file"; "/src"; "/dest"; "srcoffset:7"; "size:5"];
        ["cat"; "/dest"] ==> Is "world";
        ok ["copy_file_to_file"; "/src"; "/dest"; "append:true"];
        ["cat"; "/dest"] ==> Is "worldhello, world" ];
      test Filesystem [
        ok ["fill_pattern"; "abc"; "3000001"; "/src"];
        ok ["copy_file_to_file"; "/src"; "/dest"];
        ["equal"; "/src"; "/dest"] ==> Is_true;
        ok ["truncate_size"; "/src"; "20000000"];
        ok ["copy_file_to_file"; "/src"; "/dest"; "sparse:true"];
        ["equal"; "/src"; "/dest"] ==> Is_true;
        ["du"; "/dest"] ==> C_expr "ret < 5000" ];
      test Filesystem [
        ok ["write"; "/src"; "hello"];
        fails "EINVAL" ["copy_file_to_file"; "/src"; "/src"];
        ["cat"; "/src"] ==> Is "hello";
        fails "EINVAL" ["copy_file_to_file"; "/src"; "/dest"; "size:6"];
        fails "EFBIG" ["copy_file_to_file"; "/src"; "/dest"; "sparse:true";
                       "destoffset:9223372036854775807"];
        fails "EISDIR" ["copy_file_to_file"; "/"; "/dest"];
        fails "ENOENT" ["copy_file_to_file"; "/none"; "/dest"] ] ] };

  { defaults with
    name = "copy_size";
    where = Daemon 227;
    added = (1, 0, 87);
    ret = RErr;
    args = [ String (Dev_or_Path, "src");
             String (Dev_or_Path, "dest");
             Int64 "size" ];
    deprecated = Replaced_by "copy_device_to_device";
    also_cancellable = true;
    progress = true;
    summary = "copy a number of bytes";
    doc = {|
Copy exactly C<size> bytes from the start of the device or file C<src> to the
start of the device or file C<dest>.  If the source is shorter the errno is
C<EINVAL>.

C<guestfs_copy_device_to_device> and its kin can do more.|};
    tests = [
      example Filesystem [
        ok ["write"; "/src"; "hello, world"];
        ok ["copy_size"; "/src"; "/dest"; "5"];
        ["cat"; "/dest"] ==> Is "hello" ];
      test Filesystem [
        ok ["write"; "/src"; "hello"];
        fails "EINVAL" ["copy_size"; "/src"; "/dest"; "6"];
        ok ["copy_size"; "/src"; "/dev/sdb"; "4"];
        ["pread_device"; "/dev/sdb"; "4"; "0"] ==> Is_buffer "hell" ] ] };

  { defaults with
    name = "cp";
    where = Daemon 87;
    added = (1, 0, 18);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    summary = "copy a file";
    doc = {|
Copy the contents and permissions of the file C<src> to C<dest>.  If C<dest> is
a directory the copy is made in it under the same name; if it is a file it is
overwritten.

A directory as C<src> gives the errno C<EISDIR>: see C<guestfs_cp_r> and
C<guestfs_cp_a>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/old"; "file content"];
        ok ["cp"; "/old"; "/new"];
        ["cat"; "/new"] ==> Is "file content";
        ["cat"; "/old"] ==> Is "file content" ];
      test Filesystem [
        ok ["write"; "/old"; "file content"];
        ok ["chmod"; "0700"; "/old"];
        ok ["mkdir"; "/dir"];
        ok ["cp"; "/old"; "/dir"];
        ["cat"; "/dir/old"] ==> Is "file content";
        ["statns"; "/dir/old"] ==> Has_fields ["st_mode", "33216"];
        fails "EISDIR" ["cp"; "/dir"; "/new"];
        fails "ENOENT" ["cp"; "/none"; "/new"];
        fails "EINVAL" ["cp"; "/old"; "/old"];
        ["cat"; "/old"] ==> Is "file content" ];
      test Filesystem [
        ok ["touch"; "/sparse"];
        ok ["truncate_size"; "/sparse"; "100000000"];
        ["pwrite"; "/sparse"; "x"; "50000000"] ==> Is_int 1;
        ok ["cp"; "/sparse"; "/new"];
        ["equal"; "/sparse"; "/new"] ==> Is_true;
        ["du"; "/new"] ==> C_expr "ret < 1000" ] ] };

  { defaults with
    name = "cp_a";
    where = Daemon 88;
    added = (1, 0, 18);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    summary = "copy a file or directory with everything that belongs to it";
    doc = {|
Copy C<src>, and if it is a directory everything in it, to C<dest>, as
C<cp -a> does: owners, permissions, times, extended attributes, symbolic and
hard links and special files are kept.

If C<dest> is a directory the copy is made in it under the same name.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/olddir/sub"];
        ok ["write"; "/olddir/sub/file"; "file content"];
        ok ["chown"; "5"; "6"; "/olddir/sub/file"];
        ok ["mkdir"; "/newdir"];
        ok ["cp_a"; "/olddir"; "/newdir"];
        ["cat"; "/newdir/olddir/sub/file"] ==> Is "file content";
        ["statns"; "/newdir/olddir/sub/file"] ==>
          Has_fields ["st_uid", "5"; "st_gid", "6"] ];
      test Filesystem [
        ok ["mkdir_mode"; "/a"; "0500"];
        ok ["write"; "/a/1"; "same"];
        ok ["ln"; "/a/1"; "/a/2"];
        ok ["ln_s"; "/nowhere"; "/a/link"];
        ok ["mkfifo"; "0600"; "/a/fifo"];
        ok ["utimens"; "/a/1"; "1000"; "0"; "2000"; "0"];
        ok ["utimens"; "/a"; "3000"; "0"; "4000"; "0"];
        ok ["cp_a"; "/a"; "/b"];
        ["statns"; "/b/2"] ==>
          Has_fields ["st_nlink", "2"; "st_mtime_sec", "2000"];
        ["readlink"; "/b/link"] ==> Is "/nowhere";
        ["is_fifo"; "/b/fifo"] ==> Is_true;
        ["statns"; "/b"] ==>
          Has_fields ["st_mode", "16704"; "st_mtime_sec", "4000"] ];
      test Filesystem [
        ok ["mkdir"; "/a"];
        fails "EINVAL" ["cp_a"; "/a"; "/a"];
        fails "EINVAL" ["cp_a"; "/a"; "/a/new"];
        fails "ENOENT" ["cp_a"; "/none"; "/b"];
        ["find"; "/a"] ==> Is_empty ] ] };

  { defaults with
    name = "cp_r";
    where = Daemon 401;
    added = (1, 21, 38);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    summary = "copy a file or directory with everything in it";
    doc = {|
Copy C<src>, and if it is a directory everything in it, to C<dest>, as
C<cp -rP> does: the copy belongs to root and has new times.  Symbolic links are
copied as links.  C<guestfs_cp_a> keeps all that can be kept.

If C<dest> is a directory the copy is made in it under the same name.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/olddir/sub"];
        ok ["write"; "/olddir/sub/file"; "file content"];
        ok ["cp_r"; "/olddir"; "/newdir"];
        ["cat"; "/newdir/sub/file"] ==> Is "file content" ];
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["write"; "/etc/file"; "precious"];
        ok ["mkdir"; "/a"];
        ok ["write"; "/a/file"; "new"];
        ok ["mkdir_p"; "/b/a"];
        ok ["ln_s"; "/etc/file"; "/b/a/file"];
        ok ["cp_r"; "/a"; "/b"];
        ["cat"; "/b/a/file"] ==> Is "new";
        ["cat"; "/etc/file"] ==> Is "precious";
        fails "ENOENT" ["cp_r"; "/none"; "/c"] ] ] };

  { defaults with
    name = "dd";
    where = Daemon 217;
    added = (1, 0, 80);
    ret = RErr;
    args = [ String (Dev_or_Path, "src");
             String (Dev_or_Path, "dest") ];
    deprecated = Replaced_by "copy_device_to_device";
    summary = "copy a device or file";
    doc = {|
Copy all of the device or file C<src> to the device or file C<dest>, which as
a device must be large enough.

C<guestfs_copy_device_to_device> and its kin can do more.|};
    tests = [
      example Filesystem [
        ok ["write"; "/src"; "hello, world"];
        ok ["dd"; "/src"; "/dest"];
        ["cat"; "/dest"] ==> Is "hello, world" ];
      test Blank [
        ["pwrite_device"; "/dev/sdc"; "hello"; "60000000"] ==> Is_int 5;
        ok ["dd"; "/dev/sdc"; "/dev/sdb"];
        ["pread_device"; "/dev/sdb"; "5"; "60000000"] ==>
          Is_buffer "hello" ] ] };

  { defaults with
    name = "mv";
    where = Daemon 89;
    added = (1, 0, 18);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    summary = "move a file or directory";
    doc = {|
Move C<src> to C<dest>.  If C<dest> is a directory it is moved into it under
the same name; if it is a file it is replaced.

What cannot be renamed because it goes to another file system is copied as by
C<guestfs_cp_a> and then removed.  See also C<guestfs_rename>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/old"; "file content"];
        ok ["mv"; "/old"; "/new"];
        ["cat"; "/new"] ==> Is "file content";
        ["exists"; "/old"] ==> Is_false ];
      test Filesystem [
        ok ["mkdir_p"; "/dir/sub"];
        ok ["touch"; "/dir/sub/file"];
        ok ["mkdir"; "/other"];
        ok ["mv"; "/dir"; "/other"];
        ["exists"; "/other/dir/sub/file"] ==> Is_true;
        ["exists"; "/dir"] ==> Is_false;
        fails "ENOENT" ["mv"; "/none"; "/other"] ];
      test Filesystem [
        ok ["mkfs"; "ext2"; "/dev/sdc"];
        ok ["mkdir"; "/mnt"];
        ok ["mount"; "/dev/sdc"; "/mnt"];
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "file content"];
        ok ["mv"; "/dir"; "/mnt"];
        ["cat"; "/mnt/dir/file"] ==> Is "file content";
        ["exists"; "/dir"] ==> Is_false;
        ok ["umount"; "/mnt"] ] ] };

  { defaults with
    name = "rename";
    where = Daemon 394;
    added = (1, 21, 5);
    ret = RErr;
    args = [ String (Pathname, "oldpath");
             String (Pathname, "newpath") ];
    summary = "rename a file or directory";
    doc = {|
Rename C<oldpath> to C<newpath> as L<rename(2)> does: both must be on the same
file system, C<newpath> is replaced if it is a file or an empty directory, and
nothing is moved into directories.  C<guestfs_mv> is like the command of that
name.|};
    tests = [
      example Filesystem [
        ok ["write"; "/old"; "file content"];
        ok ["rename"; "/old"; "/new"];
        ["cat"; "/new"] ==> Is "file content";
        ["exists"; "/old"] ==> Is_false ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["mkdir"; "/dir"];
        fails "EISDIR" ["rename"; "/file"; "/dir"];
        fails "ENOENT" ["rename"; "/none"; "/dir"] ] ] };
]
