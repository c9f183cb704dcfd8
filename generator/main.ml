(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What is generated: a table of output path and writer. *)

let outputs (t : Table.t) = List.concat [
  [ "include/guestfs.h", Output_header.guestfs_h t ];
  Output_daemon.outputs t;
]

let () = Run.main outputs
