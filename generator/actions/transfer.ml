(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Files and devices to and from the host. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "base64_in";
    where = Daemon 242;
    added = (1, 3, 5);
    ret = RErr;
    args = [ String (FileIn, "base64file");
             String (Pathname, "filename") ];
    cancellable = true;
    summary = "upload a file that is encoded in base64";
    doc = {|
Decode the local file C<base64file> and write the result to the file
C<filename> in the guest.  White space in the input is ignored; anything else
that is not base64 gives the errno C<EINVAL>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/encoded"; "aGVs\nbG8="];
        ok ["download"; "/encoded"; "@tmp/encoded"];
        ok ["base64_in"; "@tmp/encoded"; "/decoded"];
        ["cat"; "/decoded"] ==> Is "hello" ];
      test Filesystem [
        ok ["write"; "/bad"; "aGVs!G8="];
        ok ["download"; "/bad"; "@tmp/bad"];
        fails "EINVAL" ["base64_in"; "@tmp/bad"; "/decoded"];
        ok ["write"; "/short"; "aGVsbG8"];
        ok ["download"; "/short"; "@tmp/short"];
        fails "EINVAL" ["base64_in"; "@tmp/short"; "/decoded"];
        fails "EISDIR" ["base64_in"; "@tmp/bad"; "/"] ] ] };

  { defaults with
    name = "base64_out";
    where = Daemon 243;
    leaves = Nothing;
    added = (1, 3, 5);
    ret = RErr;
    args = [ String (Pathname, "filename");
             String (FileOut, "base64file") ];
    cancellable = true;
    summary = "download a file and encode it in base64";
    doc = {|
Write the file C<filename> of the guest to the local file C<base64file>,
encoded in base64 with lines of 76 characters.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["base64_out"; "/file"; "@tmp/encoded"];
        ok ["upload"; "@tmp/encoded"; "/encoded"];
        ["cat"; "/encoded"] ==> Is "aGVsbG8=\n" ];
      test Filesystem [
        ok ["fill_pattern"; "\001\172\255"; "1000001"; "/file"];
        ok ["base64_out"; "/file"; "@tmp/encoded"];
        ok ["base64_in"; "@tmp/encoded"; "/copy"];
        ["equal"; "/file"; "/copy"] ==> Is_true;
        fails "ENOENT" ["base64_out"; "/none"; "@tmp/encoded"] ] ] };

  { defaults with
    name = "copy_in";
    where = Library;
    added = (1, 29, 24);
    ret = RErr;
    args = [ String (PlainString, "localpath");
             String (Pathname, "remotedir") ];
    visibility = VPublicNoFish;
    summary = "copy local files or directories into the guest";
    doc = {|
Copy the local file or directory C<localpath>, with everything in it, into the
directory C<remotedir> of the guest, which must exist.  Owners, permissions,
times, symbolic links and special files are kept.

Wildcards mean nothing here: call this once for each file.  It uses the
L<tar(1)> program of the host.  See also C<guestfs_copy_out>,
C<guestfs_upload>, C<guestfs_tar_in>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["copy_out"; "/dir"; "@tmp/."];
        ok ["mkdir"; "/other"];
        ok ["copy_in"; "@tmp/dir"; "/other"];
        ["cat"; "/other/dir/file"] ==> Is "hello" ];
      test Filesystem [
        fails "ENOENT" ["copy_in"; "@tmp/none"; "/"];
        ok ["touch"; "/file"];
        ok ["download"; "/file"; "@tmp/file"];
        fails "ENOTDIR" ["copy_in"; "@tmp/file"; "/file"] ] ] };

  { defaults with
    name = "copy_out";
    where = Library;
    added = (1, 29, 24);
    ret = RErr;
    args = [ String (Pathname, "remotepath");
             String (PlainString, "localdir") ];
    visibility = VPublicNoFish;
    summary = "copy a file or directory of the guest to the host";
    doc = {|
Copy the file or directory C<remotepath> of the guest, with everything in it,
into the local directory C<localdir>, which must exist.  Of C</> everything in
it is copied.

Of what is in a directory, permissions (less the umask, unless the program runs
as root) and times in whole seconds are kept, and owners, as numbers, when the
program runs as root.  A directory that is there already keeps its own.  Files
and links that are there are replaced.  Device nodes are left out, with a
warning event, and so are set-user-ID and set-group-ID bits.  Symbolic links are
copied as they are; nothing is written through one.

Wildcards mean nothing here: call this once for each file.  See also
C<guestfs_copy_in>,
C<guestfs_download>, C<guestfs_tar_out>.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/dir/sub"];
        ok ["write"; "/dir/sub/file"; "hello"];
        ok ["copy_out"; "/dir"; "@tmp/."];
        ok ["upload"; "@tmp/dir/sub/file"; "/copy"];
        ["cat"; "/copy"] ==> Is "hello" ];
      test Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["copy_out"; "/file"; "@tmp/."];
        ok ["upload"; "@tmp/file"; "/copy"];
        ["cat"; "/copy"] ==> Is "hello";
        fails "ENOENT" ["copy_out"; "/none"; "@tmp/."];
        fails "ENOTDIR" ["copy_out"; "/file"; "@tmp/file"];
        ok ["mkfifo"; "0600"; "/fifo"];
        ["copy_out"; "/fifo"; "@tmp/."] ==> Fails ] ] };

  { defaults with
    name = "debug_upload";
    where = Daemon 241;
    added = (1, 3, 5);
    ret = RErr;
    args = [ String (FileIn, "filename");
             String (PlainString, "tmpname");
             Int "mode" ];
    visibility = VDebug;
    cancellable = true;
    summary = "upload a file into the appliance";
    doc = {|
Write the local file C<filename> to F<tmpname> in the appliance itself, below
F</tmp> unless it begins with a slash, with the permissions C<mode>.

This is for debugging the appliance.|};
    tests = [
      test Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["download"; "/file"; "@tmp/file"];
        ok ["debug_upload"; "@tmp/file"; "uploaded"; "0644"];
        ["debug"; "ls"; "/tmp/uploaded"] ==> Matches "uploaded";
        fails "EINVAL" ["debug_upload"; "@tmp/file"; "uploaded"; "-1"] ] ] };

  { defaults with
    name = "download";
    where = Daemon 67;
    leaves = Nothing;
    added = (1, 0, 2);
    ret = RErr;
    args = [ String (Dev_or_Path, "remotefilename");
             String (FileOut, "filename") ];
    cancellable = true;
    progress = true;
    summary = "download a file to the host";
    doc = {|
Write the contents of C<remotefilename>, a file in the guest or a device, to
the local file C<filename>.

C<filename> can also be a named pipe.  There is no limit to the size.  See
also C<guestfs_download_offset>, C<guestfs_upload>, C<guestfs_cat>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["download"; "/file"; "@tmp/file"];
        ok ["upload"; "@tmp/file"; "/copy"];
        ["cat"; "/copy"] ==> Is "hello" ];
      test Filesystem [
        ok ["fill_pattern"; "abcdefghijk"; "3000001"; "/file"];
        ok ["download"; "/file"; "@tmp/file"];
        ok ["upload"; "@tmp/file"; "/copy"];
        ["equal"; "/file"; "/copy"] ==> Is_true ];
      test Filesystem [
        ok ["touch"; "/empty"];
        ok ["download"; "/empty"; "@tmp/empty"];
        ok ["upload"; "@tmp/empty"; "/copy"];
        ["filesize"; "/copy"] ==> Is_int 0;
        fails "ENOENT" ["download"; "/none"; "@tmp/file"];
        fails "EISDIR" ["download"; "/lost+found"; "@tmp/file"] ] ] };

  { defaults with
    name = "download_offset";
    where = Daemon 274;
    leaves = Nothing;
    added = (1, 5, 17);
    ret = RErr;
    args = [ String (Dev_or_Path, "remotefilename");
             String (FileOut, "filename");
             Int64 "offset";
             Int64 "size" ];
    cancellable = true;
    progress = true;
    summary = "download part of a file to the host";
    doc = {|
Write C<size> bytes from C<offset> on of C<remotefilename>, a file in the
guest or a device, to the local file C<filename>.  Both are in bytes.  The
part must be inside the file or device: otherwise the errno is C<EINVAL>.

See also C<guestfs_download>, C<guestfs_pread>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello, world"];
        ok ["download_offset"; "/file"; "@tmp/part"; "7"; "5"];
        ok ["upload"; "@tmp/part"; "/copy"];
        ["cat"; "/copy"] ==> Is "world" ];
      test Partition [
        ok ["download_offset"; "/dev/sda"; "@tmp/mbr"; "510"; "2"];
        ok ["upload_offset"; "@tmp/mbr"; "/dev/sdb"; "100"];
        ["pread_device"; "/dev/sdb"; "2"; "100"] ==> Is_buffer "\x55\xaa" ];
      test Filesystem [
        ok ["write"; "/file"; "12345"];
        fails "EINVAL" ["download_offset"; "/file"; "@tmp/part"; "3"; "3"];
        fails "EINVAL" ["download_offset"; "/file"; "@tmp/part"; "-1"; "3"];
        fails "EINVAL" ["download_offset"; "/file"; "@tmp/p"; "0"; "-1"] ] ] };

  { defaults with
    name = "internal_upload";
    where = Daemon 413;
    added = (1, 23, 30);
    ret = RErr;
    args = [ String (FileIn, "filename");
             String (PlainString, "tmpname");
             Int "mode" ];
    visibility = VInternal;
    cancellable = true;
    summary = "upload a file into the appliance";
    doc = {|
Write the local file C<filename> to F<tmpname> in the appliance itself with
the permissions C<mode>.|};
    tests = [] };

  { defaults with
    name = "upload";
    where = Daemon 66;
    added = (1, 0, 2);
    ret = RErr;
    args = [ String (FileIn, "filename");
             String (Dev_or_Path, "remotefilename") ];
    cancellable = true;
    progress = true;
    summary = "upload a file from the host";
    doc = {|
Write the contents of the local file C<filename> to C<remotefilename>, a file
in the guest or a device.  A file is created, or overwritten if there is one.

C<filename> can also be a named pipe.  There is no limit to the size.  See
also C<guestfs_upload_offset>, C<guestfs_download>, C<guestfs_write>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["download"; "/file"; "@tmp/file"];
        ok ["upload"; "@tmp/file"; "/copy"];
        ["checksum"; "md5"; "/copy"] ==>
          Is "5d41402abc4b2a76b9719d911017c592" ];
      test Filesystem [
        ok ["write"; "/file"; "hello"];
        ok ["download"; "/file"; "@tmp/file"];
        ok ["upload"; "@tmp/file"; "/dev/sdb"];
        ["pread_device"; "/dev/sdb"; "5"; "0"] ==> Is_buffer "hello" ];
      test Filesystem [
        ok ["fill"; "7"; "2000000"; "/file"];
        ok ["download"; "/file"; "@tmp/file"];
        fails "EISDIR" ["upload"; "@tmp/file"; "/lost+found"];
        fails "ENOENT" ["upload"; "@tmp/file"; "/none/file"];
        ["upload"; "@tmp/none"; "/copy"] ==> Fails;
        ["cat"; "/none"] ==> Fails_with "ENOENT" ] ] };

  { defaults with
    name = "upload_offset";
    where = Daemon 273;
    added = (1, 5, 17);
    ret = RErr;
    args = [ String (FileIn, "filename");
             String (Dev_or_Path, "remotefilename");
             Int64 "offset" ];
    cancellable = true;
    progress = true;
    summary = "upload a file from the host into part of a file";
    doc = {|
Write the contents of the local file C<filename> into C<remotefilename>, a
file in the guest or a device, at C<offset> bytes from its start.  What lies
before and after is kept.  A file that does not exist is created, with a hole
before C<offset>.

The number of bytes is that of the local file.  See also C<guestfs_upload>,
C<guestfs_pwrite>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/part"; "WORLD"];
        ok ["download"; "/part"; "@tmp/part"];
        ok ["write"; "/file"; "hello, world!"];
        ok ["upload_offset"; "@tmp/part"; "/file"; "7"];
        ["cat"; "/file"] ==> Is "hello, WORLD!" ];
      test Filesystem [
        ok ["write"; "/part"; "x"];
        ok ["download"; "/part"; "@tmp/part"];
        ok ["upload_offset"; "@tmp/part"; "/new"; "1000"];
        ["filesize"; "/new"] ==> Is_int 1001;
        fails "EINVAL" ["upload_offset"; "@tmp/part"; "/new"; "-1"];
        fails "EISDIR" ["upload_offset"; "@tmp/part"; "/"; "0"] ] ] };
]
