(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Boot loaders. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "extlinux";
    where = Daemon 400;
    added = (1, 21, 27);
    ret = RErr;
    args = [ String (Pathname, "directory") ];
    optional_group = Some "extlinux";
    summary = "install EXTLINUX in a directory";
    doc = {|
Installs the boot loader EXTLINUX in C<directory>, on a file system of type
ext2, ext3, ext4, Btrfs, XFS, FAT or NTFS that is mounted for writing, and in
the boot sector of its device. It reads its configuration from
F<extlinux.conf> in the same directory.

For the machine to get that far, the partition must be marked as the one to
start (C<guestfs_part_set_bootable>) and the first sector of the disk must
start such a partition: write F<mbr.bin>, which comes with SYSLINUX, there
with C<guestfs_pwrite_device>.|};
    tests = [
      example Filesystem
        [ ok ["mkdir_p"; "/boot/extlinux"];
          ok ["extlinux"; "/boot/extlinux"];
          ["is_file"; "/boot/extlinux/ldlinux.sys"] ==> Is_true;
          ok ["umount"; "/"];
          ["pread_device"; "/dev/sda1"; "8"; "3"] ==> Is_buffer "SYSLINUX" ];
      test Filesystem
        [ fails "ENOENT" ["extlinux"; "/none"];
          ok ["touch"; "/file"];
          fails "ENOTDIR" ["extlinux"; "/file"];
          ok ["mkdir"; "/real"];
          ok ["ln_s"; "/real"; "/link"];
          ok ["extlinux"; "/link"];
          ["is_file"; "/real/ldlinux.sys"] ==> Is_true ];
    ] };

  { defaults with
    name = "grub_install";
    where = Daemon 86;
    added = (1, 0, 17);
    ret = RErr;
    args = [ String (Pathname, "root");
             String (Device, "device") ];
    optional_group = Some "grub";
    summary = "install GRUB";
    doc = {|
Installs the boot loader GRUB of the appliance on the disk C<device>, with
its files in F<boot/grub> below the directory C<root>; both directories are
made if they are not there. It is GRUB for machines with a BIOS. No
configuration is written: GRUB reads F<boot/grub/grub.cfg>.

The disk must have room before its first partition or, with a GPT, a small
partition for GRUB. A guest's own programs for GRUB, run with
C<guestfs_command>, fit the guest better where it has them.|};
    tests = [
      example ~needs:["grub"] Filesystem
        [ ok ["grub_install"; "/"; "/dev/sda"];
          ["is_file"; "/boot/grub/i386-pc/core.img"] ==> Is_true;
          (* Its name is in the first sector. *)
          ["pread_device"; "/dev/sda"; "512"; "0"]
          ==> C_expr "memmem (ret, size, \"GRUB\", 4)" ];
      test ~needs:["grub"] Filesystem
        [ ok ["mkdir_p"; "/other/boot"];
          ok ["ln_s"; "/tmp"; "/other/boot/grub"];
          fails "ENOTDIR" ["grub_install"; "/other"; "/dev/sda"];
          fails "ENOENT" ["grub_install"; "/none"; "/dev/sda"];
          (["grub_install"; "/"; "/dev/sdb"], Fails) ];
    ] };

  { defaults with
    name = "syslinux";
    where = Daemon 399;
    added = (1, 21, 27);
    ret = RErr;
    args = [ String (Device, "device") ];
    optargs = [ 0, OString "directory" ];
    optional_group = Some "syslinux";
    summary = "install SYSLINUX on a FAT or NTFS";
    doc = {|
Installs the boot loader SYSLINUX on C<device>, a FAT or NTFS that is not
mounted. It reads its configuration from F<syslinux.cfg>.

With C<directory> its files go into that directory, which must exist, instead
of the top one.

For what else is needed see C<guestfs_extlinux>.|};
    tests = [
      example Partition
        [ ok ["mkfs"; "vfat"; "/dev/sda1"];
          ok ["syslinux"; "/dev/sda1"];
          ["pread_device"; "/dev/sda1"; "8"; "3"] ==> Is_buffer "SYSLINUX";
          ok ["mount"; "/dev/sda1"; "/"];
          ["is_file"; "/ldlinux.sys"] ==> Is_true ];
      test Partition
        [ ok ["mkfs"; "vfat"; "/dev/sda1"];
          ok ["mount"; "/dev/sda1"; "/"];
          ok ["mkdir"; "/linux"];
          ok ["umount"; "/"];
          ok ["syslinux"; "/dev/sda1"; "directory:/linux"];
          ok ["mount"; "/dev/sda1"; "/"];
          ["is_file"; "/linux/ldlinux.sys"] ==> Is_true;
          (["syslinux"; "/dev/sdb"], Fails) ];
    ] };
]
