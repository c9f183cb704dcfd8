(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The drives of the appliance: adding and removing them, their names. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "add_cdrom";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    args = [ String (PlainString, "filename") ];
    deprecated = Replaced_by "add_drive_ro";
    config_only = true;
    blocking = false;
    summary = "add a CD-ROM image";
    doc = {|Adds the image as a read-only disk, as C<guestfs_add_drive_ro> does:
the appliance sees a disk, not a CD-ROM drive. ISO images can be mounted from
it.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/cd.iso"; "raw"; "1048576"];
          ok ["add_cdrom"; "@tmp/cd.iso"];
          ["debug_drives"] ==>
            C_expr "ret[0] && strstr (ret[0], \" readonly\") && !ret[1]" ];
      test Blank [ fails "ENOENT" ["add_cdrom"; "@tmp/none.iso"] ];
    ] };

  { defaults with
    name = "add_drive";
    where = Library;
    added = (0, 0, 3);
    ret = RErr;
    args = [ String (PlainString, "filename") ];
    optargs = [ 0, OBool "readonly";
                1, OString "format";
                2, OString "iface";
                3, OString "name";
                4, OString "label";
                5, OString "protocol";
                6, OStringList "server";
                7, OString "username";
                8, OKey "secret";
                9, OString "cachemode";
                10, OString "discard";
                11, OBool "copyonread";
                12, OInt "blocksize" ];
    once_had_no_optargs = true;
    blocking = false;
    fish_alias = [ "add" ];
    summary = "add a disk image as a drive";
    doc = {|Adds the disk image C<filename>, a file or block device of the host
or something on a network server, as a drive of the appliance. The first drive
is F</dev/sda>, the second F</dev/sdb> and so on.

Usually drives are added before C<guestfs_launch>; adding one later plugs it
into the running appliance. A drive on a server that is C<readonly> is looked
at when it is added, other drives at launch.

B<Never> write to a disk that a running virtual machine uses, nor to a mounted
disk of the host: that destroys what is on it. Use C<readonly> for those.

A C<filename> of F</dev/null> stands for an empty raw disk of 4096 bytes.

The optional arguments are:

=over 4

=item C<readonly>

If true, the image is only read. The appliance can still write to the drive,
but all of that goes into a temporary file and is forgotten. The image may be
in use by a virtual machine meanwhile; what is read from it can then be
inconsistent.

=item C<format>

The format of the image: C<raw>, C<qcow2> or another that QEMU knows. If it
is not given it is guessed at launch. Guessing is B<not safe> for raw images
that a guest has written to: what it wrote may look like a format which names
other files of the host. So there is a warning event when an image that can be
written to is guessed to be C<raw>.

=item C<iface>

Ignored, apart from a check that it could be the name of an interface.

=item C<name>

The name of the drive in the guest it comes from, F</dev/vdb> for instance: a
hint for inspection.

=item C<label>

A name for the drive, of 1 to 20 letters and digits. See
C<guestfs_list_disk_labels> and C<guestfs_remove_drive>.

=item C<protocol>

Where the image is:

=over 4

=item C<file>

In a local file or device. This is the default.

=item C<ftp>, C<ftps>, C<http>, C<https>

On a server of that kind; C<filename> is the path part of the URL. These can
only be read, so C<readonly> must be given.

=item C<gluster>

In a file of a GlusterFS volume; C<filename> is I<VOLUME>/I<PATH>.

=item C<iscsi>

In an iSCSI target; C<filename> is its name, followed by C</> and the number
of the unit (LUN) if that is not 0.

=item C<nbd>

On an NBD server; C<filename> is the name of the export, "" for the default.

=item C<nbds>

The same through TLS. The backend setting C<tls_certificates> names the
directory with F<ca-cert.pem>, or F<keys.psk>.

=item C<nfs>

In a file on an NFS server; C<filename> is an absolute path there.

=item C<rbd>

In Ceph; C<filename> is I<POOL>/I<IMAGE>, or I<POOL>/I<IMAGE>@I<SNAPSHOT>, which
can only be read. C<server> lists the monitors; without it the configuration of
the host is used.

=item C<ssh>

In a file on another machine, read and written through SFTP; C<filename> is an
absolute path there. The key comes from an authentication agent or from
F<~/.ssh>, where the server must be known.

=back

Names of exports, volumes and targets may have a slash in front, as in URIs; it
is left out. QEMU's drivers for all of these but C<file>, C<nbd> and C<nbds> may
be in a package of their own; if it is not installed the error names it.
C<sheepdog> and C<tftp> were dropped by QEMU and are refused. What each of them
does when a server is slow or gone is in L<guestfs(3)/REMOTE STORAGE>.

=item C<server>

The servers for C<protocol>: I<HOST>, I<HOST>:I<PORT>, [I<IPV6>]:I<PORT> and,
for C<nbd>, C<nbds> and C<gluster>, C<unix:>I<SOCKET>. All protocols but C<rbd>
take exactly one.

=item C<username>

The name to log in with, for C<ftp>, C<ftps>, C<http>, C<https>, C<iscsi>,
C<rbd> and C<ssh>, and with keys for C<nbds>.

=item C<secret>

The password, or for C<rbd> the key in base64, for all of these but C<ssh> and
C<nbds>. It is never on a command line, in a file or in a message.

=item C<cachemode>

C<writeback>, the default: writes go through the host's page cache, and when
the appliance flushes they reach the disk. C<unsafe>: flushes are ignored,
which is faster; if the host crashes the disk may be destroyed, so use it for
disks that can be thrown away. Other modes are refused: the appliance always
flushes, so they would be slower and no safer.

=item C<discard>

What happens to space that the appliance discards: C<disable>, the default,
keeps it; C<enable> gives it back to the host, and is an error for drives that
cannot do so; C<besteffort> does it where it is possible.

=item C<copyonread>

If true, what is read from the backing file of the image, or by a C<readonly>
drive, is kept nearby, so that reading it again is faster. Useful for images
on slow networks.

=item C<blocksize>

The sector size of the drive in bytes: 512 (the default) or 4096.

=back|};
    tests = [
      test Blank
        [ fails "ENOENT" ["add_drive"; "/nonexistent/image"];
          fails "EISDIR" ["add_drive"; "/"];
          fails "EINVAL" ["add_drive"; "/dev/null"; "format:q cow"];
          fails "EINVAL" ["add_drive"; "/dev/null"; "iface:a;b"];
          fails "EINVAL" ["add_drive"; "/dev/null"; "cachemode:none"];
          fails "EINVAL" ["add_drive"; "/dev/null"; "discard:always"];
          fails "EINVAL" ["add_drive"; "/dev/null"; "blocksize:1024"];
          fails "EINVAL" ["add_drive"; "/dev/null"; "label:has space"];
          fails "EINVAL" ["add_drive"; "/x"; "protocol:gopher";
                          "server:localhost"];
          fails "ENOTSUP" ["add_drive"; "/x"; "protocol:tftp";
                           "server:localhost"];
          fails "ENOTSUP" ["add_drive"; "/x"; "protocol:sheepdog"];
          fails "EROFS" ["add_drive"; "/x"; "protocol:http";
                         "server:localhost"] ];
      (* Plugged into the running appliance, and out of it again. *)
      test Blank
        [ ok ["add_drive_scratch"; "1048576"; "label:plugged"];
          ["list_devices"] ==> Includes ["/dev/sda"; "/dev/sde"];
          ["blockdev_getsize64"; "/dev/sde"] ==> Is_int 1048576;
          ["list_disk_labels"] ==> Has_pairs ["plugged", "/dev/sde"];
          ok ["part_disk"; "/dev/sde"; "mbr"];
          ["list_disk_labels"] ==>
            Has_pairs ["plugged", "/dev/sde"; "plugged1", "/dev/sde1"];
          ["blockdev_getro"; "/dev/disk/guestfs/plugged1"] ==> Is_false;
          ["device_index"; "/dev/sde"] ==> Is_int 4;
          fails "EEXIST" ["add_drive_scratch"; "1048576"; "label:plugged"];
          ok ["remove_drive"; "plugged"];
          ["nr_devices"] ==> Is_int 4;
          fails "ENOENT" ["remove_drive"; "plugged"] ];
    ] };

  { defaults with
    name = "add_drive_ro";
    where = Library;
    added = (1, 0, 38);
    ret = RErr;
    args = [ String (PlainString, "filename") ];
    config_only = true;
    blocking = false;
    fish_alias = [ "add-ro" ];
    summary = "add a disk image as a read-only drive";
    doc = {|Adds a drive as C<guestfs_add_drive> does with C<readonly> set: what
is written to it is forgotten at the end, and the image is never changed.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/disk.img"; "raw"; "1048576"];
          ok ["add_drive_ro"; "@tmp/disk.img"];
          ok ["launch"];
          ["pwrite_device"; "/dev/sda"; "gone"; "512"] ==> Is_int 4;
          ["pread_device"; "/dev/sda"; "4"; "512"] ==> Is_buffer "gone";
          ok ["shutdown"];
          ok ["add_drive_ro"; "@tmp/disk.img"];
          ok ["launch"];
          ["pread_device"; "/dev/sda"; "4"; "512"] ==>
            Is_buffer "\000\000\000\000" ];
    ] };

  { defaults with
    name = "add_drive_ro_with_if";
    where = Library;
    added = (1, 0, 84);
    ret = RErr;
    args = [ String (PlainString, "filename");
             String (PlainString, "iface") ];
    deprecated = Replaced_by "add_drive";
    config_only = true;
    blocking = false;
    summary = "add a read-only drive on an interface";
    doc = {|Adds a drive as C<guestfs_add_drive_ro> does. The interface is
ignored.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/disk.img"; "raw"; "1048576"];
          ok ["add_drive_ro_with_if"; "@tmp/disk.img"; "ide"];
          ["debug_drives"] ==>
            C_expr "ret[0] && strstr (ret[0], \" readonly\") && !ret[1]" ];
    ] };

  { defaults with
    name = "add_drive_scratch";
    where = Library;
    added = (1, 23, 10);
    ret = RErr;
    args = [ Int64 "size" ];
    optargs = [ 0, OString "name";
                1, OString "label";
                2, OInt "blocksize" ];
    blocking = false;
    fish_alias = [ "scratch" ];
    summary = "add a temporary drive";
    doc = {|Adds an empty drive of C<size> bytes that is deleted when the handle
is closed or the appliance shut down. It is a sparse file in the temporary
directory: see C<guestfs_set_tmpdir>.

The optional arguments mean the same as those of C<guestfs_add_drive>.|};
    tests = [
      test Blank
        [ ok ["add_drive_scratch"; "1048576"; "label:s"; "blocksize:4096"];
          ok ["launch"];
          ["list_disk_labels"] ==> Has_pairs ["s", "/dev/sda"];
          ["blockdev_getss"; "/dev/sda"] ==> Is_int 4096;
          ["blockdev_getsize64"; "/dev/sda"] ==> Is_int 1048576 ];
      test Blank
        [ fails "EINVAL" ["add_drive_scratch"; "0"];
          fails "EINVAL" ["add_drive_scratch"; "-1"];
          fails "EINVAL" ["add_drive_scratch"; "1048576"; "blocksize:1"] ];
    ] };

  { defaults with
    name = "add_drive_with_if";
    where = Library;
    added = (1, 0, 84);
    ret = RErr;
    args = [ String (PlainString, "filename");
             String (PlainString, "iface") ];
    deprecated = Replaced_by "add_drive";
    config_only = true;
    blocking = false;
    summary = "add a drive on an interface";
    doc = {|Adds a drive as C<guestfs_add_drive> does. The interface is
ignored.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/disk.img"; "raw"; "1048576"];
          ok ["add_drive_with_if"; "@tmp/disk.img"; "virtio"];
          ok ["add_drive_scratch"; "1048576"; "blocksize:0"];
          ok ["launch"];
          ["blockdev_getss"; "/dev/sdb"] ==> Is_int 512;
          ["list_devices"] ==> Is_list ["/dev/sda"; "/dev/sdb"];
          ["pwrite_device"; "/dev/sda"; "kept"; "512"] ==> Is_int 4;
          ok ["shutdown"];
          ok ["add_drive_ro"; "@tmp/disk.img"];
          ok ["launch"];
          ["pread_device"; "/dev/sda"; "4"; "512"] ==> Is_buffer "kept" ];
    ] };

  { defaults with
    name = "debug_drives";
    where = Library;
    added = (1, 13, 22);
    ret = RStringList (RPlainString, "cmdline");
    visibility = VDebug;
    blocking = false;
    summary = "describe the drives for debugging";
    doc = {|Returns a line for each drive that was added, which says what it is.
Only for debugging: the form can change.|};
    tests = [
      test Blank [ ["debug_drives"] ==> Has_length 4 ];
    ] };

  { defaults with
    name = "device_index";
    where = Library;
    added = (1, 19, 7);
    ret = RInt "index";
    args = [ String (Device, "device") ];
    summary = "number of a drive";
    doc = {|Returns the number of the drive C<device>: 0 for F</dev/sda>, the
drive that was added first, and so on. It is an error if there is no such
drive, or if C<device> is something else, like a partition.

C<guestfs_device_name> does the reverse.|};
    tests = [
      example Blank
        [ ["device_index"; "/dev/sda"] ==> Is_int 0;
          ["device_index"; "/dev/sdb"] ==> Is_int 1 ];
      test Blank
        [ ["device_index"; "/dev/vdd"] ==> Is_int 3;
          fails "ENODEV" ["device_index"; "/dev/sde"];
          fails "ENODEV" ["device_index"; "/dev/sda1"];
          fails "ENODEV" ["device_index"; "/dev/sd"] ];
    ] };

  { defaults with
    name = "device_name";
    where = Library;
    added = (1, 49, 1);
    ret = RString (RPlainString, "name");
    args = [ Int "index" ];
    summary = "name of a drive from its number";
    doc = {|
Returns the name of drive number C<index>, counted from 0 in the order in
which the drives were added. It is an error if there is no such drive.

C<guestfs_device_index> does the reverse.|};
    tests = [
      example Blank
        [ ["device_name"; "0"] ==> Is "/dev/sda";
          ["device_name"; "3"] ==> Is "/dev/sdd" ];
      test Blank
        [ fails "EINVAL" ["device_name"; "4"];
          fails "EINVAL" ["device_name"; "-1"] ];
    ] };

  { defaults with
    name = "list_disk_labels";
    where = Daemon 369;
    leaves = Nothing;
    added = (1, 19, 49);
    ret = RHashtable (RPlainString, RDevice, "labels");
    summary = "list the labels of drives";
    doc = {|Returns the labels that were given to C<guestfs_add_drive> and the
device each belongs to, sorted. A label with a number behind it is that
partition of the drive. Drives without a label are left out. All of them can
also be reached as F</dev/disk/guestfs/LABEL>.|};
    tests = [
      test Blank [ ["list_disk_labels"] ==> Has_pairs [] ];
    ] };

  { defaults with
    name = "nr_devices";
    where = Daemon 336;
    leaves = Nothing;
    added = (1, 19, 15);
    ret = RInt "nrdisks";
    summary = "number of drives";
    doc = {|Returns how many drives the appliance has: the length of what
C<guestfs_list_devices> returns.|};
    tests = [
      example Blank [ ["nr_devices"] ==> Is_int 4 ];
    ] };

  { defaults with
    name = "remove_drive";
    where = Library;
    added = (1, 19, 49);
    ret = RErr;
    args = [ String (PlainString, "label") ];
    blocking = false;
    summary = "remove a drive";
    doc = {|
Removes the drive that was added with this C<label>. If the appliance
is running the drive is unplugged; if anything on it is mounted or in use by a
volume group or an array, that is refused (C<EBUSY>).
The names of the other drives stay as they are, and the next drive that is
added takes the free name.|};
    tests = [
      test Blank
        [ ok ["add_drive_scratch"; "1048576"; "label:a"];
          ok ["add_drive_scratch"; "2097152"; "label:b"];
          ok ["remove_drive"; "a"];
          fails "ENOENT" ["remove_drive"; "a"];
          ok ["launch"];
          ["list_disk_labels"] ==> Has_pairs ["b", "/dev/sda"];
          ["blockdev_getsize64"; "/dev/sda"] ==> Is_int 2097152 ];
    ] };
]
