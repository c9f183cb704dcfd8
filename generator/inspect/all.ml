(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The table of systems.  In the order in which rows are tried: of those that
   look alike, the one that asks for more is first. *)

let rows = [
  "redhat", Inspect_redhat.rows;
  "mandrake", Inspect_mandrake.rows;
  "suse", Inspect_suse.rows;
  "debian", Inspect_debian.rows;
  "arch", Inspect_arch.rows;
  "independent", Inspect_independent.rows;
  "image", Inspect_image.rows;
  "bsd", Inspect_bsd.rows;
  "windows", Inspect_windows.rows;
  "foreign", Inspect_foreign.rows;
]
