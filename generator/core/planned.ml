(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Actions of the public interface that no area defines yet, so that
   documentation can already name them.  The area that defines one takes it
   out of this list; when it is empty, this file goes. *)

let names = [
  "add_domain"; "add_libvirt_dom";
  "get_libvirt_requested_credential_challenge";
  "get_libvirt_requested_credential_defresult";
  "get_libvirt_requested_credential_prompt";
  "get_libvirt_requested_credentials"; "inspect_get_icon";
  "mount_local"; "mount_local_run";
  "set_libvirt_requested_credential"; "set_libvirt_supported_credentials";
  "umount_local";
]
