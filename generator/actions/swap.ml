(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Swap areas: making them, and letting the appliance swap there. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "mkswap";
    where = Daemon 130;
    added = (1, 0, 55);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OString "label";
                1, OString "uuid" ];
    once_had_no_optargs = true;
    summary = "make a swap area";
    doc = {|Makes C<device> a swap area. Whatever was on it is lost.

The optional arguments are C<label>, at most 15 bytes, and C<uuid>; the
default is no label and a random UUID.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1"; "label:page"];
          ["vfs_type"; "/dev/sda1"] ==> Is "swap";
          ["vfs_label"; "/dev/sda1"] ==> Is "page" ];
      test Partition
        [ ok ["mkswap"; "/dev/sda1";
              "uuid:12345678-1234-1234-1234-123456789abc"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
    ] };

  { defaults with
    name = "mkswap_L";
    where = Daemon 131;
    added = (1, 0, 55);
    ret = RErr;
    args = [ String (PlainString, "label");
             String (Device, "device") ];
    deprecated = Replaced_by "mkswap";
    summary = "make a swap area with a label";
    doc = {|
Makes C<device> a swap area with the label C<label>. C<guestfs_mkswap> with
its optional argument C<label> does the same.|};
    tests = [
      example Partition
        [ ok ["mkswap_L"; "page"; "/dev/sda1"];
          ["vfs_label"; "/dev/sda1"] ==> Is "page" ];
    ] };

  { defaults with
    name = "mkswap_U";
    where = Daemon 132;
    added = (1, 0, 55);
    ret = RErr;
    args = [ String (PlainString, "uuid");
             String (Device, "device") ];
    optional_group = Some "linuxfsuuid";
    deprecated = Replaced_by "mkswap";
    summary = "make a swap area with a given UUID";
    doc = {|
Makes C<device> a swap area with the UUID C<uuid>. C<guestfs_mkswap> with
its optional argument C<uuid> does the same.|};
    tests = [
      example Partition
        [ ok ["mkswap_U"; "12345678-1234-1234-1234-123456789abc"; "/dev/sda1"];
          ["vfs_uuid"; "/dev/sda1"]
          ==> Is "12345678-1234-1234-1234-123456789abc" ];
    ] };

  { defaults with
    name = "mkswap_file";
    where = Daemon 178;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (Pathname, "path") ];
    summary = "make a file a swap area";
    doc = {|
Makes the file C<path>, which must exist and have its final size, a swap
area. To be used it may not have holes.|};
    tests = [
      example Filesystem
        [ ok ["fill"; "0"; "1000000"; "/swap"];
          ok ["mkswap_file"; "/swap"];
          ["file"; "/swap"] ==> Matches "swap file" ];
      test Filesystem
        [ (["mkswap_file"; "/none"], Fails) ];
    ] };

  { defaults with
    name = "swapoff_device";
    where = Daemon 171;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "stop swapping on a device";
    doc = {|Makes the appliance stop using the swap area C<device>.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1"];
          ok ["swapon_device"; "/dev/sda1"];
          ok ["swapoff_device"; "/dev/sda1"];
          fails "EINVAL" ["swapoff_device"; "/dev/sda1"] ];
    ] };

  { defaults with
    name = "swapoff_file";
    where = Daemon 173;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (Pathname, "file") ];
    summary = "stop swapping in a file";
    doc = {|
Makes the appliance stop using the swap area in the file C<file>.|};
    tests = [
      example Filesystem
        [ ok ["fill"; "0"; "1000000"; "/swap"];
          ok ["mkswap_file"; "/swap"];
          ok ["swapon_file"; "/swap"];
          ok ["swapoff_file"; "/swap"];
          fails "EINVAL" ["swapoff_file"; "/swap"];
          ok ["umount"; "/"] ];
    ] };

  { defaults with
    name = "swapoff_label";
    where = Daemon 175;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "label") ];
    summary = "stop swapping on the device with a label";
    doc = {|
Makes the appliance stop using the swap area that has the label C<label>.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1"; "label:page"];
          ok ["swapon_label"; "page"];
          ok ["swapoff_label"; "page"];
          fails "EINVAL" ["swapoff_label"; "page"] ];
    ] };

  { defaults with
    name = "swapoff_uuid";
    where = Daemon 177;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "uuid") ];
    optional_group = Some "linuxfsuuid";
    summary = "stop swapping on the device with a UUID";
    doc = {|
Makes the appliance stop using the swap area that has the UUID C<uuid>.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1";
              "uuid:12345678-1234-1234-1234-123456789abc"];
          ok ["swapon_device"; "/dev/sda1"];
          ok ["swapoff_uuid"; "12345678-1234-1234-1234-123456789abc"];
          fails "EINVAL" ["swapoff_device"; "/dev/sda1"] ];
    ] };

  { defaults with
    name = "swapon_device";
    where = Daemon 170;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (Device, "device") ];
    summary = "swap on a device";
    doc = {|
Makes the appliance use the swap area C<device>, which gives programs in the
appliance more memory than C<guestfs_set_memsize> says, at the price of
writing to the disk.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1"];
          ok ["swapon_device"; "/dev/sda1"];
          fails "EBUSY" ["swapon_device"; "/dev/sda1"];
          ok ["swapoff_device"; "/dev/sda1"] ];
      test Partition
        [ fails "EINVAL" ["swapon_device"; "/dev/sda1"] ];
    ] };

  { defaults with
    name = "swapon_file";
    where = Daemon 172;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (Pathname, "file") ];
    summary = "swap in a file";
    doc = {|Makes the appliance use the swap area in the file C<file>, as
C<guestfs_mkswap_file> makes it. The file may not have holes.|};
    tests = [
      example Filesystem
        [ ok ["fill"; "0"; "1000000"; "/swap"];
          ok ["mkswap_file"; "/swap"];
          ok ["swapon_file"; "/swap"];
          fails "EBUSY" ["umount"; "/"];
          ok ["swapoff_file"; "/swap"] ];
    ] };

  { defaults with
    name = "swapon_label";
    where = Daemon 174;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "label") ];
    summary = "swap on the device with a label";
    doc = {|
Makes the appliance swap on the device that has the label C<label>.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1"; "label:page"];
          ok ["swapon_label"; "page"];
          fails "EBUSY" ["swapon_device"; "/dev/sda1"];
          ok ["swapoff_label"; "page"] ];
      test Blank
        [ fails "ENOENT" ["swapon_label"; "nowhere"] ];
    ] };

  { defaults with
    name = "swapon_uuid";
    where = Daemon 176;
    added = (1, 0, 66);
    ret = RErr;
    args = [ String (PlainString, "uuid") ];
    optional_group = Some "linuxfsuuid";
    summary = "swap on the device with a UUID";
    doc = {|
Makes the appliance use the swap area that has the UUID C<uuid>.|};
    tests = [
      example Partition
        [ ok ["mkswap"; "/dev/sda1";
              "uuid:12345678-1234-1234-1234-123456789abc"];
          ok ["swapon_uuid"; "12345678-1234-1234-1234-123456789abc"];
          fails "EBUSY" ["swapon_device"; "/dev/sda1"];
          ok ["swapoff_device"; "/dev/sda1"] ];
    ] };
]
