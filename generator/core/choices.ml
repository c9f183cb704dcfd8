(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The words that an argument may be. *)

open Types

let filesystems = [
  "bfs"; "btrfs"; "exfat"; "ext2"; "ext3"; "ext4"; "f2fs"; "gfs2"; "hfs";
  "jfs"; "minix"; "msdos"; "nilfs2"; "ntfs"; "ocfs2"; "reiserfs"; "udf";
  "vfat"; "xfs" ]

let image_formats = [
  "bochs"; "cloop"; "dmg"; "luks"; "parallels"; "qcow"; "qcow2"; "qed"; "raw";
  "vdi"; "vhdx"; "vmdk"; "vpc" ]

let protocols = [
  "file"; "ftp"; "ftps"; "gluster"; "http"; "https"; "iscsi"; "nbd"; "nbds";
  "nfs"; "rbd"; "ssh" ]

(* An argument has the same meaning wherever it has the same name … *)
let everywhere = [
  "acltype", ["access"; "default"];
  "backingformat", image_formats;
  "cachemode", ["unsafe"; "writeback"];
  "compat", ["0.10"; "1.1"];
  "csumtype",
  ["crc"; "gost"; "gost12"; "md5"; "sha1"; "sha224"; "sha256"; "sha384";
   "sha512"];
  "ctype", ["bzip2"; "compress"; "gzip"; "lzop"; "xz"; "zstd"];
  "crypttype",
  ["bitlk"; "fvault2"; "luks"; "luks1"; "luks2"; "plain"; "tcrypt"];
  "discard", ["besteffort"; "disable"; "enable"];
  "errorbehavior", ["continue"; "panic"; "remount-ro"];
  "filesystem", filesystems;
  "format", image_formats;
  "fstype", filesystems;
  "level",
  ["linear"; "raid0"; "raid1"; "raid10"; "raid4"; "raid5"; "raid6"];
  "parttype",
  ["aix"; "amiga"; "bsd"; "dasd"; "dvh"; "gpt"; "mac"; "mbr"; "pc98"; "sun"];
  "preallocation", ["falloc"; "full"; "metadata"; "off"; "sparse"];
  "prlogex", ["extended"; "logical"; "primary"];
  "protocol", protocols;
  "vfstype", filesystems;
]

(* … but for these. *)
let here = [
  ("cpio_out", "format"), ["crc"; "newc"];
  ("disk_create", "format"), ["qcow2"; "raw"];
  ("set_backend", "backend"), Backends.all;
  ("set_e2fs_generation", "fstype"), [];
  ("tar_in", "compress"),
  ["bzip2"; "compress"; "gzip"; "lzma"; "lzop"; "xz"; "zstd"];
  ("tar_out", "compress"),
  ["bzip2"; "compress"; "gzip"; "lzma"; "lzop"; "xz"; "zstd"];
  ("tune2fs", "fstype"), [];
  ("btrfs_filesystem_defragment", "compress"), ["lzo"; "zlib"; "zstd"];
]

let of_arg (a : action) name =
  match List.assoc_opt (a.name, name) here with
  | Some words -> words
  | None -> Option.value (List.assoc_opt name everywhere) ~default:[]
