(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Mounting and unmounting file systems. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "internal_parse_mountable";
    where = Daemon 396;
    leaves = Nothing;
    added = (1, 21, 11);
    ret = RStruct ("mountable", "internal_mountable");
    args = [ String (Mountable, "mountable") ];
    visibility = VInternal;
    summary = "take a mountable apart";
    doc = {|
Returns the type, the device and the subvolume of a mountable. Used by
C<guestfs_mountable_device> and C<guestfs_mountable_subvolume>.|};
    tests = [] };

  { defaults with
    name = "mkmountpoint";
    where = Daemon 148;
    added = (1, 0, 62);
    ret = RErr;
    args = [ String (PlainString, "exemptpath") ];
    summary = "make a directory to mount something on";
    doc = {|Makes the directory C<exemptpath>, an absolute path. Unlike
C<guestfs_mkdir> this works before anything is mounted. That is of use when
the file systems to be mounted do not belong together, so that none of them
can be the root of the others:

 mkmountpoint /old
 mkmountpoint /new
 mount /dev/sda1 /old
 mount /dev/sdb1 /new
 cp-a /old/home /new/

What is made before a file system is mounted on F</> is hidden by it, and
lost when the appliance is shut down. To make a mount point inside a file
system that is mounted use C<guestfs_mkdir>.|};
    tests = [
      example Blank
        [ ok ["part_disk"; "/dev/sda"; "mbr"];
          ok ["mkfs"; "ext2"; "/dev/sda1"];
          ok ["mkmountpoint"; "/old"];
          ok ["mount"; "/dev/sda1"; "/old"];
          ok ["write"; "/old/f"; "contents"];
          ["cat"; "/old/f"] ==> Is "contents";
          ok ["umount"; "/old"];
          ok ["rmmountpoint"; "/old"] ];
      test Filesystem
        [ ok ["mkmountpoint"; "/a"];
          ["is_dir"; "/a"] ==> Is_true;
          fails "EEXIST" ["mkmountpoint"; "/a"] ];
    ] };

  { defaults with
    name = "mount";
    where = Daemon 1;
    added = (0, 0, 3);
    ret = RErr;
    args = [ String (Mountable, "mountable");
             String (PlainString, "mountpoint") ];
    summary = "mount a file system";
    doc = {|
Mounts the file system on C<mountable> at C<mountpoint>, a directory that
exists; the first one is usually mounted on F</>. C<mountable> is a device
(C<guestfs_list_filesystems> finds them), or a Btrfs subvolume as
F<btrfsvol:/dev/sda1/name>.

The type of the file system is found out. Use C<guestfs_mount_ro> to be
sure that nothing is changed, and C<guestfs_mount_options> to give options.

Types whose drivers nobody maintains (adfs, befs, bfs, efs, hpfs, omfs, qnx4,
qnx6, sysv, vxfs, xenix) are refused with errno C<EOPNOTSUPP>, because a damaged
or hostile file system can stop the appliance's kernel.  C<guestfs_mount_vfs>
mounts them when it is given the type.

An NTFS in which Windows is hibernated (which includes its I<fast startup>)
can be mounted read-only, or with the option C<remove_hiberfile>, which loses
the saved session; otherwise this fails with errno C<EROFS>.

Writes may stay in memory until C<guestfs_umount>, C<guestfs_sync> or
C<guestfs_shutdown>.|};
    tests = [
      example Partition
        [ ok ["mkfs"; "ext2"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["write"; "/new"; "new file contents"];
          ["cat"; "/new"] ==> Is "new file contents";
          ["mounts"] ==> Is_list ["/dev/sda1"] ];
      test Filesystem
        [ ok ["mkfs"; "ext4"; "/dev/sdb"];
          ok ["mkdir"; "/mp"];
          ok ["mount"; "/dev/sdb"; "/mp"];
          ok ["write"; "/mp/f"; "below"];
          ok ["umount"; "/mp"];
          ["exists"; "/mp/f"] ==> Is_false;
          ok ["mount"; "/dev/sdb"; "/mp"];
          ["cat"; "/mp/f"] ==> Is "below";
          fails "ENOENT" ["mount"; "/dev/sdb"; "/nowhere"];
          (["mount"; "/dev/sdd"; "/mp"], Fails);
          fails "EINVAL" ["mount"; "/dev/sdb"; "mp"] ];
      test ~needs:["btrfs"; "filesystem:btrfs"] Blank
        [ ok ["mkfs"; "btrfs"; "/dev/sda"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["btrfs_subvolume_create"; "/sub"];
          ok ["write"; "/sub/f"; "inside"];
          ok ["umount"; "/"];
          ok ["mount"; "btrfsvol:/dev/sda/sub"; "/"];
          ["cat"; "/f"] ==> Is "inside";
          ["mounts"] ==> Is_list ["btrfsvol:/dev/sda/sub"] ];
      test ~needs:["ntfs3g"] Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["write"; "/f"; "on NTFS"];
          ok ["umount"; "/"];
          ok ["mount_ro"; "/dev/sdc"; "/"];
          ["cat"; "/f"] ==> Is "on NTFS";
          ["mounts"] ==> Is_list ["/dev/sdc"] ];
      (* Hibernated: only for reading, or without what was saved. *)
      test ~needs:["ntfs3g"] Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["write"; "/hiberfil.sys"; "hibr"];
          ok ["truncate_size"; "/hiberfil.sys"; "8192"];
          ok ["umount"; "/"];
          fails "EROFS" ["mount"; "/dev/sdc"; "/"];
          ["mounts"] ==> Is_empty;
          ok ["mount_ro"; "/dev/sdc"; "/"];
          ["exists"; "/hiberfil.sys"] ==> Is_true;
          ok ["umount"; "/"];
          ok ["mount_options"; "remove_hiberfile"; "/dev/sdc"; "/"];
          ["exists"; "/hiberfil.sys"] ==> Is_false;
          ok ["write"; "/f"; "again"] ];
      (* Dirty: there is something in the journal, which is 32 MiB from the
         start. *)
      test ~needs:["ntfs3g"] Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ok ["pwrite_device"; "/dev/sdc"; "RSTR"; "33554432"];
          ["ntfs_3g_probe"; "true"; "/dev/sdc"] ==> Is_int 15;
          fails "EROFS" ["mount_options"; "norecover"; "/dev/sdc"; "/"];
          ok ["mount_ro"; "/dev/sdc"; "/"];
          ok ["umount"; "/"];
          ok ["mount"; "/dev/sdc"; "/"];
          ok ["write"; "/f"; "recovered"];
          ok ["umount"; "/"];
          ["ntfs_3g_probe"; "true"; "/dev/sdc"] ==> Is_int 0 ];
      (* Damaged: the second record of the MFT is gone, at 17 KiB. *)
      test ~needs:["ntfs3g"] Blank
        [ ok ["mkfs"; "ntfs"; "/dev/sdc"];
          ["pread_device"; "/dev/sdc"; "4"; "17408"] ==> Is_buffer "FILE";
          ok ["pwrite_device"; "/dev/sdc"; "????"; "17408"];
          fails "EIO" ["mount"; "/dev/sdc"; "/"];
          ["mounts"] ==> Is_empty ];
      test Filesystem
        [ ok ["ln_s"; "/etc"; "/link"];
          fails "ENOENT" ["mount"; "/dev/sdb"; "/link"] ];
    ] };

  { defaults with
    name = "mount_9p";
    where = Daemon 286;
    added = (1, 11, 12);
    ret = RErr;
    args = [ String (PlainString, "mounttag");
             String (PlainString, "mountpoint") ];
    optargs = [ 0, OString "options" ];
    camel_name = Some "Mount9P";
    summary = "mount a 9p file system";
    doc = {|Mounts a directory of the host that was shared with the appliance.
C<mounttag> is one of C<guestfs_list_9p>. Unless C<options> says otherwise
the transport is virtio; C<options> are added to the mount options.|};
    tests = [
      example Blank
        [ (["mount_9p"; "tag"; "/"], Fails) ];
    ] };

  { defaults with
    name = "mount_loop";
    where = Daemon 129;
    added = (1, 0, 54);
    ret = RErr;
    args = [ String (Pathname, "file");
             String (Pathname, "mountpoint") ];
    summary = "mount a file as a file system";
    doc = {|
Mounts the file system inside C<file>, which is itself a file of a mounted
file system such as a CD image, on the directory C<mountpoint>.|};
    tests = [
      example Filesystem
        [ ok ["mkdir"; "/mp"];
          ok ["mkfs"; "ext2"; "/dev/sdc"];
          ok ["copy_device_to_file"; "/dev/sdc"; "/image"; "sparse:true"];
          ok ["mount_loop"; "/image"; "/mp"];
          ok ["write"; "/mp/f"; "in a file"];
          ["cat"; "/mp/f"] ==> Is "in a file";
          ok ["umount"; "/mp"];
          ["exists"; "/mp/f"] ==> Is_false ];
    ] };

  { defaults with
    name = "mount_options";
    where = Daemon 74;
    added = (1, 0, 10);
    ret = RErr;
    args = [ String (PlainString, "options");
             String (Mountable, "mountable");
             String (PlainString, "mountpoint") ];
    summary = "mount a file system with options";
    doc = {|
Does what C<guestfs_mount> does with mount options, a list with commas as
mount(8) takes them. An empty string is no option.

Device nodes in a guest's file system cannot be opened (C<nodev>), since they
would lead to disks of the appliance; the option C<dev> allows it.|};
    tests = [
      example Partition
        [ ok ["mkfs"; "ext2"; "/dev/sda1"];
          ok ["mount_options"; "ro"; "/dev/sda1"; "/"];
          fails "EROFS" ["touch"; "/f"] ];
      test Partition
        [ ok ["mkfs"; "ext2"; "/dev/sda1"];
          (["mount_options"; "nosuchoption"; "/dev/sda1"; "/"], Fails);
          ["mounts"] ==> Is_empty ];
    ] };

  { defaults with
    name = "mount_ro";
    where = Daemon 73;
    added = (1, 0, 10);
    ret = RErr;
    args = [ String (Mountable, "mountable");
             String (PlainString, "mountpoint") ];
    summary = "mount a file system read-only";
    doc = {|
Does what C<guestfs_mount> does with the option C<ro>: nothing in the file
system can be changed by later calls.

Replaying the journal of a file system that was not unmounted may still
write to the disk. To make sure that a disk is not written to at all, add
it read-only.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["mount_ro"; "/dev/sda1"; "/"];
          fails "EROFS" ["write"; "/f"; "x"] ];
    ] };

  { defaults with
    name = "mount_vfs";
    where = Daemon 75;
    added = (1, 0, 10);
    ret = RErr;
    args = [ String (PlainString, "options");
             String (PlainString, "vfstype");
             String (Mountable, "mountable");
             String (PlainString, "mountpoint") ];
    summary = "mount a file system of a given type, with options";
    doc = {|
Does what C<guestfs_mount> does with mount options, which may be empty, and
without finding out the type: it is C<vfstype>, such as C<ext4>.|};
    tests = [
      example Filesystem
        [ ok ["umount"; "/"];
          ok ["mount_vfs"; "ro"; "ext2"; "/dev/sda1"; "/"];
          ["mountpoints"] ==> Has_pairs [ "/dev/sda1", "/" ];
          fails "EROFS" ["touch"; "/f"] ];
      test Filesystem
        [ ok ["umount"; "/"];
          (["mount_vfs"; ""; "vfat"; "/dev/sda1"; "/"], Fails);
          ["mounts"] ==> Is_empty ];
    ] };

  { defaults with
    name = "mountable_device";
    where = Library;
    added = (1, 33, 15);
    ret = RString (RDevice, "device");
    args = [ String (Mountable, "mountable") ];
    summary = "get the device of a mountable";
    doc = {|
Returns the device that C<mountable> is on: itself for a device, and
F</dev/sda1> for F<btrfsvol:/dev/sda1/name>.|};
    tests = [
      example Blank
        [ ["mountable_device"; "btrfsvol:/dev/sda/name"] ==> Is "/dev/sda";
          ["mountable_device"; "/dev/sda"] ==> Is "/dev/sda" ];
    ] };

  { defaults with
    name = "mountable_subvolume";
    where = Library;
    added = (1, 33, 15);
    ret = RString (RPlainString, "subvolume");
    args = [ String (Mountable, "mountable") ];
    summary = "get the subvolume of a mountable";
    doc = {|Returns the Btrfs subvolume that C<mountable> names: C<name> for
F<btrfsvol:/dev/sda1/name>. If it names none, that is an error with errno
C<EINVAL>.|};
    tests = [
      example Blank
        [ ["mountable_subvolume"; "btrfsvol:/dev/sda/name"] ==> Is "name";
          fails "EINVAL" ["mountable_subvolume"; "/dev/sda"] ];
    ] };

  { defaults with
    name = "mountpoints";
    where = Daemon 147;
    leaves = Nothing;
    added = (1, 0, 62);
    ret = RHashtable (RMountable, RPlainString, "mps");
    summary = "list what is mounted, and where";
    doc = {|
Returns the mounted file systems and the path where each is mounted.
See also C<guestfs_mounts>.|};
    tests = [
      example Filesystem
        [ ["mountpoints"] ==> Has_pairs [ "/dev/sda1", "/" ] ];
      test Lv_filesystem
        [ ok ["mkfs"; "ext2"; "/dev/sdb"];
          ok ["mkdir"; "/mp"];
          ok ["mount"; "/dev/sdb"; "/mp"];
          ["mountpoints"]
          ==> Has_pairs [ "/dev/VG/LV", "/"; "/dev/sdb", "/mp" ] ];
    ] };

  { defaults with
    name = "mounts";
    where = Daemon 46;
    leaves = Nothing;
    added = (0, 0, 8);
    ret = RStringList (RMountable, "devices");
    summary = "list what is mounted";
    doc = {|
Returns the devices (or Btrfs subvolumes) whose file systems are mounted,
in the order in which they were. What the appliance has mounted for itself
is not among them. See also C<guestfs_mountpoints>.|};
    tests = [
      example Filesystem
        [ ["mounts"] ==> Is_list ["/dev/sda1"] ];
      test Lv_filesystem
        [ ["mounts"] ==> Is_list ["/dev/VG/LV"] ];
    ] };

  { defaults with
    name = "remount";
    where = Daemon 402;
    added = (1, 23, 2);
    ret = RErr;
    args = [ String (Pathname, "mountpoint") ];
    optargs = [ 0, OBool "rw" ];
    summary = "make a mounted file system read-only or writable";
    doc = {|
Changes how the file system that is mounted on C<mountpoint> is mounted: if
C<rw> is true it can be written to, if false it is read-only. Its other
options stay as they are. Nothing changes without C<rw>.|};
    tests = [
      example Filesystem
        [ ok ["remount"; "/"; "rw:false"];
          fails "EROFS" ["write"; "/f"; "x"];
          ok ["remount"; "/"; "rw:true"];
          ok ["write"; "/f"; "x"];
          ["cat"; "/f"] ==> Is "x" ];
    ] };

  { defaults with
    name = "rmmountpoint";
    where = Daemon 149;
    added = (1, 0, 62);
    ret = RErr;
    args = [ String (PlainString, "exemptpath") ];
    summary = "remove a directory made by mkmountpoint";
    doc = {|
Removes the directory C<exemptpath>, which must be empty and nothing must be
mounted on it. Like C<guestfs_mkmountpoint> this works when nothing is
mounted.|};
    tests = [
      example Blank
        [ ok ["mkmountpoint"; "/a"];
          ok ["rmmountpoint"; "/a"];
          fails "ENOENT" ["rmmountpoint"; "/a"] ];
    ] };

  { defaults with
    name = "umount";
    where = Daemon 45;
    added = (0, 0, 8);
    ret = RErr;
    args = [ String (Dev_or_Path, "pathordevice") ];
    optargs = [ 0, OBool "force";
                1, OBool "lazyunmount" ];
    once_had_no_optargs = true;
    fish_alias = [ "unmount" ];
    summary = "unmount a file system";
    doc = {|
Unmounts the file system that is mounted on the path C<pathordevice>, or
from the device C<pathordevice>. What was written is on the disk
afterwards.

With C<force> it is unmounted even if something still waits for it, as with
a network file system that does not answer. With C<lazyunmount> it
disappears at once and is released when nothing uses it any more.|};
    tests = [
      example Filesystem
        [ ["mounts"] ==> Is_list ["/dev/sda1"];
          ok ["umount"; "/"];
          ["mounts"] ==> Is_empty ];
      test Filesystem
        [ ok ["umount"; "/dev/sda1"];
          ["mounts"] ==> Is_empty;
          fails "EINVAL" ["umount"; "/dev/sda1"] ];
      test Filesystem
        [ ok ["umount"; "/"; "force:true"];
          ["mounts"] ==> Is_empty ];
      test Filesystem
        [ ok ["umount"; "/"; "lazyunmount:true"];
          ["mounts"] ==> Is_empty ];
      test Filesystem
        [ ok ["mkdir"; "/dir"];
          fails "EINVAL" ["umount"; "/dir"];
          ok ["mkfs"; "ext2"; "/dev/sdb"];
          ok ["mount"; "/dev/sdb"; "/dir"];
          fails "EBUSY" ["umount"; "/"];
          ok ["umount"; "/dir"];
          ["mounts"] ==> Is_list ["/dev/sda1"] ];
    ] };

  { defaults with
    name = "umount_all";
    where = Daemon 47;
    added = (0, 0, 8);
    ret = RErr;
    fish_alias = [ "unmount-all" ];
    summary = "unmount all file systems";
    doc = {|
Unmounts everything that is mounted, the innermost first. What was written
is on the disks afterwards.|};
    tests = [
      example Filesystem
        [ ok ["umount_all"];
          ["mounts"] ==> Is_empty ];
      test Filesystem
        [ ok ["mkfs"; "ext2"; "/dev/sdb"];
          ok ["mkdir"; "/a"];
          ok ["mount"; "/dev/sdb"; "/a"];
          ok ["mkdir"; "/a/b"];
          ok ["mkfs"; "ext2"; "/dev/sdc"];
          ok ["mount"; "/dev/sdc"; "/a/b"];
          ["mounts"] ==> Is_list ["/dev/sda1"; "/dev/sdb"; "/dev/sdc"];
          ok ["umount_all"];
          ["mounts"] ==> Is_empty;
          ok ["mount"; "/dev/sdb"; "/"];
          ["is_dir"; "/b"] ==> Is_true ];
    ] };
]
