(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Single files: reading, writing, making, comparing and removing them. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "cat";
    where = Library;
    added = (0, 0, 4);
    ret = RString (RPlainString, "content");
    args = [ String (Pathname, "path") ];
    summary = "give the contents of a text file";
    doc = {|
Return the contents of the file C<path> as a string.

A string ends at the first NUL byte, so that this is for text only.  For
files that may hold any byte use C<guestfs_read_file>; to copy a large file
to a local one use C<guestfs_download>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/hello"; "hello\nworld\n"];
        ["cat"; "/hello"] ==> Is "hello\nworld\n" ];
      test Filesystem [
        ok ["touch"; "/empty"];
        ["cat"; "/empty"] ==> Is "" ];
      test Filesystem [
        fails "ENOENT" ["cat"; "/none"];
        fails "EISDIR" ["cat"; "/lost+found"] ] ] };

  { defaults with
    name = "equal";
    where = Daemon 93;
    leaves = Nothing;
    added = (1, 0, 18);
    ret = RBool "equality";
    args = [ String (Pathname, "file1");
             String (Pathname, "file2") ];
    also_cancellable = true;
    summary = "compare the contents of two files";
    doc = {|
Return true if the files C<file1> and C<file2> hold exactly the same bytes.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "contents of a file"];
        ok ["cp"; "/a"; "/b"];
        ["equal"; "/a"; "/b"] ==> Is_true;
        ok ["write"; "/b"; "contents of a File"];
        ["equal"; "/a"; "/b"] ==> Is_false ];
      test Filesystem [
        ok ["fill"; "1"; "100000"; "/a"];
        ok ["fill"; "1"; "100000"; "/b"];
        ["equal"; "/a"; "/b"] ==> Is_true;
        ok ["write_append"; "/b"; "x"];
        ["equal"; "/a"; "/b"] ==> Is_false ];
      test Filesystem [
        ok ["touch"; "/a"];
        fails "ENOENT" ["equal"; "/a"; "/none"];
        fails "EISDIR" ["equal"; "/"; "/a"] ] ] };

  { defaults with
    name = "fallocate";
    where = Daemon 169;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (Pathname, "path");
             Int "len" ];
    deprecated = Replaced_by "fallocate64";
    summary = "make a file with its blocks allocated (length of 31 bits)";
    doc = {|
Make a file C<path> of C<len> zero bytes, with space on the disk reserved for
all of them.

This is C<guestfs_fallocate64> with a length of less than 2 GiB.|};
    tests = [
      example Filesystem [
        ok ["fallocate"; "/a"; "1000000"];
        ["filesize"; "/a"] ==> Is_int 1000000;
        ["du"; "/a"] ==> At_least 976 ] ] };

  { defaults with
    name = "fallocate64";
    where = Daemon 252;
    added = (1, 3, 17);
    ret = RErr;
    args = [ String (Pathname, "path");
             Int64 "len" ];
    summary = "make a file with its blocks allocated";
    doc = {|
Make a file C<path> of C<len> zero bytes, with space on the disk reserved for
all of them.  If there is such a file it is overwritten.

To make a file whose blocks are allocated when they are written use
C<guestfs_truncate_size>.  If the file system has too little space the errno
is C<ENOSPC>.|};
    tests = [
      example Filesystem [
        ok ["fallocate64"; "/a"; "1000000"];
        ["filesize"; "/a"] ==> Is_int 1000000;
        ["du"; "/a"] ==> At_least 976 ];
      test Filesystem [
        ok ["write"; "/a"; "old"];
        ok ["fallocate64"; "/a"; "3"];
        ["pread"; "/a"; "10"; "0"] ==>
          C_expr "size == 3 && memcmp (ret, \"\\0\\0\\0\", 3) == 0" ];
      test Filesystem [
        fails "EINVAL" ["fallocate64"; "/a"; "-1"];
        fails "ENOSPC" ["fallocate64"; "/a"; "10000000000"] ] ] };

  { defaults with
    name = "file";
    where = Daemon 49;
    leaves = Nothing;
    added = (1, 9, 1);
    ret = RString (RPlainString, "description");
    args = [ String (Dev_or_Path, "path") ];
    summary = "say what kind of file this is";
    doc = {|
Return a description of the contents of C<path> in the words of the
L<file(1)> program.  It also looks into compressed files.

For a device the contents of the device are described.  For a guest path that
is not a regular file one of these is returned: C<directory>,
C<symbolic link>, C<block device>, C<character device>, C<FIFO>, C<socket>.
A symbolic link as the last component is not followed.

The words can differ between versions of the appliance.  To find out what
file system is on a device use C<guestfs_vfs_type>; for the type of a file
C<guestfs_is_file> and the like.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "some text\n"];
        ["file"; "/a"] ==> Is "ASCII text";
        ["file"; "/"] ==> Is "directory" ];
      test Filesystem [
        ok ["touch"; "/empty"];
        ["file"; "/empty"] ==> Is "empty";
        ok ["ln_s"; "/empty"; "/link"];
        ["file"; "/link"] ==> Is "symbolic link";
        ok ["mkfifo"; "0600"; "/fifo"];
        ["file"; "/fifo"] ==> Is "FIFO" ];
      test Filesystem [
        ok ["write"; "/a"; "some text\n"];
        ok ["compress_out"; "gzip"; "/a"; "@tmp/a.gz"];
        ok ["upload"; "@tmp/a.gz"; "/a.gz"];
        ["file"; "/a.gz"] ==> Matches "^ASCII text [(]gzip compressed data" ];
      test Filesystem [
        ["file"; "/dev/sda1"] ==> Matches "ext2 filesystem data";
        fails "ENOENT" ["file"; "/none"] ] ] };

  { defaults with
    name = "fill";
    where = Daemon 215;
    added = (1, 0, 79);
    ret = RErr;
    args = [ Int "c";
             Int "len";
             String (Pathname, "path") ];
    also_cancellable = true;
    progress = true;
    summary = "make a file of one repeated byte";
    doc = {|
Make a file C<path> of C<len> bytes, each of which is C<c>, a number from 0 to
255.  If there is such a file it is overwritten.

Zero bytes are written like others: for a sparse file use
C<guestfs_truncate_size>.  For more than one byte use
C<guestfs_fill_pattern>.|};
    tests = [
      example Filesystem [
        ok ["fill"; "0x63"; "10"; "/a"];
        ["cat"; "/a"] ==> Is "cccccccccc" ];
      test Filesystem [
        ok ["fill"; "0"; "1000001"; "/a"];
        ["filesize"; "/a"] ==> Is_int 1000001;
        ["checksum"; "md5"; "/a"] ==> Is "7583d758db9af5739a444af5401ec27d" ];
      test Filesystem [
        fails "EINVAL" ["fill"; "256"; "1"; "/a"];
        fails "EINVAL" ["fill"; "0"; "-1"; "/a"] ] ] };

  { defaults with
    name = "fill_dir";
    where = Daemon 348;
    added = (1, 19, 32);
    ret = RErr;
    args = [ String (Pathname, "dir");
             Int "nr" ];
    also_cancellable = true;
    summary = "fill a directory with empty files";
    doc = {|
Create C<nr> empty files in the directory C<dir>, named C<00000000>,
C<00000001> and so on, eight digits each.  This is for testing how programs
cope with large directories.|};
    tests = [
      example Filesystem [
        ok ["fill_dir"; "/lost+found"; "3"];
        ["ls"; "/lost+found"] ==>
          Is_list ["00000000"; "00000001"; "00000002"] ];
      test Filesystem [
        fails "ENOENT" ["fill_dir"; "/none"; "1"];
        fails "EINVAL" ["fill_dir"; "/"; "-1"] ] ] };

  { defaults with
    name = "fill_pattern";
    where = Daemon 245;
    added = (1, 3, 12);
    ret = RErr;
    args = [ String (PlainString, "pattern");
             Int "len";
             String (Pathname, "path") ];
    also_cancellable = true;
    progress = true;
    summary = "make a file of a repeated string";
    doc = {|
Make a file C<path> of C<len> bytes by repeating the string C<pattern>.  The
last time it is cut off where the file ends.  The pattern must not be empty.

If there is such a file it is overwritten.|};
    tests = [
      example Filesystem [
        ok ["fill_pattern"; "abcd"; "10"; "/a"];
        ["cat"; "/a"] ==> Is "abcdabcdab" ];
      test Filesystem [
        ok ["fill_pattern"; "abcdefg"; "1000000"; "/a"];
        ["pread"; "/a"; "7"; "999999"] ==> Is_buffer "a";
        ["pread"; "/a"; "7"; "700000"] ==> Is_buffer "abcdefg" ];
      test Filesystem [ fails "EINVAL" ["fill_pattern"; ""; "10"; "/a"] ] ] };

  { defaults with
    name = "internal_rhbz914931";
    where = Daemon 397;
    added = (1, 21, 14);
    ret = RErr;
    args = [ String (FileIn, "filename");
             Int "count" ];
    visibility = VInternal;
    cancellable = true;
    summary = "stop in the middle of an upload";
    doc = {|
Fails when C<count> bytes of the file have arrived.  This is for the tests of
the protocol: the library must stop sending and give the error.|};
    tests = [] };

  { defaults with
    name = "internal_write";
    where = Daemon 246;
    added = (1, 19, 32);
    ret = RErr;
    args = [ String (Pathname, "path");
             BufferIn "content" ];
    visibility = VInternal;
    summary = "write a file, or its first part";
    doc = {|
What C<guestfs_write> calls with the first part of the contents.|};
    tests = [] };

  { defaults with
    name = "internal_write_append";
    where = Daemon 290;
    added = (1, 19, 32);
    ret = RErr;
    args = [ String (Pathname, "path");
             BufferIn "content" ];
    visibility = VInternal;
    summary = "append to a file";
    doc = {|
What C<guestfs_write> and C<guestfs_write_append> call with each part of the
contents.|};
    tests = [] };

  { defaults with
    name = "mkfifo";
    where = Daemon 134;
    added = (1, 0, 55);
    ret = RErr;
    args = [ Int "mode";
             String (Pathname, "path") ];
    optional_group = Some "mknod";
    summary = "make a FIFO";
    doc = {|
Make a FIFO (named pipe) C<path> with the permissions C<mode>, from which the
bits of C<guestfs_umask> are taken away.  See C<guestfs_mknod>.|};
    tests = [
      example Filesystem [
        ok ["mkfifo"; "0777"; "/fifo"];
        ["statns"; "/fifo"] ==> Has_fields ["st_mode", "4589"] ];
      test Filesystem [
        fails "EINVAL" ["mkfifo"; "-1"; "/fifo"];
        ok ["touch"; "/file"];
        fails "EEXIST" ["mkfifo"; "0777"; "/file"] ] ] };

  { defaults with
    name = "mknod";
    where = Daemon 133;
    added = (1, 0, 55);
    ret = RErr;
    args = [ Int "mode";
             Int "devmajor";
             Int "devminor";
             String (Pathname, "path") ];
    optional_group = Some "mknod";
    summary = "make a special file";
    doc = {|
Make a device or FIFO C<path>.  C<mode> holds its type and permissions, as
for L<mknod(2)>: C<0060000> for a block device, C<0020000> for a character
device, C<0010000> for a FIFO, plus permissions.  The bits of
C<guestfs_umask> are taken away.  C<devmajor> and C<devminor> are the numbers
of a device and ignored for other types.

C<guestfs_mknod_b>, C<guestfs_mknod_c> and C<guestfs_mkfifo> add the type
themselves.|};
    tests = [
      example Filesystem [
        ok ["mknod"; "0020777"; "1"; "3"; "/node"];
        ["statns"; "/node"] ==>
          Has_fields ["st_mode", "8685"; "st_rdev", "259"] ];
      test Filesystem [
        ok ["mknod"; "0010644"; "0"; "0"; "/fifo"];
        ["is_fifo"; "/fifo"] ==> Is_true;
        fails "EEXIST" ["mknod"; "0010644"; "0"; "0"; "/fifo"] ] ] };

  { defaults with
    name = "mknod_b";
    where = Daemon 135;
    added = (1, 0, 55);
    ret = RErr;
    args = [ Int "mode";
             Int "devmajor";
             Int "devminor";
             String (Pathname, "path") ];
    optional_group = Some "mknod";
    summary = "make a block device";
    doc = {|
Make a block device C<path> with the numbers C<devmajor> and C<devminor> and
the permissions C<mode>, from which the bits of C<guestfs_umask> are taken
away.  See C<guestfs_mknod>.|};
    tests = [
      example Filesystem [
        ok ["mknod_b"; "0777"; "8"; "1"; "/node"];
        ["is_blockdev"; "/node"] ==> Is_true;
        ["statns"; "/node"] ==>
          Has_fields ["st_mode", "25069"; "st_rdev", "2049"] ];
      test Filesystem [
        fails "ENOENT" ["mknod_b"; "0777"; "8"; "1"; "/none/x"] ] ] };

  { defaults with
    name = "mknod_c";
    where = Daemon 136;
    added = (1, 0, 55);
    ret = RErr;
    args = [ Int "mode";
             Int "devmajor";
             Int "devminor";
             String (Pathname, "path") ];
    optional_group = Some "mknod";
    summary = "make a character device";
    doc = {|
Make a character device C<path> with the numbers C<devmajor> and C<devminor>
and the permissions C<mode>, from which the bits of C<guestfs_umask> are
taken away.  See C<guestfs_mknod>.|};
    tests = [
      example Filesystem [
        ok ["mknod_c"; "0777"; "1"; "5"; "/node"];
        ["is_chardev"; "/node"] ==> Is_true;
        ["statns"; "/node"] ==>
          Has_fields ["st_mode", "8685"; "st_rdev", "261"] ];
      test Filesystem [
        fails "EINVAL" ["mknod_c"; "0060777"; "1"; "5"; "/node"] ] ] };

  { defaults with
    name = "pread";
    where = Daemon 207;
    leaves = Nothing;
    added = (1, 0, 77);
    ret = RBufferOut "content";
    args = [ String (Pathname, "path");
             Int "count";
             Int64 "offset" ];
    summary = "read part of a file";
    doc = {|
Read at most C<count> bytes of the file C<path> from C<offset> on, both in
bytes.  Fewer are returned when the file ends before, none at all when
C<offset> is beyond its end.

See also C<guestfs_pwrite>, C<guestfs_pread_device> and
C<guestfs_download_offset>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "0123456789"];
        ["pread"; "/a"; "3"; "1"] ==> Is_buffer "123";
        ["pread"; "/a"; "100"; "8"] ==> Is_buffer "89" ];
      test Filesystem [
        ok ["write"; "/a"; "0123456789"];
        ["pread"; "/a"; "2000000000"; "0"] ==> Is_buffer "0123456789";
        ["pread"; "/a"; "1"; "10000000000"] ==> Is_buffer "";
        ["pread"; "/a"; "0"; "0"] ==> Is_buffer "" ];
      test Filesystem [
        ok ["touch"; "/a"];
        fails "EINVAL" ["pread"; "/a"; "-1"; "0"];
        fails "EINVAL" ["pread"; "/a"; "1"; "-1"];
        fails "EISDIR" ["pread"; "/"; "1"; "0"];
        fails "ENOENT" ["pread"; "/none"; "1"; "0"] ] ] };

  { defaults with
    name = "pread_device";
    where = Daemon 276;
    leaves = Nothing;
    added = (1, 5, 21);
    ret = RBufferOut "content";
    args = [ String (Device, "device");
             Int "count";
             Int64 "offset" ];
    summary = "read part of a device";
    doc = {|
Read at most C<count> bytes of the block device C<device> from C<offset> on,
both in bytes.  Fewer are returned when the device ends before.

See also C<guestfs_pread>.|};
    tests = [
      example Partition [
        ["pread_device"; "/dev/sda"; "2"; "510"] ==> Is_buffer "\x55\xaa" ];
      test Blank [
        fails "EINVAL" ["pread_device"; "/dev/sda"; "-1"; "0"];
        fails "EINVAL" ["pread_device"; "/dev/sda"; "1"; "-1"] ] ] };

  { defaults with
    name = "pwrite";
    where = Daemon 247;
    added = (1, 3, 14);
    ret = RInt "nbytes";
    args = [ String (Pathname, "path");
             BufferIn "content";
             Int64 "offset" ];
    summary = "write part of a file";
    doc = {|
Write C<content> into the existing file C<path> at C<offset> bytes from its
start.  What lies before and after is kept; the file grows when necessary.

The number of bytes written is returned: all of them, otherwise the call
fails.  See also C<guestfs_pread>, C<guestfs_pwrite_device> and, for what is
in a local file, C<guestfs_upload_offset>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "new file contents"];
        ["pwrite"; "/a"; "data"; "4"] ==> Is_int 4;
        ["cat"; "/a"] ==> Is "new data contents" ];
      test Filesystem [
        ok ["write"; "/a"; "abc"];
        ["pwrite"; "/a"; "xyz"; "2"] ==> Is_int 3;
        ["cat"; "/a"] ==> Is "abxyz";
        fails "EINVAL" ["pwrite"; "/a"; "x"; "-1"];
        fails "ENOENT" ["pwrite"; "/none"; "x"; "0"] ] ] };

  { defaults with
    name = "pwrite_device";
    where = Daemon 275;
    added = (1, 5, 20);
    ret = RInt "nbytes";
    args = [ String (Device, "device");
             BufferIn "content";
             Int64 "offset" ];
    summary = "write part of a device";
    doc = {|
Write C<content> to the block device C<device> at C<offset> bytes from its
start.

The number of bytes written is returned: all of them, otherwise the call
fails, with errno C<ENOSPC> at the end of the device.|};
    tests = [
      example Blank [
        ["pwrite_device"; "/dev/sda"; "data"; "446"] ==> Is_int 4;
        ["pread_device"; "/dev/sda"; "6"; "445"] ==>
          C_expr "size == 6 && memcmp (ret, \"\\0data\\0\", 6) == 0" ];
      test Blank [
        fails "ENOSPC" ["pwrite_device"; "/dev/sdc"; "data"; "67108864"];
        fails "EINVAL" ["pwrite_device"; "/dev/sdc"; "data"; "-1"] ] ] };

  { defaults with
    name = "read_file";
    where = Library;
    added = (1, 0, 63);
    ret = RBufferOut "content";
    args = [ String (Pathname, "path") ];
    summary = "give the contents of a file";
    doc = {|
Return the contents of the file C<path>, which may hold any byte and be of any
size that fits into memory.

To copy a large file to a local one use C<guestfs_download>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "new file contents"];
        ["read_file"; "/a"] ==> Is_buffer "new file contents" ];
      test Filesystem [
        ok ["fill"; "0"; "10000000"; "/a"];
        ["read_file"; "/a"] ==>
          C_expr "size == 10000000 && ret[0] == 0 && ret[size-1] == 0" ];
      test Filesystem [
        fails "ENOENT" ["read_file"; "/none"];
        fails "EISDIR" ["read_file"; "/lost+found"] ] ] };

  { defaults with
    name = "read_lines";
    where = Library;
    added = (0, 0, 7);
    ret = RStringList (RPlainString, "lines");
    args = [ String (Pathname, "path") ];
    summary = "give the lines of a text file";
    doc = {|
Return the contents of the text file C<path> as a list of lines.  The
characters LF or CR LF that end each line are taken away; a last line without
them counts too.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "line1\r\nline2\nline3"];
        ["read_lines"; "/a"] ==> Is_list ["line1"; "line2"; "line3"] ];
      test Filesystem [
        ok ["write"; "/a"; ""];
        ["read_lines"; "/a"] ==> Is_empty;
        ok ["write"; "/a"; "\n\nx\n"];
        ["read_lines"; "/a"] ==> Is_list [""; ""; "x"];
        fails "ENOENT" ["read_lines"; "/none"] ] ] };

  { defaults with
    name = "rm";
    where = Daemon 29;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "remove a file";
    doc = {|
Remove the single file C<path>.  A symbolic link is removed itself, not what
it points to.

A directory is refused with errno C<EISDIR>: see C<guestfs_rmdir> and
C<guestfs_rm_rf>.  If there may be no such file see C<guestfs_rm_f>.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/new"];
        ok ["rm"; "/new"];
        ["exists"; "/new"] ==> Is_false ];
      test Filesystem [
        ok ["touch"; "/new"];
        ok ["ln_s"; "/new"; "/link"];
        ok ["rm"; "/link"];
        ["exists"; "/new"] ==> Is_true;
        fails "ENOENT" ["rm"; "/none"];
        fails "EISDIR" ["rm"; "/lost+found"] ] ] };

  { defaults with
    name = "rm_f";
    where = Daemon 367;
    added = (1, 19, 42);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "remove a file if it exists";
    doc = {|
Remove the single file C<path>; it is no error if there is none.  Other
errors are still reported, and a directory is refused: see C<guestfs_rm_rf>.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/new"];
        ok ["rm_f"; "/new"];
        ["exists"; "/new"] ==> Is_false;
        ok ["rm_f"; "/new"] ];
      test Filesystem [
        ok ["rm_f"; "/none/of/these"];
        fails "EISDIR" ["rm_f"; "/lost+found"] ] ] };

  { defaults with
    name = "rm_rf";
    where = Daemon 31;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    summary = "remove a file or directory with everything in it";
    doc = {|
Remove C<path> and, if it is a directory, everything in it, as C<rm -rf>
does.  Symbolic links are removed themselves and never followed.  It is no
error if C<path> does not exist.

C</> itself cannot be removed.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/new/foo/bar"];
        ok ["touch"; "/new/foo/file"];
        ok ["rm_rf"; "/new"];
        ["exists"; "/new"] ==> Is_false ];
      test Filesystem [
        ok ["mkdir"; "/keep"];
        ok ["touch"; "/keep/file"];
        ok ["mkdir"; "/new"];
        ok ["ln_s"; "/keep"; "/new/link"];
        ok ["rm_rf"; "/new"];
        ["exists"; "/new"] ==> Is_false;
        ["exists"; "/keep/file"] ==> Is_true ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["rm_rf"; "/file"];
        ["exists"; "/file"] ==> Is_false;
        ok ["rm_rf"; "/none/of/these"];
        fails "EINVAL" ["rm_rf"; "/"] ] ] };

  { defaults with
    name = "touch";
    where = Daemon 3;
    added = (0, 0, 3);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "create a file or update its times";
    doc = {|
Set the access and modification times of the regular file C<path> to now; if
it does not exist, create it empty.

Anything else than a regular file is refused.  Use C<guestfs_utimens> to set
other times, or those of other types of file.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/new"];
        ["exists"; "/new"] ==> Is_true;
        ["filesize"; "/new"] ==> Is_int 0 ];
      test Filesystem [
        ok ["write"; "/new"; "text"];
        ok ["utimens"; "/new"; "1"; "0"; "1"; "0"];
        ok ["touch"; "/new"];
        ["cat"; "/new"] ==> Is "text";
        ["statns"; "/new"] ==>
          C_expr "ret->st_mtime_sec > 1000000 && ret->st_atime_sec > 1000000" ];
      test Filesystem [
        fails "EINVAL" ["touch"; "/lost+found"];
        fails "ENOENT" ["touch"; "/none/file"] ] ] };

  { defaults with
    name = "truncate";
    where = Daemon 199;
    added = (1, 0, 77);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "make a file empty";
    doc = {|
Set the size of the existing file C<path> to zero.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "some stuff"];
        ok ["truncate"; "/a"];
        ["filesize"; "/a"] ==> Is_int 0 ];
      test Filesystem [ fails "ENOENT" ["truncate"; "/none"] ] ] };

  { defaults with
    name = "truncate_size";
    where = Daemon 200;
    added = (1, 0, 77);
    ret = RErr;
    args = [ String (Pathname, "path");
             Int64 "size" ];
    summary = "set the size of a file";
    doc = {|
Set the size of the existing file C<path> to C<size> bytes.  What is beyond is
cut off; if the file was shorter it is filled up with zero bytes, for which no
space is allocated until they are written.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/a"];
        ok ["truncate_size"; "/a"; "1000"];
        ["filesize"; "/a"] ==> Is_int 1000 ];
      test Filesystem [
        ok ["write"; "/a"; "abcdef"];
        ok ["truncate_size"; "/a"; "3"];
        ["cat"; "/a"] ==> Is "abc";
        fails "EINVAL" ["truncate_size"; "/a"; "-1"];
        fails "ENOENT" ["truncate_size"; "/none"; "1"] ] ] };

  { defaults with
    name = "write";
    where = Library;
    added = (1, 3, 14);
    ret = RErr;
    args = [ String (Pathname, "path");
             BufferIn "content" ];
    summary = "write a new file";
    doc = {|
Create the file C<path> with the bytes of C<content>, which may be of any
size.  If there is such a file it is overwritten.

See also C<guestfs_write_append> and, for what is in a local file,
C<guestfs_upload>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/new"; "new file contents"];
        ["cat"; "/new"] ==> Is "new file contents" ];
      test Filesystem [
        ok ["write"; "/new"; "old contents"];
        ok ["write"; "/new"; "\nnew\n\n"];
        ["read_file"; "/new"] ==> Is_buffer "\nnew\n\n";
        ok ["write"; "/new"; ""];
        ["filesize"; "/new"] ==> Is_int 0 ];
      test Filesystem [
        ok ["mkdir"; "/etc"];
        ok ["ln_s"; "/etc/file"; "/link"];
        ok ["write"; "/link"; "through the link"];
        ["cat"; "/etc/file"] ==> Is "through the link" ];
      test Filesystem [
        fails "EISDIR" ["write"; "/"; "x"];
        fails "ENOENT" ["write"; "/none/new"; "x"];
        ok ["touch"; "/file"];
        fails "ENOTDIR" ["write"; "/file/new"; "x"];
        ok ["ln_s"; "loop"; "/loop"];
        fails "ELOOP" ["write"; "/loop"; "x"] ] ] };

  { defaults with
    name = "write_append";
    where = Library;
    added = (1, 11, 18);
    ret = RErr;
    args = [ String (Pathname, "path");
             BufferIn "content" ];
    summary = "append to a file";
    doc = {|
Write the bytes of C<content> at the end of the file C<path>.  If it does not
exist it is created.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "line1\n"];
        ok ["write_append"; "/a"; "line2\n"];
        ["cat"; "/a"] ==> Is "line1\nline2\n" ];
      test Filesystem [
        ok ["write_append"; "/a"; "x"];
        ok ["write_append"; "/a"; ""];
        ["cat"; "/a"] ==> Is "x";
        ok ["write_append"; "/b"; ""];
        ["filesize"; "/b"] ==> Is_int 0;
        fails "EISDIR" ["write_append"; "/"; "x"] ] ] };

  { defaults with
    name = "write_file";
    where = Daemon 44;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Pathname, "path");
             String (PlainString, "content");
             Int "size" ];
    deprecated = Replaced_by "write";
    summary = "write a new text file";
    doc = {|
Create the file C<path> with the first C<size> bytes of the string
C<content>, or all of it if C<size> is 0.

This cannot write NUL bytes: use C<guestfs_write>.|};
    tests = [
      example Filesystem [
        ok ["write_file"; "/new"; "new contents"; "0"];
        ["cat"; "/new"] ==> Is "new contents" ];
      test Filesystem [
        ok ["write_file"; "/new"; "new contents"; "3"];
        ["cat"; "/new"] ==> Is "new";
        fails "EINVAL" ["write_file"; "/new"; "abc"; "4"] ] ] };

  { defaults with
    name = "zfile";
    where = Daemon 140;
    leaves = Nothing;
    added = (1, 0, 59);
    ret = RString (RPlainString, "description");
    args = [ String (PlainString, "meth");
             String (Pathname, "path") ];
    deprecated = Replaced_by "file";
    summary = "say what kind of file is in a compressed file";
    doc = {|
Return a description of what is in the file C<path>, which was compressed by
the method C<meth>: C<gzip>, C<compress> or C<bzip2>.

C<guestfs_file> looks into compressed files itself.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "some text\n"];
        ok ["compress_out"; "gzip"; "/a"; "@tmp/a.gz"];
        ok ["upload"; "@tmp/a.gz"; "/a.gz"];
        ["zfile"; "gzip"; "/a.gz"] ==> Is "ASCII text" ];
      test Filesystem [
        ok ["touch"; "/a"];
        fails "EINVAL" ["zfile"; "none"; "/a"] ] ] }
]
