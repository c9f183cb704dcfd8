(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The functions, the class and the types of the OCaml module Guestfs. *)

val outputs : Table.t -> (string * (unit -> unit)) list
