(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Btrfs: making it, its devices and its size, checking and rescuing. *)

open Types
open Testing

(* The superblock, or something else, at this byte is lost. *)
let erase device offset =
  ok ["debug"; "sh";
      Printf.sprintf "dd if=/dev/zero of=%s bs=4096 seek=%d count=1 \
                      conv=notrunc,fsync 2>/dev/null" device (offset / 4096)]

let actions = [
  { defaults with
    name = "btrfs_device_add";
    where = Daemon 329;
    added = (1, 17, 35);
    ret = RErr;
    args = [ StringList (Device, "devices");
             String (Pathname, "fs") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSDeviceAdd";
    summary = "add devices to a Btrfs file system";
    doc = {|
Adds each of C<devices> to the Btrfs file system that is mounted on C<fs>.
What is on them is lost. New data goes to them as well from now on; what is
there already is spread over them by C<guestfs_btrfs_filesystem_balance>.

An empty list does nothing.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_device_add"; "/dev/sdb /dev/sdd"; "/"];
          ["btrfs_filesystem_show"; "/dev/sdd"]
          ==> Is_list ["/dev/sda"; "/dev/sdb"; "/dev/sdd"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize > 6000000000" ];
      (* What was on the device is not seen any more. *)
      test Blank
        [ ok ["mkfs"; "ext2"; "/dev/sdb"];
          ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["btrfs_device_add"; "/dev/sdb"; "/"];
          ok ["umount_all"];
          ["vfs_type"; "/dev/sdb"] ==> Is "btrfs";
          ok ["mount"; "/dev/sdb"; "/"] ];
      test Btrfs
        [ ok ["btrfs_device_add"; ""; "/"];
          fails "EBUSY" ["btrfs_device_add"; "/dev/sda"; "/"];
          ["btrfs_filesystem_show"; "/dev/sda"] ==> Is_list ["/dev/sda"] ];
      test Filesystem
        [ fails "EINVAL" ["btrfs_device_add"; "/dev/sdb"; "/"];
          ["vfs_type"; "/dev/sdb"] ==> Is "" ];
    ] };

  { defaults with
    name = "btrfs_device_delete";
    where = Daemon 330;
    added = (1, 17, 35);
    ret = RErr;
    args = [ StringList (Device, "devices");
             String (Pathname, "fs") ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSDeviceDelete";
    summary = "remove devices from a Btrfs file system";
    doc = {|
Removes each of C<devices> from the Btrfs file system that is mounted on
C<fs>. What is stored on them is moved to the others first, which may take
long; there must be room for it, and as many devices must stay as the profiles
of data and metadata need.

When the call is cancelled (C<guestfs_user_cancel>), the device stays.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"; "metadata:single"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["fill_pattern"; "abc"; "3000000"; "/file"];
          ok ["btrfs_device_delete"; "/dev/sda"; "/"];
          ["btrfs_filesystem_show"; "/dev/sdb"] ==> Is_list ["/dev/sdb"];
          ["vfs_type"; "/dev/sda"] ==> Is "";
          ok ["umount_all"];
          ok ["mount"; "/dev/sdb"; "/"];
          ["filesize"; "/file"] ==> Is_int 3000000 ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"; "metadata:raid1"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EBUSY" ["btrfs_device_delete"; "/dev/sdb"; "/"];
          (["btrfs_device_delete"; "/dev/sdd"; "/"], Fails);
          ["btrfs_filesystem_show"; "/dev/sda"]
          ==> Is_list ["/dev/sda"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "btrfs_filesystem_defragment";
    where = Daemon 443;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    optargs = [ 0, OBool "flush";
                1, OString "compress" ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSFilesystemDefragment";
    summary = "defragment a file or directory on Btrfs";
    doc = {|
Writes the file C<path> anew, in fewer pieces. If C<path> is a directory, this
does it for the metadata of the subvolume that it is in, not for the files in
the directory.

=over 4

=item C<flush>

Write to the disk before returning.

=item C<compress>

Compress the file on this occasion. The way to do it is C<zlib>, C<lzo> or
C<zstd>.

=back|};
    tests = [
      example Btrfs
        [ ok ["fill_pattern"; "abc"; "1000000"; "/file"];
          ok ["btrfs_filesystem_defragment"; "/file"; "flush:true";
              "compress:lzo"];
          ok ["sync"];
          ["debug"; "sh"; "filefrag -v /sysroot/file"] ==> Matches "encoded" ];
      test Btrfs
        [ ok ["debug"; "sh"; "for i in 7 6 5 4 3 2 1 0; do \
                              dd if=/dev/urandom of=/sysroot/f bs=8k count=1 \
                              seek=$i conv=notrunc,fsync 2>/dev/null; done"];
          ["debug"; "sh"; "filefrag /sysroot/f"] ==> Matches "8 extents";
          ok ["btrfs_filesystem_defragment"; "/f"];
          ok ["sync"];
          ["debug"; "sh"; "filefrag /sysroot/f"] ==> Matches "1 extent";
          ok ["btrfs_filesystem_defragment"; "/"; "flush:true"];
          fails "EINVAL" ["btrfs_filesystem_defragment"; "/f"; "compress:rar"];
          fails "ENOENT" ["btrfs_filesystem_defragment"; "/none"] ];
    ] };

  { defaults with
    name = "btrfs_filesystem_resize";
    where = Daemon 289;
    added = (1, 11, 17);
    ret = RErr;
    args = [ String (Pathname, "mountpoint") ];
    optargs = [ 0, OInt64 "size" ];
    optional_group = Some "btrfs";
    also_cancellable = true;
    camel_name = Some "BTRFSFilesystemResize";
    summary = "make a Btrfs file system larger or smaller";
    doc = {|
Changes the size of the Btrfs file system that is mounted on C<mountpoint>.

With C<size>, it takes that many bytes of its device; less than is stored in
it, or than 256 MiB, is an error. Without, it becomes as large as its device is.

On several devices, C<size> is what it takes of the first of them (that with
the lowest number), and without C<size> all of them are used to the end.

When the call is cancelled (C<guestfs_user_cancel>), the size stays.|};
    tests = [
      example Btrfs
        [ ok ["btrfs_filesystem_resize"; "/"; "size:1073741824"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 1073741824" ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"; "bytecount:536870912"];
          ok ["mount"; "/dev/sda"; "/"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 1073741824";
          ok ["btrfs_filesystem_resize"; "/"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 4294967296";
          ok ["btrfs_filesystem_resize"; "/"; "size:1073741824"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 3221225472" ];
      (* The device with number 1 is not there any more. *)
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"; "metadata:single"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["btrfs_device_add"; "/dev/sdb"; "/"];
          ok ["btrfs_device_delete"; "/dev/sda"; "/"];
          ok ["btrfs_filesystem_resize"; "/"; "size:1073741824"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 1073741824" ];
      test Btrfs
        [ fails "EINVAL" ["btrfs_filesystem_resize"; "/"; "size:0"];
          fails "EINVAL" ["btrfs_filesystem_resize"; "/"; "size:-5"];
          fails "EFBIG" ["btrfs_filesystem_resize"; "/"; "size:5000000000"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 2147483648" ];
    ] };

  { defaults with
    name = "btrfs_filesystem_show";
    where = Daemon 465;
    leaves = Nothing;
    added = (1, 33, 29);
    ret = RStringList (RDevice, "devices");
    args = [ String (Device, "device") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSFilesystemsShow";
    summary = "list the devices of a Btrfs file system";
    doc = {|
Returns all devices of the Btrfs file system that is on C<device>, in the order
of their numbers in it. It need not be mounted.

If some of its devices are not there, this is an error with errno C<ENODEV>.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sdb /dev/sda"];
          ["btrfs_filesystem_show"; "/dev/sda"]
          ==> Is_list ["/dev/sdb"; "/dev/sda"] ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"];
          ok ["wipefs"; "/dev/sda"];
          fails "ENODEV" ["btrfs_filesystem_show"; "/dev/sdb"];
          fails "ENODEV" ["mount"; "/dev/sdb"; "/"];
          fails "EINVAL" ["btrfs_filesystem_show"; "/dev/sda"] ];
      test Blank
        [ ok ["pvcreate"; "/dev/sda"];
          ok ["vgcreate"; "VG"; "/dev/sda"];
          ok ["lvcreate"; "LV"; "VG"; "500"];
          ok ["mkfs_btrfs"; "/dev/VG/LV /dev/sdb"];
          ["btrfs_filesystem_show"; "/dev/sdb"]
          ==> Is_list ["/dev/VG/LV"; "/dev/sdb"];
          ok ["mount"; "/dev/sdb"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_filesystem_sync";
    where = Daemon 327;
    added = (1, 17, 35);
    ret = RErr;
    args = [ String (Pathname, "fs") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSFilesystemSync";
    summary = "write what is cached of a Btrfs file system";
    doc = {|
Writes everything that has been changed in the Btrfs file system that C<fs> is
on to its devices.|};
    tests = [
      example Btrfs
        [ ok ["touch"; "/banana"];
          ok ["btrfs_filesystem_sync"; "/"];
          ["debug"; "sh"; "btrfs inspect-internal dump-tree -t 5 /dev/sda"]
          ==> Matches "name: banana" ];
      test Filesystem
        [ fails "EINVAL" ["btrfs_filesystem_sync"; "/"] ];
    ] };

  { defaults with
    name = "btrfs_fsck";
    where = Daemon 332;
    added = (1, 17, 43);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OInt64 "superblock";
                1, OBool "repair" ];
    optional_group = Some "btrfs";
    deprecated = Replaced_by "btrfs_scrub_full";
    summary = "check a Btrfs file system";
    doc = {|
Checks the structure of the Btrfs file system on C<device>, which must not be
mounted, with C<btrfs check>. An error says what was found.

=over 4

=item C<superblock>

Start from this copy of the superblock, 0 to 2.

=item C<repair>

Change what is wrong. This may do harm as well: have a copy.

=back

C<guestfs_btrfs_scrub_full>, on a file system that can be mounted, compares
also the contents of files with their checksums.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["btrfs_fsck"; "/dev/sda"] ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["btrfs_fsck"; "/dev/sda"; "repair:true"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EBUSY" ["btrfs_fsck"; "/dev/sda"; "repair:true"];
          ok ["umount_all"];
          erase "/dev/sda" 65536;
          (["btrfs_fsck"; "/dev/sda"], Fails);
          ok ["btrfs_fsck"; "/dev/sda"; "superblock:1"];
          fails "EINVAL" ["btrfs_fsck"; "/dev/sda"; "superblock:3"] ];
    ] };

  { defaults with
    name = "btrfs_image";
    where = Daemon 453;
    added = (1, 29, 32);
    ret = RErr;
    args = [ StringList (Device, "source");
             String (Pathname, "image") ];
    optargs = [ 0, OInt "compresslevel" ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSImage";
    summary = "make an image of the metadata of Btrfs";
    doc = {|
Writes the metadata of the Btrfs file system on the devices C<source> to the
file C<image>, for whoever is to find out what is wrong with it. The contents
of files are left out, their names are not.

The program C<btrfs-image> makes a file system of such an image again. One of
the devices of a file system is enough; if more are given, they must all be of
the same one.

C<compresslevel> is 0 (the default: do not compress) to 9.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["touch"; "/banana"];
          ok ["umount_all"];
          ok ["mkfs"; "ext2"; "/dev/sdd"];
          ok ["mount"; "/dev/sdd"; "/"];
          ok ["btrfs_image"; "/dev/sda /dev/sdb"; "/image"; "compresslevel:3"];
          ["debug"; "sh"; "btrfs-image -r /sysroot/image /dev/sda && \
                           btrfs inspect-internal dump-tree -t 5 /dev/sda"]
          ==> Matches "name: banana" ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["mkfs_btrfs"; "/dev/sdb"];
          ok ["mkfs"; "ext2"; "/dev/sdd"];
          ok ["mount"; "/dev/sdd"; "/"];
          fails "EINVAL" ["btrfs_image"; "/dev/sda /dev/sdb"; "/image"];
          fails "EINVAL" ["btrfs_image"; "/dev/sdd"; "/image"];
          fails "EINVAL" ["btrfs_image"; ""; "/image"];
          fails "EINVAL" ["btrfs_image"; "/dev/sda"; "/image";
                          "compresslevel:10"];
          ["exists"; "/image"] ==> Is_false;
          fails "ENOENT" ["btrfs_image"; "/dev/sda"; "/none/image"] ];
    ] };

  { defaults with
    name = "btrfs_rescue_chunk_recover";
    where = Daemon 444;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSRescueChunkRecover";
    summary = "rebuild the chunk tree of Btrfs";
    doc = {|
Searches the whole of each device of the Btrfs file system on C<device> for
its chunks, and writes their tree anew. This is for a file system that cannot
be mounted because that tree is damaged; it takes as long as reading all of the
devices.|};
    tests = [
      example Blank
        [ ok ["part_init"; "/dev/sda"; "gpt"];
          ok ["part_add"; "/dev/sda"; "p"; "2048"; "264191"];
          ok ["mkfs_btrfs"; "/dev/sda1"; "metadata:single"];
          ok ["btrfs_rescue_chunk_recover"; "/dev/sda1"];
          ok ["btrfs_fsck"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          fails "EBUSY" ["btrfs_rescue_chunk_recover"; "/dev/sda1"] ];
      test Blank
        [ (["btrfs_rescue_chunk_recover"; "/dev/sdc"], Fails) ];
    ] };

  { defaults with
    name = "btrfs_rescue_super_recover";
    where = Daemon 445;
    added = (1, 29, 22);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSRescueSuperRecover";
    summary = "restore superblocks of Btrfs";
    doc = {|
Writes the superblocks of the Btrfs file system on C<device> that are damaged
anew, from a copy that is not. If all are good, nothing is done.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          erase "/dev/sda" 65536;
          ["vfs_type"; "/dev/sda"] ==> Is "";
          ok ["btrfs_rescue_super_recover"; "/dev/sda"];
          ["vfs_type"; "/dev/sda"] ==> Is "btrfs";
          ok ["mount"; "/dev/sda"; "/"] ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["btrfs_rescue_super_recover"; "/dev/sda"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EBUSY" ["btrfs_rescue_super_recover"; "/dev/sda"];
          (["btrfs_rescue_super_recover"; "/dev/sdb"], Fails) ];
    ] };

  { defaults with
    name = "btrfs_set_seeding";
    where = Daemon 331;
    added = (1, 17, 43);
    ret = RErr;
    args = [ String (Device, "device");
             Bool "seeding" ];
    optional_group = Some "btrfs";
    summary = "make a Btrfs file system a seed, or not";
    doc = {|
Does what C<guestfs_btrfstune_seeding> does.|};
    tests = [
      example Btrfs
        [ ok ["write"; "/file"; "seed"];
          ok ["umount_all"];
          ok ["btrfs_set_seeding"; "/dev/sda"; "true"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EROFS" ["touch"; "/new"];
          ok ["btrfs_device_add"; "/dev/sdb"; "/"];
          ok ["remount"; "/"; "rw:true"];
          ok ["touch"; "/new"];
          ["cat"; "/file"] ==> Is "seed";
          ok ["btrfs_filesystem_resize"; "/"; "size:1073741824"];
          ok ["btrfs_scrub_full"; "/"];
          ok ["umount_all"];
          ["btrfs_filesystem_show"; "/dev/sda"] ==> Is_list ["/dev/sda"];
          ["btrfs_filesystem_show"; "/dev/sdb"]
          ==> Is_list ["/dev/sda"; "/dev/sdb"] ];
    ] };

  { defaults with
    name = "btrfstune_enable_extended_inode_refs";
    where = Daemon 451;
    added = (1, 29, 29);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSTuneEnableExtendedInodeRefs";
    summary = "allow more hard links on Btrfs";
    doc = {|
Switches on, for the Btrfs file system on C<device>, which must not be mounted,
that one file may have more than a few hundred hard links in one directory. New
file systems have this.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "btrfs"; "/dev/sda"; "features:^extref,^skinny-metadata"];
          ["pread_device"; "/dev/sda"; "2"; "65724"]
          ==> C_expr "size == 2 && (ret[0] & 0x40) == 0";
          ok ["btrfstune_enable_extended_inode_refs"; "/dev/sda"];
          ["pread_device"; "/dev/sda"; "2"; "65724"]
          ==> C_expr "size == 2 && (ret[0] & 0x40) != 0" ];
      test Blank
        [ (["btrfstune_enable_extended_inode_refs"; "/dev/sdb"], Fails) ];
    ] };

  { defaults with
    name = "btrfstune_enable_skinny_metadata_extent_refs";
    where = Daemon 452;
    added = (1, 29, 29);
    ret = RErr;
    args = [ String (Device, "device") ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSTuneEnableSkinnyMetadataExtentRefs";
    summary = "store metadata of Btrfs in less space";
    doc = {|
Switches on, for the Btrfs file system on C<device>, which must not be mounted,
that references to extents of metadata take less space. New file systems have
this.|};
    tests = [
      example Blank
        [ ok ["mkfs"; "btrfs"; "/dev/sda"; "features:^extref,^skinny-metadata"];
          ["pread_device"; "/dev/sda"; "2"; "65724"]
          ==> C_expr "size == 2 && (ret[1] & 0x01) == 0";
          ok ["btrfstune_enable_skinny_metadata_extent_refs"; "/dev/sda"];
          ["pread_device"; "/dev/sda"; "2"; "65724"]
          ==> C_expr "size == 2 && (ret[1] & 0x01) != 0" ];
      test Blank
        [ (["btrfstune_enable_skinny_metadata_extent_refs"; "/dev/sdb"],
           Fails) ];
    ] };

  { defaults with
    name = "btrfstune_seeding";
    where = Daemon 450;
    added = (1, 29, 29);
    ret = RErr;
    args = [ String (Device, "device");
             Bool "seeding" ];
    optional_group = Some "btrfs";
    camel_name = Some "BTRFSTuneSeeding";
    summary = "make a Btrfs file system a seed, or not";
    doc = {|
If C<seeding> is true, the Btrfs file system on C<device>, which must not be
mounted, becomes one from which others grow: it can be mounted read-only, and
after another device has been added (C<guestfs_btrfs_device_add>) it can be
remounted writable, and all changes go to that.

If C<seeding> is false, it becomes an ordinary one again. File systems that
were grown from it are lost when it is changed then.|};
    tests = [
      test Btrfs
        [ ok ["write"; "/file"; "seed"];
          ok ["umount_all"];
          ok ["btrfstune_seeding"; "/dev/sda"; "true"];
          ok ["mount"; "/dev/sda"; "/"];
          fails "EROFS" ["touch"; "/new"];
          ok ["btrfs_device_add"; "/dev/sdb"; "/"];
          ok ["remount"; "/"; "rw:true"];
          ok ["touch"; "/new"];
          ["cat"; "/file"] ==> Is "seed" ];

      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"];
          ok ["btrfstune_seeding"; "/dev/sda"; "true"];
          ok ["btrfstune_seeding"; "/dev/sda"; "false"];
          ok ["mount"; "/dev/sda"; "/"];
          ok ["touch"; "/new"] ];
    ] };

  { defaults with
    name = "mkfs_btrfs";
    where = Daemon 317;
    added = (1, 17, 25);
    ret = RErr;
    args = [ StringList (Device, "devices") ];
    optargs = [ 0, OInt64 "allocstart";
                1, OInt64 "bytecount";
                2, OString "datatype";
                3, OInt "leafsize";
                4, OString "label";
                5, OString "metadata";
                6, OInt "nodesize";
                7, OInt "sectorsize" ];
    optional_group = Some "btrfs";
    summary = "make a Btrfs file system on one or more devices";
    doc = {|
Makes a Btrfs file system of all C<devices> together, with C<mkfs.btrfs>.
What is on them is lost. To mount it, give any one of them.

=over 4

=item C<allocstart>

Must be 0: the program cannot begin anywhere else any more.

=item C<bytecount>

How many bytes to use of each device.

=item C<datatype>, C<metadata>

How data and metadata are spread over the devices: C<single>, C<dup>,
C<raid0>, C<raid1>, C<raid1c3>, C<raid1c4>, C<raid5>, C<raid6> or C<raid10>.

=item C<leafsize>

The same as C<nodesize>, which programs should use instead.

=item C<label>

The label of the file system.

=item C<nodesize>

The size of the nodes of its trees in bytes.

=item C<sectorsize>

The size of its blocks in bytes. The kernel of the appliance mounts those of
4096 only.

=back

See also C<guestfs_mkfs>.|};
    tests = [
      example Blank
        [ ok ["mkfs_btrfs"; "/dev/sda /dev/sdb"; "datatype:raid1";
              "metadata:raid1"; "label:mirror"];
          ["vfs_label"; "/dev/sdb"] ==> Is "mirror";
          ok ["mount"; "/dev/sdb"; "/"];
          ["debug"; "sh"; "btrfs filesystem df /sysroot"]
          ==> Matches "Data, RAID1" ];
      test Blank
        [ ok ["mkfs_btrfs"; "/dev/sda"; "allocstart:0";
              "bytecount:268435456"; "datatype:single"; "leafsize:8192";
              "label:test"; "metadata:single"; "sectorsize:4096"];
          ["vfs_label"; "/dev/sda"] ==> Is "test";
          ok ["mount"; "/dev/sda"; "/"];
          ["statvfs"; "/"]
          ==> C_expr "ret->blocks * ret->frsize == 268435456";
          ["debug"; "sh"; "cat /sys/fs/btrfs/*-*/nodesize"] ==> Is "8192\n" ];
      test Blank
        [ fails "EINVAL" ["mkfs_btrfs"; ""];
          fails "ENOTSUP" ["mkfs_btrfs"; "/dev/sda"; "allocstart:1048576"];
          fails "EINVAL" ["mkfs_btrfs"; "/dev/sda"; "leafsize:4096";
                          "nodesize:8192"];
          fails "EINVAL" ["mkfs_btrfs"; "/dev/sda"; "bytecount:-1"];
          (["mkfs_btrfs"; "/dev/sda"; "datatype:raid99"], Fails);
          (* Too small. *)
          (["mkfs_btrfs"; "/dev/sdc"; "metadata:raid1"], Fails);
          ["vfs_type"; "/dev/sda"] ==> Is "" ];
    ] };
]
