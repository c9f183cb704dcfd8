(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the file system says about files: type, size, times, space used. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "du";
    where = Daemon 127;
    leaves = Nothing;
    added = (1, 0, 54);
    ret = RInt64 "sizekb";
    args = [ String (Pathname, "path") ];
    also_cancellable = true;
    progress = true;
    summary = "tell how much space a file or tree uses";
    doc = {|
Return the space that C<path> uses on the disk, in kilobytes (1024 bytes),
rounded up.  For a directory everything in it is added up; a file with several
names is counted once and symbolic links are not followed.

This is about space on the disk.  For the length of a file use
C<guestfs_filesize>.|};
    tests = [
      example Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["fill"; "1"; "20000"; "/dir/file"];
        ["du"; "/dir"] ==> At_least 20 ];
      test Filesystem [
        ok ["mkdir"; "/dir"];
        ok ["fill"; "1"; "1048576"; "/dir/file"];
        ok ["ln"; "/dir/file"; "/dir/same"];
        ["du"; "/dir"] ==> C_expr "ret >= 1024 && ret < 1100" ];
      test Filesystem [
        ok ["touch"; "/sparse"];
        ok ["truncate_size"; "/sparse"; "1000000000"];
        ["du"; "/sparse"] ==> Is_int 0;
        fails "ENOENT" ["du"; "/none"] ] ] };

  { defaults with
    name = "exists";
    where = Daemon 36;
    leaves = Nothing;
    added = (0, 0, 8);
    ret = RBool "existsflag";
    args = [ String (Pathname, "path") ];
    summary = "test whether there is something of this name";
    doc = {|
Return true if there is a file, directory or anything else called C<path>.
Symbolic links are followed: for one that points nowhere this is false.

See also C<guestfs_is_file>, C<guestfs_is_dir>, C<guestfs_stat>.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/new"];
        ["exists"; "/new"] ==> Is_true;
        ok ["mkdir"; "/dir"];
        ["exists"; "/dir"] ==> Is_true;
        ["exists"; "/none"] ==> Is_false ];
      test Filesystem [
        ok ["ln_s"; "/none"; "/link"];
        ["exists"; "/link"] ==> Is_false;
        ok ["touch"; "/none"];
        ["exists"; "/link"] ==> Is_true;
        ["exists"; "/none/x"] ==> Is_false ] ] };

  { defaults with
    name = "filesize";
    where = Daemon 218;
    leaves = Nothing;
    added = (1, 0, 82);
    ret = RInt64 "size";
    args = [ String (Pathname, "file") ];
    summary = "return the size of a file";
    doc = {|
Return the length of C<file> in bytes.

For other facts use C<guestfs_statns>, for the space that it uses on the disk
C<guestfs_du>, and for the size of a block device
C<guestfs_blockdev_getsize64>.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "hello, world"];
        ["filesize"; "/file"] ==> Is_int 12 ];
      test Filesystem [
        ok ["touch"; "/large"];
        ok ["truncate_size"; "/large"; "3000000000"];
        ["filesize"; "/large"] ==>
          C_expr "ret == INT64_C (3000000000)";
        fails "ENOENT" ["filesize"; "/none"] ] ] };

  { defaults with
    name = "internal_lstatnslist";
    where = Daemon 423;
    leaves = Nothing;
    added = (1, 27, 53);
    ret = RStructList ("statbufs", "statns");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    visibility = VInternal;
    summary = "lstat of many files in a directory";
    doc = {|
What C<guestfs_lstatnslist> calls.|};
    tests = [] };

  { defaults with
    name = "is_blockdev";
    where = Daemon 268;
    leaves = Nothing;
    added = (1, 5, 10);
    ret = RBool "flag";
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "followsymlinks" ];
    once_had_no_optargs = true;
    summary = "test whether this is a block device";
    doc = {|
Return true if C<path> is a block device in the guest's file system, and false
if it is something else or does not exist.

If the optional flag C<followsymlinks> is true a symbolic link is followed;
otherwise a link is something else.|};
    tests = [
      example Filesystem [
        ["is_blockdev"; "/lost+found"] ==> Is_false;
        ok ["mknod_b"; "0777"; "99"; "66"; "/node"];
        ["is_blockdev"; "/node"] ==> Is_true ];
      test Filesystem [
        ok ["mknod_b"; "0777"; "99"; "66"; "/node"];
        ok ["ln_s"; "/node"; "/link"];
        ["is_blockdev"; "/link"] ==> Is_false;
        ["is_blockdev"; "/link"; "followsymlinks:true"] ==> Is_true;
        ["is_blockdev"; "/none"] ==> Is_false ] ] };

  { defaults with
    name = "is_chardev";
    where = Daemon 267;
    leaves = Nothing;
    added = (1, 5, 10);
    ret = RBool "flag";
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "followsymlinks" ];
    once_had_no_optargs = true;
    summary = "test whether this is a character device";
    doc = {|
Return true if C<path> is a character device in the guest's file system, and
false if it is something else or does not exist.

If the optional flag C<followsymlinks> is true a symbolic link is followed;
otherwise a link is something else.|};
    tests = [
      example Filesystem [
        ["is_chardev"; "/lost+found"] ==> Is_false;
        ok ["mknod_c"; "0777"; "99"; "66"; "/node"];
        ["is_chardev"; "/node"] ==> Is_true ];
      test Filesystem [
        ok ["mknod_c"; "0777"; "99"; "66"; "/node"];
        ok ["ln_s"; "/node"; "/link"];
        ["is_chardev"; "/link"] ==> Is_false;
        ["is_chardev"; "/link"; "followsymlinks:true"] ==> Is_true ] ] };

  { defaults with
    name = "is_dir";
    where = Daemon 38;
    leaves = Nothing;
    added = (0, 0, 8);
    ret = RBool "dirflag";
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "followsymlinks" ];
    once_had_no_optargs = true;
    summary = "test whether this is a directory";
    doc = {|
Return true if C<path> is a directory, and false if it is something else or
does not exist.

If the optional flag C<followsymlinks> is true a symbolic link is followed;
otherwise a link is something else.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/file"];
        ["is_dir"; "/file"] ==> Is_false;
        ["is_dir"; "/lost+found"] ==> Is_true ];
      test Filesystem [
        ok ["ln_s"; "/lost+found"; "/link"];
        ["is_dir"; "/link"] ==> Is_false;
        ["is_dir"; "/link"; "followsymlinks:true"] ==> Is_true;
        ["is_dir"; "/none"] ==> Is_false;
        ["is_dir"; "/"] ==> Is_true ] ] };

  { defaults with
    name = "is_fifo";
    where = Daemon 269;
    leaves = Nothing;
    added = (1, 5, 10);
    ret = RBool "flag";
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "followsymlinks" ];
    once_had_no_optargs = true;
    summary = "test whether this is a FIFO";
    doc = {|
Return true if C<path> is a FIFO (named pipe), and false if it is something
else or does not exist.

If the optional flag C<followsymlinks> is true a symbolic link is followed;
otherwise a link is something else.|};
    tests = [
      example Filesystem [
        ["is_fifo"; "/lost+found"] ==> Is_false;
        ok ["mkfifo"; "0777"; "/fifo"];
        ["is_fifo"; "/fifo"] ==> Is_true ];
      test Filesystem [
        ok ["mkfifo"; "0777"; "/fifo"];
        ok ["ln_s"; "fifo"; "/link"];
        ["is_fifo"; "/link"] ==> Is_false;
        ["is_fifo"; "/link"; "followsymlinks:true"] ==> Is_true ] ] };

  { defaults with
    name = "is_file";
    where = Daemon 37;
    leaves = Nothing;
    added = (0, 0, 8);
    ret = RBool "fileflag";
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "followsymlinks" ];
    once_had_no_optargs = true;
    summary = "test whether this is a regular file";
    doc = {|
Return true if C<path> is a regular file, and false if it is something else or
does not exist.

If the optional flag C<followsymlinks> is true a symbolic link is followed;
otherwise a link is something else.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/file"];
        ["is_file"; "/file"] ==> Is_true;
        ["is_file"; "/lost+found"] ==> Is_false ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["ln_s"; "/file"; "/link"];
        ["is_file"; "/link"] ==> Is_false;
        ["is_file"; "/link"; "followsymlinks:true"] ==> Is_true;
        ["is_file"; "/none"] ==> Is_false;
        ["is_file"; "/file/none"] ==> Is_false;
        ok ["ln_s"; "loop"; "/loop"];
        fails "ELOOP" ["is_file"; "/loop"; "followsymlinks:true"] ] ] };

  { defaults with
    name = "is_socket";
    where = Daemon 271;
    leaves = Nothing;
    added = (1, 5, 10);
    ret = RBool "flag";
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "followsymlinks" ];
    once_had_no_optargs = true;
    summary = "test whether this is a socket";
    doc = {|
Return true if C<path> is a Unix domain socket, and false if it is something
else or does not exist.

If the optional flag C<followsymlinks> is true a symbolic link is followed;
otherwise a link is something else.|};
    tests = [
      example Filesystem [
        ["is_socket"; "/lost+found"] ==> Is_false;
        ok ["mknod"; "0140777"; "0"; "0"; "/sock"];
        ["is_socket"; "/sock"] ==> Is_true ];
      test Filesystem [
        ok ["mknod"; "0140777"; "0"; "0"; "/sock"];
        ok ["ln_s"; "sock"; "/link"];
        ["is_socket"; "/link"] ==> Is_false;
        ["is_socket"; "/link"; "followsymlinks:true"] ==> Is_true ] ] };

  { defaults with
    name = "is_symlink";
    where = Daemon 270;
    leaves = Nothing;
    added = (1, 5, 10);
    ret = RBool "flag";
    args = [ String (Pathname, "path") ];
    summary = "test whether this is a symbolic link";
    doc = {|
Return true if C<path> is a symbolic link, wherever it points, and false if it
is something else or does not exist.|};
    tests = [
      example Filesystem [
        ["is_symlink"; "/lost+found"] ==> Is_false;
        ok ["ln_s"; "/anywhere"; "/link"];
        ["is_symlink"; "/link"] ==> Is_true ];
      test Filesystem [ ["is_symlink"; "/none"] ==> Is_false ] ] };

  { defaults with
    name = "lstat";
    where = Library;
    added = (1, 9, 2);
    ret = RStruct ("statbuf", "stat");
    args = [ String (Pathname, "path") ];
    deprecated = Replaced_by "lstatns";
    summary = "get the facts about a file or link, in whole seconds";
    doc = {|
Return what L<lstat(2)> says about C<path>.  A symbolic link is not followed:
the facts are those of the link.

C<guestfs_lstatns> also has the nanoseconds of the times.|};
    tests = [
      example Filesystem [
        ok ["ln_s"; "/anywhere"; "/link"];
        ["lstat"; "/link"] ==>
          Has_fields ["mode", "41471"; "size", "9"; "uid", "0"] ];
      test Filesystem [ fails "ENOENT" ["lstat"; "/none"] ] ] };

  { defaults with
    name = "lstatlist";
    where = Library;
    added = (1, 0, 77);
    ret = RStructList ("statbufs", "stat");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    deprecated = Replaced_by "lstatnslist";
    summary = "get the facts about many files of a directory, in whole seconds";
    doc = {|
Do C<guestfs_lstat> for each of C<names> in the directory C<path>.

C<guestfs_lstatnslist> also has the nanoseconds of the times.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "12345"];
        ["lstatlist"; "/"; "a lost+found none"] ==>
          C_expr "ret->len == 3 && ret->val[0].size == 5 && \
                  S_ISDIR (ret->val[1].mode) && ret->val[2].ino == -1" ] ] };

  { defaults with
    name = "lstatns";
    where = Daemon 422;
    leaves = Nothing;
    added = (1, 27, 53);
    ret = RStruct ("statbuf", "statns");
    args = [ String (Pathname, "path") ];
    summary = "get the facts about a file or link";
    doc = {|
Return what L<lstat(2)> says about C<path>.  A symbolic link is not followed:
the facts are those of the link.  Otherwise this is C<guestfs_statns>.|};
    tests = [
      example Filesystem [
        ok ["ln_s"; "/anywhere"; "/link"];
        ["lstatns"; "/link"] ==>
          Has_fields ["st_mode", "41471"; "st_size", "9"; "st_uid", "0"] ];
      test Filesystem [
        ok ["write"; "/file"; "123"];
        ["lstatns"; "/file"] ==> Has_fields ["st_size", "3"];
        fails "ENOENT" ["lstatns"; "/none"] ] ] };

  { defaults with
    name = "lstatnslist";
    where = Library;
    added = (1, 27, 53);
    ret = RStructList ("statbufs", "statns");
    args = [ String (Pathname, "path");
             StringList (Filename, "names") ];
    summary = "get the facts about many files of a directory";
    doc = {|
Do C<guestfs_lstatns> for each of C<names>, which are names without slash in
the directory C<path>, in one call.  The result has as many elements as
C<names>, in the same order.  For a name that cannot be looked up C<st_ino> is
-1.

With C<guestfs_lxattrlist>, C<guestfs_readlinklist> and C<guestfs_readdir> or
C<guestfs_ls> all that is known of a directory can be had in a few calls.|};
    tests = [
      example Filesystem [
        ok ["write"; "/a"; "12345"];
        ["lstatnslist"; "/"; "a lost+found none"] ==>
          C_expr "ret->len == 3 && ret->val[0].st_size == 5 && \
                  S_ISDIR (ret->val[1].st_mode) && ret->val[2].st_ino == -1" ];
      test Filesystem [
        ["lstatnslist"; "/"; ""] ==> Is_empty;
        fails "ENOENT" ["lstatnslist"; "/none"; "a"] ] ] };

  { defaults with
    name = "stat";
    where = Library;
    added = (1, 9, 2);
    ret = RStruct ("statbuf", "stat");
    args = [ String (Pathname, "path") ];
    deprecated = Replaced_by "statns";
    summary = "get the facts about a file, in whole seconds";
    doc = {|
Return what L<stat(2)> says about C<path>, following symbolic links.

C<guestfs_statns> also has the nanoseconds of the times.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "12345"];
        ["stat"; "/file"] ==>
          Has_fields ["mode", "33188"; "size", "5"; "uid", "0"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["utimens"; "/file"; "1000000"; "0"; "2000000"; "5"];
        ["stat"; "/file"] ==>
          Has_fields ["atime", "1000000"; "mtime", "2000000"];
        fails "ENOENT" ["stat"; "/none"] ] ] };

  { defaults with
    name = "statns";
    where = Daemon 421;
    leaves = Nothing;
    added = (1, 27, 53);
    ret = RStruct ("statbuf", "statns");
    args = [ String (Pathname, "path") ];
    summary = "get the facts about a file";
    doc = {|
Return what L<stat(2)> says about C<path>, following symbolic links:

=over 4

=item C<st_dev>, C<st_ino>

the device it is on, as the appliance numbers it, and its inode there

=item C<st_mode>

type and permissions

=item C<st_nlink>, C<st_uid>, C<st_gid>

number of names, owner and group

=item C<st_rdev>

the numbers of a device

=item C<st_size>

length in bytes

=item C<st_blksize>, C<st_blocks>

preferred size of transfers in bytes, and space used in units of 512 bytes

=item C<st_atime_sec>, C<st_mtime_sec>, C<st_ctime_sec>

when it was last read, written, and when its inode changed, in seconds since
1970; the nanoseconds are in fields that end with C<_nsec>

=back

The fields C<st_spare1> to C<st_spare6> are 0.|};
    tests = [
      example Filesystem [
        ok ["write"; "/file"; "12345"];
        ["statns"; "/file"] ==>
          Has_fields ["st_mode", "33188"; "st_size", "5"; "st_nlink", "1"] ];
      test Filesystem [
        ok ["write"; "/file"; "12345"];
        ok ["ln_s"; "/file"; "/link"];
        ok ["ln"; "/file"; "/other"];
        ["statns"; "/link"] ==> Has_fields ["st_size", "5"; "st_nlink", "2"];
        fails "ENOENT" ["statns"; "/none"];
        fails "ENOTDIR" ["statns"; "/file/none"] ] ] };
]
