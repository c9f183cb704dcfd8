(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Properties of block devices and of how the kernel treats them. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "blockdev_flushbufs";
    where = Daemon 64;
    added = (1, 9, 3);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "write a device's cached data out and forget it";
    doc = {|
Writes what the appliance's kernel still holds in memory for C<device> to
the disk, and drops its cache of the device.|};
    tests = [
      example Blank
        [ ok ["blockdev_flushbufs"; "/dev/sda"] ];
      test Blank
        [ ok ["pwrite_device"; "/dev/sda"; "flush me"; "512"];
          ok ["blockdev_flushbufs"; "/dev/sda"];
          ["pread_device"; "/dev/sda"; "8"; "512"] ==> Is_buffer "flush me" ];
    ] };

  { defaults with
    name = "blockdev_getbsz";
    where = Daemon 60;
    leaves = Nothing;
    added = (1, 9, 3);
    ret = RInt "blocksize";
    args = [ String (Device, "device") ];
    summary = "get the block size of a device";
    doc = {|
Returns the size in bytes of the blocks in which the kernel reads and writes
C<device>. It is a property of the running kernel and has nothing to do with
the block size of a file system on the device, nor with its sector size
(C<guestfs_blockdev_getss>).|};
    tests = [
      example Blank
        [ ["blockdev_getbsz"; "/dev/sda"] ==> Is_int 4096 ];
    ] };

  { defaults with
    name = "blockdev_getro";
    where = Daemon 58;
    leaves = Nothing;
    added = (1, 9, 3);
    ret = RBool "ro";
    args = [ String (Device, "device") ];
    summary = "test if a device is read-only";
    doc = {|
Returns true if the kernel refuses to write to C<device>, whether because
the drive was added read-only or because of C<guestfs_blockdev_setro>.|};
    tests = [
      example Blank
        [ ok ["blockdev_setro"; "/dev/sda"];
          ["blockdev_getro"; "/dev/sda"] ==> Is_true;
          ok ["blockdev_setrw"; "/dev/sda"];
          ["blockdev_getro"; "/dev/sda"] ==> Is_false ];
    ] };

  { defaults with
    name = "blockdev_getsize64";
    where = Daemon 63;
    leaves = Nothing;
    added = (1, 9, 3);
    ret = RInt64 "sizeinbytes";
    args = [ String (Device, "device") ];
    summary = "get the size of a device in bytes";
    doc = {|
Returns the size of C<device> in bytes. See also C<guestfs_blockdev_getsz>.|};
    tests = [
      example Blank
        [ ["blockdev_getsize64"; "/dev/sdc"] ==> Is_int 67108864 ];
    ] };

  { defaults with
    name = "blockdev_getss";
    where = Daemon 59;
    leaves = Nothing;
    added = (1, 9, 3);
    ret = RInt "sectorsize";
    args = [ String (Device, "device") ];
    summary = "get the sector size of a device";
    doc = {|
Returns the size in bytes of the logical sectors of C<device>: usually 512,
and 4096 for some disks.

This is not the unit of C<guestfs_blockdev_getsz>, which is always 512
bytes.|};
    tests = [
      example Blank
        [ ["blockdev_getss"; "/dev/sda"] ==> Is_int 512 ];
    ] };

  { defaults with
    name = "blockdev_getsz";
    where = Daemon 62;
    leaves = Nothing;
    added = (1, 9, 3);
    ret = RInt64 "sizeinsectors";
    args = [ String (Device, "device") ];
    summary = "get the size of a device in units of 512 bytes";
    doc = {|
Returns the size of C<device> in units of 512 bytes, whatever its real
sector size is. C<guestfs_blockdev_getsize64> returns it in bytes.|};
    tests = [
      example Blank
        [ ["blockdev_getsz"; "/dev/sdc"] ==> Is_int 131072 ];
    ] };

  { defaults with
    name = "blockdev_rereadpt";
    where = Daemon 65;
    added = (1, 9, 3);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "read the partition table again";
    doc = {|
Makes the kernel read the partition table of C<device> again and returns
when the devices of its partitions are there. Only needed when a partition
table was written as plain data: the C<guestfs_part_*> calls do it
themselves.

It is an error if a partition of the disk is in use.|};
    tests = [
      example Blank
        [ ok ["blockdev_rereadpt"; "/dev/sda"] ];
      test Partition
        [ ok ["copy_device_to_device"; "/dev/sda"; "/dev/sdb"; "size:1048576"];
          ok ["blockdev_rereadpt"; "/dev/sdb"];
          ["list_partitions"] ==> Is_list ["/dev/sda1"; "/dev/sdb1"] ];
    ] };

  { defaults with
    name = "blockdev_setbsz";
    where = Daemon 61;
    added = (1, 9, 3);
    ret = RErr;
    args = [ String (Device, "device");
             Int "blocksize" ];
    summary = "set the block size of a device";
    doc = {|
This call does nothing. The block size that C<guestfs_blockdev_getbsz>
returns belongs to an open device and is forgotten as soon as the device is
closed, so setting it could have no effect.

To choose the block size of a file system use the optional arguments of
C<guestfs_mkfs>.|};
    tests = [
      example Blank
        [ ok ["blockdev_setbsz"; "/dev/sda"; "2048"];
          ["blockdev_getbsz"; "/dev/sda"] ==> Is_int 4096 ];
    ] };

  { defaults with
    name = "blockdev_setra";
    where = Daemon 424;
    added = (1, 29, 10);
    ret = RErr;
    args = [ String (Device, "device");
             Int "sectors" ];
    summary = "set how much of a device is read ahead";
    doc = {|
Sets how far the kernel reads ahead when C<device> is read sequentially, in
units of 512 bytes. 0 switches reading ahead off.|};
    tests = [
      example Blank
        [ ok ["blockdev_setra"; "/dev/sda"; "1024"] ];
      test Blank
        [ fails "EINVAL" ["blockdev_setra"; "/dev/sda"; "-1"] ];
    ] };

  { defaults with
    name = "blockdev_setro";
    where = Daemon 56;
    added = (1, 9, 3);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "make a device read-only";
    doc = {|Makes the kernel refuse to write to C<device> until
C<guestfs_blockdev_setrw> or C<guestfs_shutdown>. What is mounted already
is not affected.|};
    tests = [
      example Blank
        [ ok ["blockdev_setro"; "/dev/sda"];
          ["blockdev_getro"; "/dev/sda"] ==> Is_true;
          (["pwrite_device"; "/dev/sda"; "x"; "0"], Fails);
          ok ["blockdev_setrw"; "/dev/sda"] ];
    ] };

  { defaults with
    name = "blockdev_setrw";
    where = Daemon 57;
    added = (1, 9, 3);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "make a device writable";
    doc = {|
Undoes C<guestfs_blockdev_setro>. A drive that was added read-only cannot
be made writable.|};
    tests = [
      example Blank
        [ ok ["blockdev_setro"; "/dev/sda"];
          ok ["blockdev_setrw"; "/dev/sda"];
          ["blockdev_getro"; "/dev/sda"] ==> Is_false;
          ["pwrite_device"; "/dev/sda"; "xy"; "0"] ==> Is_int 2 ];
    ] };
]
