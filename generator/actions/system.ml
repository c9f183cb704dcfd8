(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The appliance itself: what it can do, its kernel, its caches. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "available";
    where = Library;
    added = (1, 0, 80);
    ret = RErr;
    args = [ StringList (PlainString, "groups") ];
    summary = "test if optional groups of functions are available";
    doc = {|
Succeeds if all of C<groups> are available in this appliance, and fails with
an error that names the first that is not. L<guestfs(3)/AVAILABILITY> lists
the groups. The errno is C<ENOTSUP> for a group that is not available, and
C<EINVAL> for a name that is not a group.

To ask without an error, use C<guestfs_feature_available>; to ask for a
file system, C<guestfs_filesystem_available>.|};
    tests = [
      example Blank
        [ ok ["available"; "lvm2 mknod"] ];
      test Blank
        [ ok ["available"; ""];
          fails "EINVAL" ["available"; "nosuchgroup"] ];
    ] };

  { defaults with
    name = "available_all_groups";
    where = Daemon 251;
    leaves = Nothing;
    added = (1, 3, 15);
    ret = RStringList (RPlainString, "groups");
    summary = "list all optional groups";
    doc = {|
Returns the names of all optional groups that this release knows, sorted,
whether they are available or not: see C<guestfs_available>.|};
    tests = [
      example Blank
        [ ["available_all_groups"] ==> Includes ["lvm2"; "mknod"; "xfs"] ];
    ] };

  { defaults with
    name = "dmesg";
    where = Daemon 91;
    leaves = Nothing;
    added = (1, 0, 18);
    ret = RString (RPlainString, "kmsgs");
    summary = "messages of the appliance's kernel";
    doc = {|
Returns what the appliance's kernel has logged, as L<dmesg(1)> would show it:
useful when a file system cannot be mounted. These are not messages of the
guest.|};
    tests = [
      (* The kernel forgets its oldest messages. *)
      example Filesystem
        [ ["dmesg"] ==> Matches "EXT4-fs .sda1.: mounted filesystem" ];
    ] };

  { defaults with
    name = "drop_caches";
    where = Daemon 90;
    added = (1, 0, 18);
    ret = RErr;
    args = [ Int "whattodrop" ];
    summary = "drop the caches of the appliance's kernel";
    doc = {|
Makes the appliance's kernel forget what it has cached and can read again.
C<whattodrop> is 1 for file contents, 2 for directory entries and inodes,
3 for both. C<guestfs_sync> is done first, so that as much as possible can
be dropped.|};
    tests = [
      example Filesystem
        [ ok ["write"; "/f"; "kept"];
          ok ["drop_caches"; "3"];
          ["cat"; "/f"] ==> Is "kept" ];
      test Blank
        [ fails "EINVAL" ["drop_caches"; "4"] ];
    ] };

  { defaults with
    name = "echo_daemon";
    where = Daemon 195;
    leaves = Nothing;
    added = (1, 0, 69);
    ret = RString (RPlainString, "output");
    args = [ StringList (PlainString, "words") ];
    summary = "echo words";
    doc = {|
Sends C<words> to the daemon, which returns them separated by single spaces.
It tests the connection; see also C<guestfs_ping_daemon>.|};
    tests = [
      example Blank
        [ ["echo_daemon"; "one two"] ==> Is "one two" ];
      test Blank
        [ ["echo_daemon"; ""] ==> Is "" ];
    ] };

  { defaults with
    name = "feature_available";
    where = Library;
    added = (1, 21, 26);
    ret = RBool "isavailable";
    args = [ StringList (PlainString, "groups") ];
    summary = "test if optional groups of functions are available";
    doc = {|
Returns true if all of C<groups> are available in this appliance. It is
C<guestfs_available> as a question. A name that is not a group is an error,
with errno C<EINVAL>.|};
    tests = [
      example Blank
        [ ["feature_available"; "lvm2 mknod"] ==> Is_true ];
      test Blank
        [ ["feature_available"; ""] ==> Is_true;
          fails "EINVAL" ["feature_available"; "nosuchgroup"] ];
    ] };

  { defaults with
    name = "filesystem_available";
    where = Daemon 333;
    leaves = Nothing;
    added = (1, 19, 5);
    ret = RBool "fsavail";
    args = [ String (PlainString, "filesystem") ];
    summary = "test if the kernel has a file system";
    doc = {|
Returns true if the appliance's kernel has a driver for C<filesystem>, as a
module or built in, or, for C<ntfs>, if ntfs-3g(8) is there. C<filesystem> is
the name that L<mount(8)> takes, such as C<ext4>. Whether one can be I<made>
depends on the tools too.|};
    tests = [
      example Blank
        [ ["filesystem_available"; "ext4"] ==> Is_true;
          ["filesystem_available"; "nosuchfs"] ==> Is_false ];
      test Blank
        [ fails "EINVAL" ["filesystem_available"; "../ext4"] ];
    ] };

  { defaults with
    name = "internal_feature_available";
    where = Daemon 458;
    leaves = Nothing;
    added = (1, 31, 25);
    ret = RInt "result";
    args = [ String (PlainString, "group") ];
    visibility = VInternal;
    summary = "test if one optional group is available";
    doc = {|
Returns 0 if C<group> is available, 1 if it is not, 2 if there is no such
group.|};
    tests = [
      test Blank
        [ ["internal_feature_available"; "realpath"] ==> Is_int 0;
          ["internal_feature_available"; "nosuchgroup"] ==> Is_int 2 ];
    ] };

  { defaults with
    name = "modprobe";
    where = Daemon 194;
    added = (1, 0, 68);
    ret = RErr;
    args = [ String (PlainString, "modulename") ];
    optional_group = Some "linuxmodules";
    summary = "load a kernel module";
    doc = {|
Loads the module C<modulename>, and those it depends on, into the
appliance's kernel. File systems need not be loaded: the kernel does that
when they are mounted.|};
    tests = [
      example Blank
        [ ok ["modprobe"; "loop"] ];
      test Blank
        [ (["modprobe"; "nosuchmodule"], Fails) ];
    ] };

  { defaults with
    name = "ping_daemon";
    where = Daemon 92;
    leaves = Nothing;
    added = (1, 0, 18);
    ret = RErr;
    summary = "ask the daemon for a sign of life";
    doc = {|
Does nothing but go to the daemon and back. It succeeds when the appliance
is running and answers.|};
    tests = [
      example Blank
        [ ok ["ping_daemon"] ];
    ] };

  { defaults with
    name = "sleep";
    where = Daemon 109;
    leaves = Nothing;
    added = (1, 0, 41);
    ret = RErr;
    args = [ Int "secs" ];
    also_cancellable = true;
    summary = "wait some seconds";
    doc = {|
Waits for C<secs> seconds in the appliance.|};
    tests = [
      example Blank
        [ ok ["sleep"; "1"] ];
      test Blank
        [ fails "EINVAL" ["sleep"; "-1"] ];
    ] };

  { defaults with
    name = "sync";
    where = Daemon 2;
    added = (0, 0, 3);
    ret = RErr;
    summary = "write what is cached to the disks";
    doc = {|
Writes everything that the appliance has cached to the disk images, and
flushes the disks. When it has returned, what was changed before it is
stored as safely as the drive's C<cachemode> allows: see
C<guestfs_add_drive_opts>.

C<guestfs_shutdown> and C<guestfs_close> do this too.|};
    tests = [
      example Filesystem
        [ ok ["write"; "/f"; "stored"];
          ok ["sync"];
          ["cat"; "/f"] ==> Is "stored" ];
    ] };

  { defaults with
    name = "utsname";
    where = Daemon 342;
    leaves = Nothing;
    added = (1, 19, 27);
    ret = RStruct ("uts", "utsname");
    summary = "name and version of the appliance's kernel";
    doc = {|
Returns what L<uname(2)> says in the appliance: the system's name, the
kernel's release and version, and the machine. These are not those of the
guest.|};
    tests = [
      example Blank
        [ ["utsname"] ==> Has_fields ["uts_sysname", "Linux"] ];
    ] };
]
