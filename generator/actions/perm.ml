(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Owner, permissions and times of files, and the mask for new ones. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "chmod";
    where = Daemon 34;
    added = (0, 0, 8);
    ret = RErr;
    args = [ Int "mode";
             String (Pathname, "path") ];
    summary = "change the permissions of a file";
    doc = {|
Set the permissions of C<path> to C<mode>, a number from 0 to 07777.
Symbolic links are followed.

In guestfish and in most languages a number is decimal unless it is written
with a leading 0 (octal) or 0x (hexadecimal): use C<0700>, not C<700>.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/file"];
        ok ["chmod"; "0700"; "/file"];
        ["statns"; "/file"] ==> Has_fields ["st_mode", "33216"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["ln_s"; "file"; "/link"];
        ok ["chmod"; "04711"; "/link"];
        ["statns"; "/file"] ==> Has_fields ["st_mode", "35273"];
        fails "EINVAL" ["chmod"; "-1"; "/file"];
        fails "ENOENT" ["chmod"; "0700"; "/none"] ] ] };

  { defaults with
    name = "chown";
    where = Daemon 35;
    added = (0, 0, 8);
    ret = RErr;
    args = [ Int "owner";
             Int "group";
             String (Pathname, "path") ];
    summary = "change the owner and group of a file";
    doc = {|
Set the owner of C<path> to C<owner> and its group to C<group>, both numbers;
-1 leaves one as it is.  Symbolic links are followed; C<guestfs_lchown> does
not follow them.

To find the number of a name look into the guest's F</etc/passwd>, for example
with Augeas.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/file"];
        ok ["chown"; "1"; "2"; "/file"];
        ["statns"; "/file"] ==> Has_fields ["st_uid", "1"; "st_gid", "2"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["ln_s"; "file"; "/link"];
        ok ["chown"; "5"; "-1"; "/link"];
        ["statns"; "/file"] ==> Has_fields ["st_uid", "5"; "st_gid", "0"];
        ["lstatns"; "/link"] ==> Has_fields ["st_uid", "0"];
        fails "ENOENT" ["chown"; "1"; "1"; "/none"] ] ] };

  { defaults with
    name = "get_umask";
    where = Daemon 240;
    leaves = Nothing;
    added = (1, 3, 4);
    ret = RInt "mask";
    fish_output = Octal;
    summary = "give the mask for the permissions of new files";
    doc = {|
Return the mask: the permissions that new files and directories do not get.
It is 022 unless C<guestfs_umask> has been called.|};
    tests = [
      example Blank [ ["get_umask"] ==> Is_int 0o22 ];
      test Blank [
        ok ["umask"; "077"];
        ["get_umask"] ==> Is_int 0o77;
        ["umask"; "022"] ==> Is_int 0o77 ] ] };

  { defaults with
    name = "lchown";
    where = Daemon 203;
    added = (1, 0, 77);
    ret = RErr;
    args = [ Int "owner";
             Int "group";
             String (Pathname, "path") ];
    summary = "change the owner and group of a file or link";
    doc = {|
Set the owner of C<path> to C<owner> and its group to C<group>, both numbers;
-1 leaves one as it is.  If C<path> is a symbolic link it is the link that is
changed.  See also C<guestfs_chown>.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/file"];
        ok ["ln_s"; "file"; "/link"];
        ok ["lchown"; "1"; "2"; "/link"];
        ["lstatns"; "/link"] ==> Has_fields ["st_uid", "1"; "st_gid", "2"];
        ["statns"; "/file"] ==> Has_fields ["st_uid", "0"; "st_gid", "0"] ];
      test Filesystem [ fails "ENOENT" ["lchown"; "1"; "1"; "/none"] ] ] };

  { defaults with
    name = "umask";
    where = Daemon 137;
    added = (1, 0, 55);
    ret = RInt "oldmask";
    args = [ Int "mask" ];
    fish_output = Octal;
    summary = "set the mask for the permissions of new files";
    doc = {|
Set the mask, a number from 0 to 0777: the permissions that new files,
directories and special files do not get.  The mask before is returned.

It begins as 022, so that new files have mode 0644 and directories 0755 unless
the action says otherwise.  See also C<guestfs_get_umask>.|};
    tests = [
      example Filesystem [
        ["umask"; "077"] ==> Is_int 0o22;
        ok ["touch"; "/private"];
        ["umask"; "022"] ==> Is_int 0o77;
        ["statns"; "/private"] ==> Has_fields ["st_mode", "33152"] ];
      test Blank [
        fails "EINVAL" ["umask"; "-1"];
        fails "EINVAL" ["umask"; "01000"] ] ] };

  { defaults with
    name = "utimens";
    where = Daemon 201;
    added = (1, 0, 77);
    ret = RErr;
    args = [ String (Pathname, "path");
             Int64 "atsecs";
             Int64 "atnsecs";
             Int64 "mtsecs";
             Int64 "mtnsecs" ];
    summary = "set the times of a file";
    doc = {|
Set when C<path> was last read and written.  C<atsecs> and C<atnsecs> are
seconds since 1970 and nanoseconds of the access time, C<mtsecs> and
C<mtnsecs> those of the modification time.  Symbolic links are followed.

In place of nanoseconds -1 means the present time and -2 that this time stays
as it is; the seconds are then ignored.  A file system that keeps coarser
times rounds down.|};
    tests = [
      example Filesystem [
        ok ["touch"; "/file"];
        ok ["utimens"; "/file"; "12345"; "0"; "67890"; "0"];
        ["statns"; "/file"] ==>
          Has_fields ["st_atime_sec", "12345"; "st_mtime_sec", "67890"] ];
      test Filesystem [
        ok ["touch"; "/file"];
        ok ["utimens"; "/file"; "12345"; "0"; "67890"; "0"];
        ok ["utimens"; "/file"; "9"; "-2"; "9"; "-1"];
        ["statns"; "/file"] ==>
          C_expr "ret->st_atime_sec == 12345 && ret->st_mtime_sec > 1000000" ];
      test Filesystem [
        ok ["mkfifo"; "0600"; "/fifo"];
        ok ["utimens"; "/fifo"; "1"; "0"; "2"; "0"];
        ["statns"; "/fifo"] ==> Has_fields ["st_mtime_sec", "2"];
        fails "EINVAL" ["utimens"; "/fifo"; "1"; "1000000000"; "2"; "0"];
        fails "ENOENT" ["utimens"; "/none"; "1"; "0"; "2"; "0"] ] ] };
]
