(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* For each action that takes a path, a test that hostile paths and links do
   not lead it out of the guest. *)

val outputs : Table.t -> (string * (unit -> unit)) list
