(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The guest's files as a directory of the host. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "mount_local";
    added = (1, 17, 22);
    args = [ String (PlainString, "localmountpoint") ];
    optargs = [ 0, OBool "readonly"; 1, OString "options";
                2, OInt "cachetimeout"; 3, OBool "debugcalls" ];
    summary = "mount the guest on a directory of the host";
    doc = {|
Mounts the guest, as it is seen after C<guestfs_mount>, on the directory
C<localmountpoint> of the host, with FUSE. All programs of the host can use
it then: see L<guestfs(3)/MOUNTING THE GUEST ON THE HOST>.

When this returns the mount is there, but whoever looks at it waits until
C<guestfs_mount_local_run> is called, which answers. A handle has one such
mount at a time.

=over 4

=item C<readonly>

Nothing can be changed: whatever would fails with C<EROFS>.

=item C<options>

Mount options with commas, as C<mount -o> takes them: C<allow_other>,
C<fsname=NAME>, C<uid=N>, C<gid=N>, C<umask=OCTAL> and others of mount.fuse3(8).
Those of FUSE 2 that have no meaning any more are accepted.

=item C<cachetimeout>

For how many seconds the host may use what it knows of names and attributes
without asking again: 60 if this is not given. 0 makes everything slow, and is
of use only when a program in the appliance changes files by itself.

=item C<debugcalls>

Each request that needs the appliance is a line of debugging output.

=back|};
    tests = [
      test Blank [
        fails "ENOENT" ["mount_local"; "@tmp/none"];
        fails "EINVAL" ["mount_local"; "@tmp"; "options:uid=x"];
        fails "EINVAL" ["mount_local"; "@tmp/none"; "options:ro,bogus"];
        fails "EINVAL" ["mount_local_run"];
        fails "EINVAL" ["umount_local"] ] ] };

  { defaults with
    name = "mount_local_run";
    added = (1, 17, 22);
    cancellable = true;
    summary = "answer the requests of a local mount";
    doc = {|
Serves what C<guestfs_mount_local> has mounted, and returns when it has been
unmounted: by C<guestfs_umount_local> in another thread, by C<fusermount3 -u>
or umount(8).

It fails when nothing is mounted on F</> of the guest; the mount on the host is
still there then. It also fails when the appliance is lost meanwhile, or when
it is cancelled with C<guestfs_user_cancel>: then the mount is gone, even if
programs were using it. What they had written before was written to the guest
if there still was one.

Other threads may call other functions of the same handle meanwhile, also
C<guestfs_close>. The mount shows what they have changed when
they return, which takes longer the more files the host knows. Functions that
only read, such as C<guestfs_cat>, take no longer; the host may know the access
times that they have changed only when C<cachetimeout> has passed.

On a disk of the guest that is full, write(2) succeeds all the same, because the
host's kernel writes later: a program must look at what fsync(2) or close(2)
returns, and C<sync -f> tells afterwards whether everything was written.|};
    tests = [] };

  { defaults with
    name = "umount_local";
    added = (1, 17, 22);
    optargs = [ 0, OBool "retry" ];
    summary = "unmount the guest from the host";
    doc = {|
Unmounts what C<guestfs_mount_local> has mounted. As C<guestfs_mount_local_run>
has to answer requests until it is done, it is called from another thread than
that. Unless it fails, C<guestfs_mount_local_run> returns soon afterwards.

If programs are using the mount this fails with C<EBUSY>, and the error names
them. With C<retry> it is tried again four times, for 15 seconds in all.|};
    tests = [] };
]
