(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Actions of the public interface that no area defines yet, so that
   documentation can already name them.  The area that defines one takes it
   out of this list; when it is empty, this file goes. *)

let names = [
  "add_domain"; "add_libvirt_dom"; "file_architecture";
  "get_libvirt_requested_credential_challenge";
  "get_libvirt_requested_credential_defresult";
  "get_libvirt_requested_credential_prompt";
  "get_libvirt_requested_credentials"; "inspect_get_arch";
  "inspect_get_build_id"; "inspect_get_distro"; "inspect_get_drive_mappings";
  "inspect_get_filesystems"; "inspect_get_format"; "inspect_get_hostname";
  "inspect_get_icon"; "inspect_get_major_version";
  "inspect_get_minor_version"; "inspect_get_mountpoints";
  "inspect_get_osinfo"; "inspect_get_package_format";
  "inspect_get_package_management"; "inspect_get_product_name";
  "inspect_get_product_variant"; "inspect_get_roots"; "inspect_get_type";
  "inspect_get_windows_current_control_set";
  "inspect_get_windows_group_policy"; "inspect_get_windows_software_hive";
  "inspect_get_windows_system_hive"; "inspect_get_windows_systemroot";
  "inspect_is_live"; "inspect_is_multipart"; "inspect_is_netinst";
  "inspect_list_applications"; "inspect_list_applications2"; "inspect_os";
  "internal_list_rpm_applications"; "mount_local"; "mount_local_run";
  "set_libvirt_requested_credential"; "set_libvirt_supported_credentials";
  "umount_local";
]
