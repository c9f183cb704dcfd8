(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Files and devices to the host, compressed on the way. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "compress_device_out";
    where = Daemon 292;
    leaves = Nothing;
    added = (1, 13, 15);
    ret = RErr;
    args = [ String (PlainString, "ctype");
             String (Device, "device");
             String (FileOut, "zdevice") ];
    optargs = [ 0, OInt "level" ];
    cancellable = true;
    summary = "write a device to a local file, compressed";
    doc = {|
Compress what is on the device C<device> and write the result to the local
file C<zdevice>.  C<ctype> and the optional C<level> are those of
C<guestfs_compress_out>.|};
    tests = [
      example Blank [
        ok ["part_init"; "/dev/sdc"; "mbr"];
        ok ["part_add"; "/dev/sdc"; "p"; "2048"; "18431"];
        ok ["compress_device_out"; "gzip"; "/dev/sdc1"; "@tmp/disk.gz";
            "level:1"] ];
      test Filesystem [
        ok ["part_init"; "/dev/sdc"; "mbr"];
        ok ["part_add"; "/dev/sdc"; "p"; "2048"; "18431"];
        ["pwrite_device"; "/dev/sdc1"; "needle\n"; "8388601"] ==> Is_int 7;
        ok ["compress_device_out"; "gzip"; "/dev/sdc1"; "@tmp/disk.gz"];
        ok ["upload"; "@tmp/disk.gz"; "/disk.gz"];
        ["filesize"; "/disk.gz"] ==> C_expr "ret > 1000 && ret < 100000";
        ["grep"; "needle$"; "/disk.gz"; "compressed:true"] ==> Has_length 1 ];
      test Blank [
        fails "EINVAL"
          ["compress_device_out"; "none"; "/dev/sdc"; "@tmp/x"] ] ] };

  { defaults with
    name = "compress_out";
    where = Daemon 291;
    leaves = Nothing;
    added = (1, 13, 15);
    ret = RErr;
    args = [ String (PlainString, "ctype");
             String (Pathname, "file");
             String (FileOut, "zfile") ];
    optargs = [ 0, OInt "level" ];
    cancellable = true;
    summary = "write a file to a local file, compressed";
    doc = {|
Compress the contents of the file C<file> and write the result to the local
file C<zfile>.

C<ctype> is one of C<compress>, C<gzip>, C<bzip2>, C<xz>, C<lzop> and C<zstd>.
It is the name of the program in the appliance that does the work; if it is
not there the errno is C<ENOTSUP>.

The optional C<level> says how hard to try, mostly from 1 (fast) to 9 (small).
What it means and what it is when not given depend on the program.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello\n"];
        ok ["compress_out"; "gzip"; "/file"; "@tmp/file.gz"];
        ok ["upload"; "@tmp/file.gz"; "/file.gz"];
        ["grep"; "h"; "/file.gz"; "compressed:true"] ==> Is_list ["hello"];
        ["file"; "/file.gz"] ==> Matches "gzip compressed data" ];
      test Filesystem [
        ok ["fill"; "65"; "100000"; "/file"];
        ok ["compress_out"; "xz"; "/file"; "@tmp/file.xz"; "level:9"];
        ok ["upload"; "@tmp/file.xz"; "/file.xz"];
        ["filesize"; "/file.xz"] ==> C_expr "ret > 10 && ret < 1000";
        ["pread"; "/file.xz"; "5"; "1"] ==>
          C_expr "size == 5 && memcmp (ret, \"7zXZ\\0\", 5) == 0" ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["compress_out"; "bzip2"; "/file"; "@tmp/file.bz2"];
        ok ["upload"; "@tmp/file.bz2"; "/file.bz2"];
        ["pread"; "/file.bz2"; "3"; "0"] ==> Is_buffer "BZh";
        ok ["compress_out"; "zstd"; "/file"; "@tmp/file.zst"];
        ok ["upload"; "@tmp/file.zst"; "/file.zst"];
        ["pread"; "/file.zst"; "4"; "0"] ==> Is_buffer "\x28\xb5\x2f\xfd" ];
      test Filesystem [
        ok ["touch"; "/file"];
        fails "EINVAL" ["compress_out"; "none"; "/file"; "@tmp/z"];
        fails "EINVAL" ["compress_out"; "gzip"; "/file"; "@tmp/z"; "level:20"];
        fails "ENOENT" ["compress_out"; "gzip"; "/none"; "@tmp/z"] ] ] };
]
