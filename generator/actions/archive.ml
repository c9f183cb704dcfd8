(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Archives: tar, cpio, squashfs, initrd and ISO 9660. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "cpio_out";
    where = Daemon 419;
    leaves = Nothing;
    added = (1, 27, 9);
    ret = RErr;
    args = [ String (PlainString, "directory");
             String (FileOut, "cpiofile") ];
    optargs = [ 0, OString "format" ];
    cancellable = true;
    summary = "pack a directory into a local cpio archive";
    doc = {|
Pack everything in the directory C<directory> of the guest and write it to the
local file C<cpiofile>.

The optional C<format> is C<newc>, which is the default, or C<crc>, which adds
a checksum to each file.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["cpio_out"; "/dir"; "@tmp/dir.cpio"];
        ok ["upload"; "@tmp/dir.cpio"; "/dir.cpio"];
        ["initrd_list"; "/dir.cpio"] ==> Is_set ["."; "file"];
        ["initrd_cat"; "/dir.cpio"; "file"] ==> Is_buffer "hello" ];
      test Filesystem [
        ok ["cpio_out"; "/lost+found"; "@tmp/empty.cpio"; "format:crc"];
        ok ["upload"; "@tmp/empty.cpio"; "/empty.cpio"];
        ["pread"; "/empty.cpio"; "6"; "0"] ==> Is_buffer "070702";
        fails "EINVAL" ["cpio_out"; "/"; "@tmp/x"; "format:tar"];
        fails "EINVAL" ["cpio_out"; "lost+found"; "@tmp/x"];
        fails "ENOENT" ["cpio_out"; "/none"; "@tmp/x"] ] ] };

  { defaults with
    name = "initrd_cat";
    where = Daemon 221;
    leaves = Nothing;
    added = (1, 0, 84);
    ret = RBufferOut "content";
    args = [ String (Pathname, "initrdpath");
             String (PlainString, "filename") ];
    summary = "give the contents of a file in an initrd";
    doc = {|
Return the contents of the file C<filename> in the initrd C<initrdpath>; see
C<guestfs_initrd_list>.  A leading C</> or C<./> does not matter.

If there is no such file the errno is C<ENOENT>.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/dir/etc"];
        ok ["write"; "/dir/etc/file"; "hello"];
        ok ["cpio_out"; "/dir"; "@tmp/initrd"];
        ok ["upload"; "@tmp/initrd"; "/initrd"];
        ["initrd_cat"; "/initrd"; "etc/file"] ==> Is_buffer "hello" ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["fill_pattern"; "abcdefg"; "1000001"; "/dir/file"];
        ok ["write"; "/dir/other"; "x"];
        ok ["cpio_out"; "/dir"; "@tmp/initrd"];
        ok ["upload"; "@tmp/initrd"; "/initrd"];
        ["initrd_cat"; "/initrd"; "/file"] ==>
          C_expr "size == 1000001 && memcmp (ret + 999999, \"ab\", 2) == 0";
        ["initrd_cat"; "/initrd"; "./other"] ==> Is_buffer "x";
        fails "ENOENT" ["initrd_cat"; "/initrd"; "none"];
        fails "EINVAL" ["initrd_cat"; "/initrd"; "."] ] ] };

  { defaults with
    name = "initrd_list";
    where = Daemon 128;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RStringList (RPlainString, "filenames");
    args = [ String (Pathname, "path") ];
    summary = "list the files in an initrd";
    doc = {|
Return the names of all files and directories in the initrd (or initramfs)
C<path>, as they are written there.

An initrd is one or more cpio archives of type newc one after the other, each
of which may be compressed by any of the usual programs.|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/dir/known"];
        ok ["cpio_out"; "/dir"; "@tmp/initrd"];
        ok ["upload"; "@tmp/initrd"; "/initrd"];
        ["initrd_list"; "/initrd"] ==> Is_list ["."; "known"] ];
      test Filesystem [
        ok ["mkdir"; "/early"];
        ok ["touch"; "/early/microcode"];
        ok ["cpio_out"; "/early"; "@tmp/1"];
        ok ["upload"; "@tmp/1"; "/1"];
        ok ["mkdir"; "/main"];
        ok ["touch"; "/main/init"];
        ok ["cpio_out"; "/main"; "@tmp/2"];
        ok ["upload"; "@tmp/2"; "/2"];
        ok ["compress_out"; "gzip"; "/2"; "@tmp/2.gz"];
        ok ["upload"; "@tmp/2.gz"; "/2.gz"];
        ["initrd_list"; "/2.gz"] ==> Is_list ["."; "init"];
        ok ["copy_file_to_file"; "/2.gz"; "/1"; "append:true"];
        ["initrd_list"; "/1"] ==> Is_list ["."; "microcode"; "."; "init"] ];
      test Filesystem [
        ok ["fill_pattern"; "not an initrd"; "10000"; "/bad"];
        ["initrd_list"; "/bad"] ==> Fails;
        fails "ENOENT" ["initrd_list"; "/none"] ] ] };

  { defaults with
    name = "isoinfo";
    where = Daemon 314;
    leaves = Nothing;
    added = (1, 17, 19);
    ret = RStruct ("isodata", "isoinfo");
    args = [ String (Pathname, "isofile") ];
    summary = "read the header of an ISO file";
    doc = {|
Return what the primary volume descriptor of the ISO 9660 image C<isofile>
says.  See C<guestfs_isoinfo_device>.

If the file is not such an image the errno is C<EINVAL>.|};
    tests = [
      example Filesystem [
        ok ["fill"; "0"; "40960"; "/iso"];
        ["pwrite"; "/iso"; "\001CD001\001"; "32768"] ==> Is_int 7;
        ["pwrite"; "/iso"; "LINUX     "; "32776"] ==> Is_int 10;
        ["pwrite"; "/iso"; "MY DISC   "; "32808"] ==> Is_int 10;
        ["pwrite"; "/iso"; "\020\001"; "32848"] ==> Is_int 2;
        ["pwrite"; "/iso"; "2001020304050600\004"; "33581"] ==> Is_int 17;
        ["isoinfo"; "/iso"] ==>
          Has_fields ["iso_system_id", "LINUX"; "iso_volume_id", "MY DISC";
                      "iso_volume_space_size", "276";
                      "iso_volume_creation_t", "981169506";
                      "iso_volume_expiration_t", "-1"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        fails "EINVAL" ["isoinfo"; "/file"];
        fails "ENOENT" ["isoinfo"; "/none"] ] ] };

  { defaults with
    name = "isoinfo_device";
    where = Daemon 313;
    leaves = Nothing;
    added = (1, 17, 19);
    ret = RStruct ("isodata", "isoinfo");
    args = [ String (Device, "device") ];
    summary = "read the header of an ISO file system on a device";
    doc = {|
Return what the primary volume descriptor of the ISO 9660 file system on
C<device> says.

The sizes are C<iso_volume_space_size> in blocks of
C<iso_logical_block_size> bytes.  Texts have no trailing spaces.  Times are
seconds since 1970 in UTC, -1 when the header does not give them.

To mount it and see more use C<guestfs_mount_ro>.|};
    tests = [
      example Blank [
        ["pwrite_device"; "/dev/sdb"; "\001CD001\001"; "32768"] ==> Is_int 7;
        ["pwrite_device"; "/dev/sdb"; "MY DISC   "; "32808"] ==> Is_int 10;
        ["pwrite_device"; "/dev/sdb"; "\000\008"; "32896"] ==> Is_int 2;
        ["isoinfo_device"; "/dev/sdb"] ==>
          Has_fields ["iso_volume_id", "MY DISC";
                      "iso_logical_block_size", "2048"; "iso_system_id", ""] ];
      test Blank [ fails "EINVAL" ["isoinfo_device"; "/dev/sdb"] ] ] };

  { defaults with
    name = "mksquashfs";
    where = Daemon 471;
    added = (1, 35, 25);
    ret = RErr;
    args = [ String (Pathname, "path");
             String (FileOut, "filename") ];
    optargs = [ 0, OString "compress";
                1, OStringList "excludes" ];
    optional_group = Some "squashfs";
    cancellable = true;
    summary = "make a squashfs of a file or directory";
    doc = {|
Make a squashfs file system of the file or directory C<path> of the guest and
write it to the local file C<filename>.

The optional C<compress> is C<gzip>, C<lzma>, C<lzo>, C<lz4>, C<xz> or
C<zstd>, as far as the program in the appliance knows it.  C<excludes> is a
list of wildcards: what matches is left out.

The image is made in the memory of the appliance first: for a large tree raise
it with C<guestfs_set_memsize>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["touch"; "/dir/secret"];
        ok ["mksquashfs"; "/dir"; "@tmp/image"; "excludes:secret"];
        ok ["upload"; "@tmp/image"; "/dev/sdb"];
        ok ["mkdir"; "/mnt"];
        ok ["mount_ro"; "/dev/sdb"; "/mnt"];
        ["cat"; "/mnt/file"] ==> Is "hello";
        ["exists"; "/mnt/secret"] ==> Is_false;
        ok ["umount"; "/mnt"] ];
      test Filesystem [
        fails "ENOENT" ["mksquashfs"; "/none"; "@tmp/image"];
        ["mksquashfs"; "/"; "@tmp/image"; "compress:none"] ==> Fails ] ] };

  { defaults with
    name = "tar_in";
    where = Daemon 69;
    added = (1, 0, 3);
    ret = RErr;
    args = [ String (FileIn, "tarfile");
             String (Pathname, "directory") ];
    optargs = [ 0, OString "compress";
                1, OBool "xattrs";
                2, OBool "selinux";
                3, OBool "acls";
                4, OBool "keepdirlink" ];
    once_had_no_optargs = true;
    cancellable = true;
    summary = "unpack a local tar archive into a directory";
    doc = {|
Unpack the local file C<tarfile>, a tar archive, into the directory
C<directory> of the guest, which must exist.  Owners are taken as numbers;
owners, permissions and times are set as far as the file system can keep them.
Whatever the paths in the archive say, nothing is written outside the guest.

The optional arguments are:

=over 4

=item C<compress>

how the archive is compressed: C<compress>, C<gzip>, C<bzip2>, C<xz>,
C<lzma>, C<lzop> or C<zstd>.  If not given it is not compressed.

=item C<xattrs>, C<selinux>, C<acls>

if true, extended attributes, SELinux labels or access control lists are
restored

=item C<keepdirlink>

if true, where the archive has a directory and the guest a symbolic link to a
directory, that directory is unpacked into.  Otherwise the link is replaced.

=back|};
    tests = [
      example Filesystem [
        ok ["mkdir_p"; "/dir/sub"];
        ok ["write"; "/dir/sub/file"; "hello"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tar"];
        ok ["mkdir"; "/new"];
        ok ["tar_in"; "@tmp/dir.tar"; "/new"];
        ["cat"; "/new/sub/file"] ==> Is "hello" ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["chown"; "1234"; "5678"; "/dir/file"];
        ok ["chmod"; "04750"; "/dir/file"];
        ok ["utimens"; "/dir/file"; "1000"; "0"; "2000"; "0"];
        ok ["ln"; "/dir/file"; "/dir/same"];
        ok ["ln_s"; "/nowhere"; "/dir/link"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tar.xz"; "compress:xz"];
        ok ["mkdir"; "/new"];
        ok ["tar_in"; "@tmp/dir.tar.xz"; "/new"; "compress:xz"];
        ["statns"; "/new/file"] ==>
          Has_fields ["st_uid", "1234"; "st_gid", "5678"; "st_mode", "35304";
                      "st_mtime_sec", "2000"; "st_nlink", "2"];
        ["readlink"; "/new/link"] ==> Is "/nowhere" ];
      test Filesystem [
        ok ["mkdir_p"; "/dir/sub"];
        ok ["touch"; "/dir/sub/file"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tar"];
        ok ["mkdir_p"; "/new"];
        ok ["mkdir"; "/target"];
        ok ["ln_s"; "/target"; "/new/sub"];
        ok ["tar_in"; "@tmp/dir.tar"; "/new"; "keepdirlink:true"];
        ["exists"; "/target/file"] ==> Is_true;
        ok ["rm"; "/target/file"];
        ok ["tar_in"; "@tmp/dir.tar"; "/new"];
        ["exists"; "/target/file"] ==> Is_false;
        ["is_dir"; "/new/sub"] ==> Is_true ];
      test Filesystem [
        ok ["fill_pattern"; "not a tar"; "20000"; "/bad"];
        ok ["download"; "/bad"; "@tmp/bad"];
        ["tar_in"; "@tmp/bad"; "/"] ==> Fails;
        ["tar_in"; "@tmp/bad"; "/"; "compress:gzip"] ==> Fails;
        fails "EINVAL" ["tar_in"; "@tmp/bad"; "/"; "compress:none"];
        fails "ENOENT" ["tar_in"; "@tmp/bad"; "/none"];
        fails "ENOTDIR" ["tar_in"; "@tmp/bad"; "/bad"] ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["fill"; "7"; "3000000"; "/dir/file"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tar"];
        ok ["mkfs"; "ext2"; "/dev/sdc"];
        ok ["mkdir"; "/mnt"];
        ok ["mount"; "/dev/sdc"; "/mnt"];
        ok ["fallocate64"; "/mnt/fill"; "61000000"];
        fails "ENOSPC" ["tar_in"; "@tmp/dir.tar"; "/mnt"];
        ok ["umount"; "/mnt"] ] ] };

  { defaults with
    name = "tar_out";
    where = Daemon 70;
    leaves = Nothing;
    added = (1, 0, 3);
    ret = RErr;
    args = [ String (PlainString, "directory");
             String (FileOut, "tarfile") ];
    optargs = [ 0, OString "compress";
                1, OBool "numericowner";
                2, OStringList "excludes";
                3, OBool "xattrs";
                4, OBool "selinux";
                5, OBool "acls" ];
    once_had_no_optargs = true;
    cancellable = true;
    summary = "pack a directory into a local tar archive";
    doc = {|
Pack everything in the directory C<directory> of the guest and write it to the
local file C<tarfile> as a tar archive.  Paths in it begin with C<./>.

The optional arguments are:

=over 4

=item C<compress>

how to compress the archive: C<compress>, C<gzip>, C<bzip2>, C<xz>, C<lzma>,
C<lzop> or C<zstd>.  If not given it is not compressed.

=item C<numericowner>

if true, only the numbers of owners are stored.  Otherwise names are stored as
well, and they are those of the appliance.

=item C<excludes>

a list of wildcards: what matches is left out

=item C<xattrs>, C<selinux>, C<acls>

if true, extended attributes, SELinux labels or access control lists are
stored

=back|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/keep"; "hello"];
        ok ["touch"; "/dir/leave.o"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tgz"; "compress:gzip"; "excludes:*.o"];
        ok ["mkdir"; "/new"];
        ok ["tar_in"; "@tmp/dir.tgz"; "/new"; "compress:gzip"];
        ["find"; "/new"] ==> Is_list ["/keep"] ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tar"; "numericowner:true"];
        ok ["upload"; "@tmp/dir.tar"; "/dir.tar"];
        ["file"; "/dir.tar"] ==> Matches "tar archive";
        fails "EINVAL" ["tar_out"; "/dir"; "@tmp/x"; "compress:none"];
        fails "EINVAL" ["tar_out"; "dir"; "@tmp/x"];
        fails "ENOENT" ["tar_out"; "/none"; "@tmp/x"];
        fails "ENOTDIR" ["tar_out"; "/dir/file"; "@tmp/x"] ];
      test Filesystem [
        ok ["write"; "/lost+found/file"; "hello"];
        ok ["tar_out"; "/lost+found"; "@tmp/x"; "compress:lzma"];
        ok ["mkdir"; "/lzma"];
        ok ["tar_in"; "@tmp/x"; "/lzma"; "compress:lzma"];
        ["cat"; "/lzma/file"] ==> Is "hello";
        ok ["tar_out"; "/lost+found"; "@tmp/x"; "compress:lzop"];
        ok ["mkdir"; "/lzop"];
        ok ["tar_in"; "@tmp/x"; "/lzop"; "compress:lzop"];
        ["cat"; "/lzop/file"] ==> Is "hello";
        ok ["tar_out"; "/lost+found"; "@tmp/x"; "compress:zstd"];
        ok ["mkdir"; "/zstd"];
        ok ["tar_in"; "@tmp/x"; "/zstd"; "compress:zstd"];
        ["cat"; "/zstd/file"] ==> Is "hello" ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["setxattr"; "user.colour"; "blue"; "4"; "/dir/file"];
        ok ["tar_out"; "/dir"; "@tmp/dir.tar"; "xattrs:true"];
        ok ["mkdir"; "/new"];
        ok ["tar_in"; "@tmp/dir.tar"; "/new"; "xattrs:true"];
        ["getxattr"; "/new/file"; "user.colour"] ==> Is_buffer "blue" ] ] };

  { defaults with
    name = "tgz_in";
    where = Daemon 71;
    added = (1, 0, 3);
    ret = RErr;
    args = [ String (FileIn, "tarball");
             String (Pathname, "directory") ];
    deprecated = Replaced_by "tar_in";
    cancellable = true;
    summary = "unpack a local tar archive compressed by gzip";
    doc = {|
This is C<guestfs_tar_in> with C<compress> set to C<gzip>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["tgz_out"; "/dir"; "@tmp/dir.tgz"];
        ok ["mkdir"; "/new"];
        ok ["tgz_in"; "@tmp/dir.tgz"; "/new"];
        ["cat"; "/new/file"] ==> Is "hello" ] ] };

  { defaults with
    name = "tgz_out";
    where = Daemon 72;
    leaves = Nothing;
    added = (1, 0, 3);
    ret = RErr;
    args = [ String (Pathname, "directory");
             String (FileOut, "tarball") ];
    deprecated = Replaced_by "tar_out";
    cancellable = true;
    summary = "pack a directory into a local tar archive compressed by gzip";
    doc = {|
This is C<guestfs_tar_out> with C<compress> set to C<gzip>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["tgz_out"; "/dir"; "@tmp/dir.tgz"];
        ok ["upload"; "@tmp/dir.tgz"; "/dir.tgz"];
        ["file"; "/dir.tgz"] ==>
          Matches "tar archive.*gzip compressed data" ] ] };

  { defaults with
    name = "txz_in";
    where = Daemon 229;
    added = (1, 3, 2);
    ret = RErr;
    args = [ String (FileIn, "tarball");
             String (Pathname, "directory") ];
    optional_group = Some "xz";
    deprecated = Replaced_by "tar_in";
    cancellable = true;
    summary = "unpack a local tar archive compressed by xz";
    doc = {|
This is C<guestfs_tar_in> with C<compress> set to C<xz>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["txz_out"; "/dir"; "@tmp/dir.txz"];
        ok ["mkdir"; "/new"];
        ok ["txz_in"; "@tmp/dir.txz"; "/new"];
        ["cat"; "/new/file"] ==> Is "hello" ] ] };

  { defaults with
    name = "txz_out";
    where = Daemon 230;
    leaves = Nothing;
    added = (1, 3, 2);
    ret = RErr;
    args = [ String (Pathname, "directory");
             String (FileOut, "tarball") ];
    optional_group = Some "xz";
    deprecated = Replaced_by "tar_out";
    cancellable = true;
    summary = "pack a directory into a local tar archive compressed by xz";
    doc = {|
This is C<guestfs_tar_out> with C<compress> set to C<xz>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["write"; "/dir/file"; "hello"];
        ok ["txz_out"; "/dir"; "@tmp/dir.txz"];
        ok ["upload"; "@tmp/dir.txz"; "/dir.txz"];
        ["pread"; "/dir.txz"; "5"; "1"] ==>
          C_expr "size == 5 && memcmp (ret, \"7zXZ\\0\", 5) == 0" ] ] };
]
