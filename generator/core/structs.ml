(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The structs that actions return, and questions about their fields.

   The order of fields is the layout in memory and on the wire: it never
   changes, and nothing is added in the middle or at the end. *)

open Types

let all = [
  { s_name = "application"; s_camel = "Application"; s_external = true;
    s_fields = [
      FString "app_name";
      FString "app_display_name";
      FInt32 "app_epoch";
      FString "app_version";
      FString "app_release";
      FString "app_install_path";
      FString "app_trans_path";
      FString "app_publisher";
      FString "app_url";
      FString "app_source_package";
      FString "app_summary";
      FString "app_description";
    ] };
  { s_name = "application2"; s_camel = "Application2"; s_external = true;
    s_fields = [
      FString "app2_name";
      FString "app2_display_name";
      FInt32 "app2_epoch";
      FString "app2_version";
      FString "app2_release";
      FString "app2_arch";
      FString "app2_install_path";
      FString "app2_trans_path";
      FString "app2_publisher";
      FString "app2_url";
      FString "app2_source_package";
      FString "app2_summary";
      FString "app2_description";
      FString "app2_class";
      FString "app2_spare2";
      FString "app2_spare3";
      FString "app2_spare4";
    ] };
  { s_name = "btrfsbalance"; s_camel = "BTRFSBalance"; s_external = true;
    s_fields = [
      FString "btrfsbalance_status";
      FUInt64 "btrfsbalance_total";
      FUInt64 "btrfsbalance_balanced";
      FUInt64 "btrfsbalance_considered";
      FUInt64 "btrfsbalance_left";
    ] };
  { s_name = "btrfsqgroup"; s_camel = "BTRFSQgroup"; s_external = true;
    s_fields = [
      FString "btrfsqgroup_id";
      FUInt64 "btrfsqgroup_rfer";
      FUInt64 "btrfsqgroup_excl";
    ] };
  { s_name = "btrfsscrub"; s_camel = "BTRFSScrub"; s_external = true;
    s_fields = [
      FUInt64 "btrfsscrub_data_extents_scrubbed";
      FUInt64 "btrfsscrub_tree_extents_scrubbed";
      FUInt64 "btrfsscrub_data_bytes_scrubbed";
      FUInt64 "btrfsscrub_tree_bytes_scrubbed";
      FUInt64 "btrfsscrub_read_errors";
      FUInt64 "btrfsscrub_csum_errors";
      FUInt64 "btrfsscrub_verify_errors";
      FUInt64 "btrfsscrub_no_csum";
      FUInt64 "btrfsscrub_csum_discards";
      FUInt64 "btrfsscrub_super_errors";
      FUInt64 "btrfsscrub_malloc_errors";
      FUInt64 "btrfsscrub_uncorrectable_errors";
      FUInt64 "btrfsscrub_unverified_errors";
      FUInt64 "btrfsscrub_corrected_errors";
      FUInt64 "btrfsscrub_last_physical";
    ] };
  { s_name = "btrfssubvolume"; s_camel = "BTRFSSubvolume";
    s_external = true;
    s_fields = [
      FUInt64 "btrfssubvolume_id";
      FUInt64 "btrfssubvolume_top_level_id";
      FString "btrfssubvolume_path";
    ] };
  { s_name = "dirent"; s_camel = "Dirent"; s_external = true;
    s_fields = [
      FInt64 "ino";
      FChar "ftyp";
      FString "name";
    ] };
  { s_name = "fuse_attr"; s_camel = "FuseAttr"; s_external = false;
    s_fields = [
      FUInt64 "fa_dev";
      FUInt64 "fa_ino";
      FUInt32 "fa_mode";
      FUInt32 "fa_nlink";
      FUInt32 "fa_uid";
      FUInt32 "fa_gid";
      FUInt64 "fa_rdev";
      FInt64 "fa_size";
      FInt64 "fa_blksize";
      FInt64 "fa_blocks";
      FInt64 "fa_atime_sec";
      FInt64 "fa_atime_nsec";
      FInt64 "fa_mtime_sec";
      FInt64 "fa_mtime_nsec";
      FInt64 "fa_ctime_sec";
      FInt64 "fa_ctime_nsec";
      FUInt32 "fa_flags";
      FInt64 "fa_btime_sec";
      FInt64 "fa_btime_nsec";
    ] };
  { s_name = "fuse_content"; s_camel = "FuseContent"; s_external = false;
    s_fields = [
      FUInt64 "fc_dev";
      FUInt64 "fc_ino";
      FUInt32 "fc_mode";
      FUInt32 "fc_nlink";
      FUInt32 "fc_uid";
      FUInt32 "fc_gid";
      FUInt64 "fc_rdev";
      FInt64 "fc_size";
      FInt64 "fc_blksize";
      FInt64 "fc_blocks";
      FInt64 "fc_atime_sec";
      FInt64 "fc_atime_nsec";
      FInt64 "fc_mtime_sec";
      FInt64 "fc_mtime_nsec";
      FInt64 "fc_ctime_sec";
      FInt64 "fc_ctime_nsec";
      FUInt32 "fc_flags";
      FBuffer "fc_content";
    ] };
  { s_name = "fuse_entry"; s_camel = "FuseEntry"; s_external = false;
    s_fields = [
      FString "fe_name";
      FInt64 "fe_offset";
      FUInt64 "fe_dev";
      FUInt64 "fe_ino";
      FUInt32 "fe_mode";
      FUInt32 "fe_nlink";
      FUInt32 "fe_uid";
      FUInt32 "fe_gid";
      FUInt64 "fe_rdev";
      FInt64 "fe_size";
      FInt64 "fe_blksize";
      FInt64 "fe_blocks";
      FInt64 "fe_atime_sec";
      FInt64 "fe_atime_nsec";
      FInt64 "fe_mtime_sec";
      FInt64 "fe_mtime_nsec";
      FInt64 "fe_ctime_sec";
      FInt64 "fe_ctime_nsec";
      FUInt32 "fe_flags";
    ] };
  { s_name = "hivex_node"; s_camel = "HivexNode"; s_external = true;
    s_fields = [
      FInt64 "hivex_node_h";
    ] };
  { s_name = "hivex_value"; s_camel = "HivexValue"; s_external = true;
    s_fields = [
      FInt64 "hivex_value_h";
    ] };
  { s_name = "inotify_event"; s_camel = "INotifyEvent"; s_external = true;
    s_fields = [
      FInt64 "in_wd";
      FUInt32 "in_mask";
      FUInt32 "in_cookie";
      FString "in_name";
    ] };
  { s_name = "int_bool"; s_camel = "IntBool"; s_external = true;
    s_fields = [
      FInt32 "i";
      FInt32 "b";
    ] };
  { s_name = "internal_mountable"; s_camel = "InternalMountable";
    s_external = false;
    s_fields = [
      FInt32 "im_type";
      FString "im_device";
      FString "im_volume";
    ] };
  { s_name = "isoinfo"; s_camel = "ISOInfo"; s_external = true;
    s_fields = [
      FString "iso_system_id";
      FString "iso_volume_id";
      FUInt32 "iso_volume_space_size";
      FUInt32 "iso_volume_set_size";
      FUInt32 "iso_volume_sequence_number";
      FUInt32 "iso_logical_block_size";
      FString "iso_volume_set_id";
      FString "iso_publisher_id";
      FString "iso_data_preparer_id";
      FString "iso_application_id";
      FString "iso_copyright_file_id";
      FString "iso_abstract_file_id";
      FString "iso_bibliographic_file_id";
      FInt64 "iso_volume_creation_t";
      FInt64 "iso_volume_modification_t";
      FInt64 "iso_volume_expiration_t";
      FInt64 "iso_volume_effective_t";
    ] };
  { s_name = "lvm_lv"; s_camel = "LV"; s_external = true;
    s_fields = [
      FString "lv_name";
      FUUID "lv_uuid";
      FString "lv_attr";
      FInt64 "lv_major";
      FInt64 "lv_minor";
      FInt64 "lv_kernel_major";
      FInt64 "lv_kernel_minor";
      FBytes "lv_size";
      FInt64 "seg_count";
      FString "origin";
      FOptPercent "snap_percent";
      FOptPercent "copy_percent";
      FString "move_pv";
      FString "lv_tags";
      FString "mirror_log";
      FString "modules";
    ] };
  { s_name = "lvm_pv"; s_camel = "PV"; s_external = true;
    s_fields = [
      FDevice "pv_name";
      FUUID "pv_uuid";
      FString "pv_fmt";
      FBytes "pv_size";
      FBytes "dev_size";
      FBytes "pv_free";
      FBytes "pv_used";
      FString "pv_attr";
      FInt64 "pv_pe_count";
      FInt64 "pv_pe_alloc_count";
      FString "pv_tags";
      FBytes "pe_start";
      FInt64 "pv_mda_count";
      FBytes "pv_mda_free";
    ] };
  { s_name = "lvm_vg"; s_camel = "VG"; s_external = true;
    s_fields = [
      FString "vg_name";
      FUUID "vg_uuid";
      FString "vg_fmt";
      FString "vg_attr";
      FBytes "vg_size";
      FBytes "vg_free";
      FString "vg_sysid";
      FBytes "vg_extent_size";
      FInt64 "vg_extent_count";
      FInt64 "vg_free_count";
      FInt64 "max_lv";
      FInt64 "max_pv";
      FInt64 "pv_count";
      FInt64 "lv_count";
      FInt64 "snap_count";
      FInt64 "vg_seqno";
      FString "vg_tags";
      FInt64 "vg_mda_count";
      FBytes "vg_mda_free";
    ] };
  { s_name = "mdstat"; s_camel = "MDStat"; s_external = true;
    s_fields = [
      FString "mdstat_device";
      FInt32 "mdstat_index";
      FString "mdstat_flags";
    ] };
  { s_name = "partition"; s_camel = "Partition"; s_external = true;
    s_fields = [
      FInt32 "part_num";
      FBytes "part_start";
      FBytes "part_end";
      FBytes "part_size";
    ] };
  { s_name = "stat"; s_camel = "Stat"; s_external = true;
    s_fields = [
      FInt64 "dev";
      FInt64 "ino";
      FInt64 "mode";
      FInt64 "nlink";
      FInt64 "uid";
      FInt64 "gid";
      FInt64 "rdev";
      FInt64 "size";
      FInt64 "blksize";
      FInt64 "blocks";
      FInt64 "atime";
      FInt64 "mtime";
      FInt64 "ctime";
    ] };
  { s_name = "statns"; s_camel = "StatNS"; s_external = true;
    s_fields = [
      FInt64 "st_dev";
      FInt64 "st_ino";
      FInt64 "st_mode";
      FInt64 "st_nlink";
      FInt64 "st_uid";
      FInt64 "st_gid";
      FInt64 "st_rdev";
      FInt64 "st_size";
      FInt64 "st_blksize";
      FInt64 "st_blocks";
      FInt64 "st_atime_sec";
      FInt64 "st_atime_nsec";
      FInt64 "st_mtime_sec";
      FInt64 "st_mtime_nsec";
      FInt64 "st_ctime_sec";
      FInt64 "st_ctime_nsec";
      FInt64 "st_spare1";
      FInt64 "st_spare2";
      FInt64 "st_spare3";
      FInt64 "st_spare4";
      FInt64 "st_spare5";
      FInt64 "st_spare6";
    ] };
  { s_name = "statvfs"; s_camel = "StatVFS"; s_external = true;
    s_fields = [
      FInt64 "bsize";
      FInt64 "frsize";
      FInt64 "blocks";
      FInt64 "bfree";
      FInt64 "bavail";
      FInt64 "files";
      FInt64 "ffree";
      FInt64 "favail";
      FInt64 "fsid";
      FInt64 "flag";
      FInt64 "namemax";
    ] };
  { s_name = "tsk_dirent"; s_camel = "TSKDirent"; s_external = true;
    s_fields = [
      FUInt64 "tsk_inode";
      FChar "tsk_type";
      FInt64 "tsk_size";
      FString "tsk_name";
      FUInt32 "tsk_flags";
      FInt64 "tsk_atime_sec";
      FInt64 "tsk_atime_nsec";
      FInt64 "tsk_mtime_sec";
      FInt64 "tsk_mtime_nsec";
      FInt64 "tsk_ctime_sec";
      FInt64 "tsk_ctime_nsec";
      FInt64 "tsk_crtime_sec";
      FInt64 "tsk_crtime_nsec";
      FInt64 "tsk_nlink";
      FString "tsk_link";
      FInt64 "tsk_spare1";
    ] };
  { s_name = "utsname"; s_camel = "UTSName"; s_external = true;
    s_fields = [
      FString "uts_sysname";
      FString "uts_release";
      FString "uts_version";
      FString "uts_machine";
    ] };
  { s_name = "version"; s_camel = "Version"; s_external = true;
    s_fields = [
      FInt64 "major";
      FInt64 "minor";
      FInt64 "release";
      FString "extra";
    ] };
  { s_name = "xattr"; s_camel = "XAttr"; s_external = true;
    s_fields = [
      FString "attrname";
      FBuffer "attrval";
    ] };
  { s_name = "xfsinfo"; s_camel = "XFSInfo"; s_external = true;
    s_fields = [
      FString "xfs_mntpoint";
      FUInt32 "xfs_inodesize";
      FUInt32 "xfs_agcount";
      FUInt32 "xfs_agsize";
      FUInt32 "xfs_sectsize";
      FUInt32 "xfs_attr";
      FUInt32 "xfs_blocksize";
      FUInt64 "xfs_datablocks";
      FUInt32 "xfs_imaxpct";
      FUInt32 "xfs_sunit";
      FUInt32 "xfs_swidth";
      FUInt32 "xfs_dirversion";
      FUInt32 "xfs_dirblocksize";
      FUInt32 "xfs_cimode";
      FString "xfs_logname";
      FUInt32 "xfs_logblocksize";
      FUInt32 "xfs_logblocks";
      FUInt32 "xfs_logversion";
      FUInt32 "xfs_logsectsize";
      FUInt32 "xfs_logsunit";
      FUInt32 "xfs_lazycount";
      FString "xfs_rtname";
      FUInt32 "xfs_rtextsize";
      FUInt64 "xfs_rtblocks";
      FUInt64 "xfs_rtextents";
    ] };
  { s_name = "yara_detection"; s_camel = "YaraDetection"; s_external = true;
    s_fields = [
      FString "yara_name";
      FString "yara_rule";
    ] };
]

let field_name = function
  | FChar n | FString n | FDevice n | FBuffer n | FUInt32 n | FInt32 n
  | FUInt64 n | FInt64 n | FBytes n | FUUID n | FOptPercent n -> n

(* What a field takes on the wire when it is as small as it can be. *)
let field_wire_size = function
  | FChar _ | FString _ | FDevice _ | FBuffer _ | FUInt32 _ | FInt32 _
  | FOptPercent _ -> 4
  | FUInt64 _ | FInt64 _ | FBytes _ -> 8
  | FUUID _ -> 32

let wire_size s =
  List.fold_left (fun n f -> n + field_wire_size f) 0 s.s_fields

let field_c_decls = function
  | FChar n -> ["char " ^ n]
  | FString n | FDevice n -> ["char *" ^ n]
  | FBuffer n -> ["uint32_t " ^ n ^ "_len"; "char *" ^ n]
  | FUInt32 n -> ["uint32_t " ^ n]
  | FInt32 n -> ["int32_t " ^ n]
  | FUInt64 n | FBytes n -> ["uint64_t " ^ n]
  | FInt64 n -> ["int64_t " ^ n]
  | FUUID n -> ["char " ^ n ^ "[32]"]
  | FOptPercent n -> ["float " ^ n]

let owns_memory = function
  | FString _ | FDevice _ | FBuffer _ -> true
  | FChar _ | FUInt32 _ | FInt32 _ | FUInt64 _ | FInt64 _ | FBytes _
  | FUUID _ | FOptPercent _ -> false
