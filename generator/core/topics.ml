(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the areas are about, for readers. *)

open Types

type t = { word : string; topic : string; about : string; areas : string list }

let topic word topic about areas = { word; topic; about; areas }

let known = [
  topic "drives" "Drives and launching"
    "Add disk images, start the appliance and end it"
    ["drives"; "disk"; "launch"];
  topic "settings" "Settings of the handle"
    "Choose memory, processors, the backend and how much is said"
    ["settings"];
  topic "domains" "Domains of libvirt"
    "Add the disks of a virtual machine, and log in to its libvirt"
    ["libvirt"];
  topic "mounting" "Mounting"
    "Make file systems visible, to this library and on the host"
    ["mount"; "mount_local"; "fuse"];
  topic "inspection" "Inspection"
    "Find out which systems and packages are on the disks"
    ["inspect"; "applications"; "arch"];
  topic "files" "Files and directories"
    "Make, read, write, list, find, copy, link and remove them"
    ["file"; "dir"; "stat"; "find"; "link"; "copy"];
  topic "text" "Text"
    "Search and count in files without reading them to the host"
    ["text"];
  topic "permissions" "Permissions and attributes"
    "Owners, modes, access lists, extended attributes and SELinux"
    ["perm"; "attrs"; "selinux"];
  topic "transfers" "Uploads, downloads and archives"
    "Move files and trees between guest and host"
    ["transfer"; "archive"; "compress"; "rsync"];
  topic "checksums" "Checksums"
    "Sums of files, trees and devices"
    ["checksum"];
  topic "devices" "Block devices"
    "List and examine devices, erase them and give space back"
    ["devices"; "blockdev"; "zero"];
  topic "partitions" "Partitions"
    "Partition tables and what they say of each partition"
    ["part"; "part_props"; "sfdisk"];
  topic "filesystems" "File systems"
    "Make, list, check, label and measure any of them"
    ["vfs"; "mkfs"; "swap"];
  topic "ext" "Ext2, ext3 and ext4"
    "What only these file systems have"
    ["ext2"];
  topic "btrfs" "Btrfs"
    "Subvolumes, quotas, devices and long jobs"
    ["btrfs"; "btrfs_subvol"; "btrfs_qgroup"; "btrfs_jobs"];
  topic "xfs" "XFS and F2FS"
    "What only these file systems have"
    ["xfs"];
  topic "ntfs" "NTFS"
    "What only this file system has"
    ["ntfs"];
  topic "lvm" "Logical volumes"
    "Physical volumes, volume groups and LVs of LVM"
    ["lvm_pv"; "lvm_vg"; "lvm_lv"];
  topic "encryption" "Encrypted devices"
    "LUKS, BitLocker and Clevis"
    ["luks"];
  topic "raid" "Arrays and dynamic disks"
    "RAID of Linux, dynamic disks of Windows"
    ["md"; "ldm"];
  topic "programs" "Programs of the guest"
    "Run commands with the guest as their root"
    ["command"];
  topic "configuration" "Configuration files"
    "Change them with Augeas, by meaning"
    ["augeas"];
  topic "registry" "Registry of Windows"
    "Read and change its hives"
    ["hivex"];
  topic "forensics" "Journals, deleted files and malware"
    "Read systemd's journal, look into file systems, scan with YARA"
    ["journal"; "tsk"; "yara"];
  topic "boot" "Boot loaders"
    "Make a disk bootable"
    ["boot"];
  topic "appliance" "The appliance"
    "What it has, watching files, and debugging"
    ["system"; "inotify"; "debug"; "internal_test"];
]

let actions t topic =
  let belongs (a : Table.area) = List.mem a.area topic.areas in
  List.filter belongs t.Table.areas
  |> List.concat_map (fun (a : Table.area) -> a.actions)
  |> List.filter Action.is_documented
  |> List.sort (fun (a : action) (b : action) -> compare a.name b.name)

let all t =
  let areas = List.map (fun (a : Table.area) -> a.area) t.Table.areas in
  let placed = List.concat_map (fun topic -> topic.areas) known in
  let of_its_own area =
    topic area (String.capitalize_ascii area) ("Functions of the area " ^ area)
      [area] in
  known @ (List.filter (fun a -> not (List.mem a placed)) areas
           |> List.map of_its_own)
  |> List.filter (fun topic -> actions t topic <> [])

let of_area t area =
  let is_its_topic topic = List.mem area topic.areas in
  Option.map (fun topic -> topic.word) (List.find_opt is_its_topic (all t))
