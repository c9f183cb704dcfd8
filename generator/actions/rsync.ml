(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Copying trees with rsync.  tests/actions/rsync-server.sh has what
   needs a server and a network. *)

open Types
open Testing

let rsync = Some "rsync"
let needs = ["rsync"]

let optargs = [ 0, OBool "archive"; 1, OBool "deletedest" ]

let options = {|
=over 4

=item C<archive>

Copy directories with all that is in them, and keep symbolic links, devices,
modes, times and the numbers of owners and groups, as with rsync's option
C<-a>.  Without it directories are skipped and only files are copied.

=item C<deletedest>

Delete from the directories of the target what is not in the source.

=back|}

let tree = [
  ok ["mkdir_p"; "/src/d"];
  ok ["write"; "/src/d/file"; "content"];
  ok ["chmod"; "0640"; "/src/d/file"];
  ok ["chown"; "1000"; "1001"; "/src/d/file"];
  ok ["utimens"; "/src/d/file"; "1000000000"; "0"; "1000000000"; "0"];
  ok ["ln_s"; "/etc/passwd"; "/src/link"] ]

let is_kept path = [
  ["cat"; path] ==> Is "content";
  ["statns"; path] ==> Has_fields [
    "st_uid", "1000"; "st_gid", "1001"; "st_mtime_sec", "1000000000";
    "st_mode", "33184" ] ]

let actions = [
  { defaults with
    name = "rsync";
    where = Daemon 344;
    added = (1, 19, 29);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (Pathname, "dest") ];
    optargs;
    optional_group = rsync;
    summary = "copy files inside the guest with rsync";
    doc = {|
Bring C<dest> up to date with C<src>, both in the guest, with rsync(1).  A
slash at the end of C<src> stands for what is in the directory; without it
the directory itself is copied into C<dest>.  No wildcards are expanded.
|} ^ options;
    tests = [
      example ~needs Filesystem (tree @ [
        ok ["rsync"; "/src/"; "/dest"; "archive:true"] ] @
        is_kept "/dest/d/file" @ [
        ["readlink"; "/dest/link"] ==> Is "/etc/passwd" ]);
      test ~needs Filesystem (tree @ [
        ok ["mkdir"; "/dest"];
        ok ["touch"; "/dest/old"];
        ok ["rsync"; "/src"; "/dest"; "archive:true"];
        ["find"; "/dest/"] ==>
          Is_list ["old"; "src"; "src/d"; "src/d/file"; "src/link"] ]);
      test ~needs Filesystem (tree @ [
        ok ["mkdir"; "/dest"];
        ok ["touch"; "/dest/old"];
        ok ["rsync"; "/src/"; "/dest"; "archive:true"; "deletedest:true"];
        ["find"; "/dest/"] ==> Is_list ["d"; "d/file"; "link"] ]);
      test ~needs Filesystem (tree @ [
        ok ["rsync"; "/src/d/file"; "/copy"];
        ["cat"; "/copy"] ==> Is "content";
        ok ["mkdir"; "/dest"];
        ok ["rsync"; "/src"; "/dest"];
        ["find"; "/dest/"] ==> Is_empty;
        fails "ENOENT" ["rsync"; "/none"; "/dest"];
        fails "ENOENT" ["rsync"; "/src/link/"; "/dest"];
        fails "ENOENT" ["rsync"; "/src"; "/none/dest"];
        fails "ENOENT" ["rsync"; "/src/d/file"; "/src/link"] ]);
      (* Links of the guest that point to directories of the appliance. *)
      test ~needs Filesystem (tree @ [
        ok ["mkdir"; "/dest"];
        ok ["mkdir"; "/tmp"];
        ok ["ln_s"; "/tmp"; "/dest/d"];
        ok ["rsync"; "/src/"; "/dest"; "archive:true"];
        ["is_symlink"; "/dest/d"] ==> Is_false;
        ["cat"; "/dest/d/file"] ==> Is "content";
        ok ["ln_s"; "/tmp"; "/there"];
        ok ["rsync"; "/src/d/"; "/there"; "archive:true"];
        ["cat"; "/tmp/file"] ==> Is "content" ]) ] };

  { defaults with
    name = "rsync_in";
    where = Daemon 345;
    added = (1, 19, 29);
    ret = RErr;
    args = [ String (PlainString, "remote");
             String (Pathname, "dest") ];
    optargs;
    optional_group = rsync;
    summary = "copy files from an rsync server into the guest";
    doc = {|
Bring C<dest> in the guest up to date with C<remote> on another machine, such
as C<rsync://host/module/path> or C<host::module/path>.  The appliance needs
a network: see C<guestfs_set_network>.  With QEMU's user network the machine
it runs on is C<169.254.2.2>.

A slash at the end of C<remote> stands for what is in the directory.
|} ^ options;
    tests = [
      test ~needs Filesystem [
        fails "EINVAL" ["rsync_in"; "/etc/passwd"; "/"];
        fails "EINVAL" ["rsync_in"; "etc/x:y"; "/"];
        fails "EINVAL" ["rsync_in"; "--help"; "/"];
        fails "ENETUNREACH" ["rsync_in"; "rsync://169.254.2.2/x"; "/"] ] ] };

  { defaults with
    name = "rsync_out";
    where = Daemon 346;
    added = (1, 19, 29);
    ret = RErr;
    args = [ String (Pathname, "src");
             String (PlainString, "remote") ];
    optargs;
    optional_group = rsync;
    summary = "copy files of the guest to an rsync server";
    doc = {|
Bring C<remote> on another machine up to date with C<src> in the guest.  See
C<guestfs_rsync_in> for what C<remote> may be, and C<guestfs_rsync> for
C<src>.
|} ^ options;
    tests = [
      test ~needs Filesystem [
        fails "EINVAL" ["rsync_out"; "/"; "/tmp"];
        fails "ENETUNREACH" ["rsync_out"; "/"; "169.254.2.2::x"] ] ] };
]
