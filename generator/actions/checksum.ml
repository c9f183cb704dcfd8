(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Checksums of files, devices and trees. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "checksum";
    where = Daemon 68;
    leaves = Nothing;
    added = (1, 0, 2);
    ret = RString (RPlainString, "checksum");
    args = [ String (PlainString, "csumtype");
             String (Pathname, "path") ];
    summary = "compute a checksum of a file";
    doc = {|
Return the checksum of the file C<path> in lower-case hexadecimal, or for
C<crc> in decimal.  C<csumtype> is one of:

=over 4

=item C<crc>

the cyclic redundancy check that POSIX defines for the C<cksum> command

=item C<md5>, C<sha1>, C<sha224>, C<sha256>, C<sha384>, C<sha512>

the hash of that name

=item C<gost>

GOST R 34.11-94, with the parameters of CryptoPro

=item C<gost12>

GOST R 34.11-2012 with 256 bits

=back

Anything else gives the errno C<EINVAL>.  For a device use
C<guestfs_checksum_device>, for many files C<guestfs_checksums_out>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello\n"];
        ["checksum"; "md5"; "/file"] ==>
          Is "b1946ac92492d2347c6235b4d2611184" ];
      test Filesystem [
        ok ["write"; "/file"; "hello\n"];
        ["checksum"; "crc"; "/file"] ==> Is "3015617425";
        ["checksum"; "sha1"; "/file"] ==>
          Is "f572d396fae9206628714fb2ce00f72e94f2258f";
        ["checksum"; "sha224"; "/file"] ==>
          Is "2d6d67d91d0badcdd06cbbba1fe11538a68a37ec9c2e26457ceff12b";
        ["checksum"; "sha256"; "/file"] ==>
          Is "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
        ["checksum"; "sha384"; "/file"] ==>
          Is "1d0f284efe3edea4b9ca3bd514fa134b17eae361ccc7a1eefeff801b9bd6604e\
              01f21f6bf249ef030599f0c218f2ba8c";
        ["checksum"; "sha512"; "/file"] ==>
          Is "e7c22b994c59d9cf2b48e549b1e24666636045930d3da7c1acb299d1c3b7f931\
              f94aae41edda2c2b207a36e10f8bcb8d45223e54878f5b316e7ce3b6bc019629"
      ];
      test Filesystem [
        ok ["touch"; "/empty"];
        ["checksum"; "crc"; "/empty"] ==> Is "4294967295";
        ["checksum"; "gost"; "/empty"] ==>
          Is "981e5f3ca30c841487830f84fb433e13ac1101569b9c13584ac483234cd656c0";
        ["checksum"; "gost12"; "/empty"] ==>
          Is "3f539a213e97c802cc229d474c6aa32a825a360b2a933a949fd925208d9ce1bb"
      ];
      test Filesystem [
        ok ["touch"; "/empty"];
        fails "EINVAL" ["checksum"; "none"; "/empty"];
        fails "ENOENT" ["checksum"; "md5"; "/none"];
        fails "EISDIR" ["checksum"; "md5"; "/"] ] ] };

  { defaults with
    name = "checksum_device";
    where = Daemon 237;
    leaves = Nothing;
    added = (1, 3, 2);
    ret = RString (RPlainString, "checksum");
    args = [ String (PlainString, "csumtype");
             String (Device, "device") ];
    summary = "compute a checksum of a device";
    doc = {|
Return the checksum of all that is on the device C<device>.  The types are
those of C<guestfs_checksum>.|};
    tests = [
      example Blank [
        ["checksum_device"; "md5"; "/dev/sdc"] ==>
          Is "7f614da9329cd3aebf59b91aadc30bf0" ];
      test Blank [ fails "EINVAL" ["checksum_device"; "none"; "/dev/sdc"] ] ] };

  { defaults with
    name = "checksums_out";
    where = Daemon 244;
    leaves = Nothing;
    added = (1, 3, 7);
    ret = RErr;
    args = [ String (PlainString, "csumtype");
             String (Pathname, "directory");
             String (FileOut, "sumsfile") ];
    cancellable = true;
    summary = "compute the checksums of all files in a tree";
    doc = {|
Compute the checksum of every regular file below F<directory> and write the
list to the local file C<sumsfile>, sorted by path.  The types are those of
C<guestfs_checksum>.

Each line is as C<md5sum> writes it: the checksum, two spaces and the path,
which begins with C<./>.  A path with a newline or backslash in it is escaped,
and its line begins with a backslash.  For C<crc> the line is as C<cksum>
writes it: checksum, size and path.

In F<directory> of a mounted copy C<md5sum -c> and the like check such a
list.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/dir/sub"];
        ok ["write"; "/dir/b"; "hello\n"];
        ok ["write"; "/dir/sub/a"; "hello\n"];
        ok ["checksums_out"; "md5"; "/dir"; "@tmp/sums"];
        ok ["upload"; "@tmp/sums"; "/sums"];
        ["cat"; "/sums"] ==>
          Is "b1946ac92492d2347c6235b4d2611184  ./b\n\
              b1946ac92492d2347c6235b4d2611184  ./sub/a\n" ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/a\nb\\c"; "hello\n"];
        ok ["checksums_out"; "md5"; "/dir"; "@tmp/sums"];
        ok ["upload"; "@tmp/sums"; "/sums"];
        ["cat"; "/sums"] ==>
          Is "\\b1946ac92492d2347c6235b4d2611184  ./a\\nb\\\\c\n";
        ok ["checksums_out"; "crc"; "/dir"; "@tmp/sums"];
        ok ["upload"; "@tmp/sums"; "/sums"];
        ["cat"; "/sums"] ==> Is "3015617425 6 ./a\nb\\c\n";
        fails "EINVAL" ["checksums_out"; "none"; "/dir"; "@tmp/sums"];
        fails "ENOENT" ["checksums_out"; "md5"; "/none"; "@tmp/sums"] ] ] };
]
