(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Disk images on the host: making them and asking what they are. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "disk_create";
    where = Library;
    added = (1, 25, 31);
    ret = RErr;
    args = [ String (PlainString, "filename");
             String (PlainString, "format");
             Int64 "size" ];
    optargs = [ 0, OString "backingfile";
                1, OString "backingformat";
                2, OString "preallocation";
                3, OString "compat";
                4, OInt "clustersize" ];
    summary = "create an empty disk image";
    doc = {|Makes a disk image in the file C<filename> of the host. If there
is a file of that name it is overwritten; when that cannot be done the file is
left as it was. A block device is left as it is, after a check that it is large
enough (format C<raw> only).

C<format> is C<raw> or C<qcow2>. C<size> is the size of the disk in bytes. It
must be -1 if there is a backing file: the new disk is as large as that.

The optional arguments are:

=over 4

=item C<backingfile>

The image shows what this file has, and keeps only what is changed. Format
C<qcow2> only.

=item C<backingformat>

The format of the backing file. Always give it: guessing the format of a file
that a guest has written to is not safe, and there is a warning event when it
is guessed to be C<raw>. It must be given if the backing file is not a local
file.

=item C<preallocation>

For C<raw>: C<off> or C<sparse> (the default, no space is taken) or C<full>
(all space is taken and written). For C<qcow2>: C<off> or C<sparse> (the
default), C<metadata>, C<falloc> or C<full>.

=item C<compat>

For C<qcow2>: C<1.1> (the default) or C<0.10>, which very old versions of QEMU
can read.

=item C<clustersize>

For C<qcow2>: bytes in a cluster, a power of two from 512 to 2097152.

=back

This needs no appliance. The new file is not added as a drive: see
C<guestfs_add_drive>, and C<guestfs_add_drive_scratch> for a disk that is
only needed for a while.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/a.img"; "raw"; "1048576";
              "preallocation:full"];
          ["disk_format"; "@tmp/a.img"] ==> Is "raw";
          ["disk_virtual_size"; "@tmp/a.img"] ==> Is_int 1048576;
          ok ["disk_create"; "@tmp/b.qcow2"; "qcow2"; "-1";
              "backingfile:@tmp/a.img"; "backingformat:raw"];
          ["disk_format"; "@tmp/b.qcow2"] ==> Is "qcow2";
          ["disk_virtual_size"; "@tmp/b.qcow2"] ==> Is_int 1048576;
          ["disk_has_backing_file"; "@tmp/b.qcow2"] ==> Is_true;
          ok ["disk_create"; "@tmp/c.qcow2"; "qcow2"; "1048576";
              "preallocation:sparse"];
          ["disk_format"; "@tmp/c.qcow2"] ==> Is "qcow2" ];
      test Blank
        [ fails "EINVAL" ["disk_create"; "/dev/null/x"; "vhs"; "1048576"];
          fails "EINVAL" ["disk_create"; "/dev/null/x"; "raw"; "-5"];
          fails "EINVAL" ["disk_create"; "/dev/null/x"; "raw"; "-1";
                          "backingfile:/dev/null"];
          fails "EINVAL" ["disk_create"; "/dev/null/x"; "qcow2"; "1048576";
                          "clustersize:513"];
          fails "EINVAL" ["disk_create"; "/dev/null/x"; "qcow2"; "1048576";
                          "compat:2.0"];
          fails "EINVAL" ["disk_create"; "/dev/null/x"; "raw"; "1048576";
                          "preallocation:some"] ];
    ] };

  { defaults with
    name = "disk_format";
    where = Library;
    added = (1, 19, 38);
    ret = RString (RPlainString, "format");
    args = [ String (PlainString, "filename") ];
    summary = "guess the format of a disk image";
    doc = {|Returns the format of the disk image in the file C<filename> of
the host: C<raw>, C<qcow2> and so on, C<raw> for whatever is not known.

Do not give what this returns to C<guestfs_add_drive> for images that somebody
else has written to. What a guest writes to a raw disk may look like another
format, and a header of such a format can name any file of the host.

This needs no appliance. See also L<guestfs-security(1)>.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/a.qcow2"; "qcow2"; "1048576"];
          ["disk_format"; "@tmp/a.qcow2"] ==> Is "qcow2" ];
      test Blank
        [ fails "ENOENT" ["disk_format"; "/nonexistent/image"];
          fails "EISDIR" ["disk_format"; "/"] ];
    ] };

  { defaults with
    name = "disk_has_backing_file";
    where = Library;
    added = (1, 19, 39);
    ret = RBool "backingfile";
    args = [ String (PlainString, "filename") ];
    summary = "test if a disk image has a backing file";
    doc = {|Returns true if the disk image in the file C<filename> of the host
shows the content of another file below its own.

The format is guessed: see the warning in C<guestfs_disk_format>.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/a.qcow2"; "qcow2"; "1048576"];
          ["disk_has_backing_file"; "@tmp/a.qcow2"] ==> Is_false ];
      test Blank
        [ fails "ENOENT" ["disk_has_backing_file"; "/nonexistent/image"] ];
    ] };

  { defaults with
    name = "disk_virtual_size";
    where = Library;
    added = (1, 19, 39);
    ret = RInt64 "size";
    args = [ String (PlainString, "filename") ];
    summary = "size of the disk in a disk image";
    doc = {|Returns the size in bytes of the disk that the image in the file
C<filename> of the host holds: what a guest sees, whatever space the file
takes.

The format is guessed: see the warning in C<guestfs_disk_format>.|};
    tests = [
      test Blank
        [ ok ["disk_create"; "@tmp/a.qcow2"; "qcow2"; "10737418240"];
          ["disk_virtual_size"; "@tmp/a.qcow2"] ==> Is_int 10737418240 ];
      test Blank
        [ fails "ENOENT" ["disk_virtual_size"; "/nonexistent/image"] ];
    ] };
]
