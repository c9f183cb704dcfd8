(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The optional groups: what an appliance may lack.  An action names its
   group in its record.  A group without actions has lost them, but programs
   may still ask for it, and it is always available. *)

let all = [
  "acl", "POSIX access control lists";
  "augeas", "editing configuration files with Augeas";
  "blkdiscard", "discarding the contents of block devices";
  "blkdiscardzeroes", "asking whether discarded blocks read as zeroes";
  "btrfs", "the Btrfs filesystem";
  "clevisluks", "unlocking LUKS devices with Clevis";
  "extlinux", "the EXTLINUX boot loader";
  "f2fs", "the F2FS filesystem";
  "fstrim", "trimming the free space of filesystems";
  "gdisk", "GPT partitions beyond what parted does";
  "grub", "the GRUB boot loader";
  "hivex", "the Windows registry";
  "inotify", "watching files for changes";
  "journal", "the systemd journal";
  "ldm", "Windows dynamic disks";
  "libtsk", "deleted files, with The Sleuth Kit";
  "libyara", "scanning files with YARA rules";
  "linuxcaps", "Linux file capabilities";
  "linuxfsuuid", "Linux filesystems by UUID";
  "linuxmodules", "loading kernel modules";
  "linuxxattrs", "extended attributes";
  "luks", "encrypted devices (LUKS and others)";
  "lvm2", "the logical volume manager";
  "mdadm", "Linux software RAID";
  "mknod", "making device nodes and named pipes";
  "ntfs3g", "NTFS through ntfs-3g";
  "ntfsprogs", "the NTFS tools";
  "realpath", "resolving paths (always available)";
  "rsync", "copying with rsync";
  "scrub", "overwriting data securely";
  "selinux", "SELinux contexts of processes";
  "selinuxrelabel", "SELinux labels of files";
  "sleuthkit", "blocks and inodes, with The Sleuth Kit";
  "squashfs", "making squashfs images";
  "syslinux", "the SYSLINUX boot loader";
  "wipefs", "wiping filesystem signatures";
  "xfs", "the XFS filesystem";
  "xz", "xz compression";
  "zerofree", "zeroing the free blocks of ext filesystems";
]
