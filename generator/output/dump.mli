(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The table as JSON: for tools/check-api and other tools. *)

val dump : Table.t -> unit -> unit

(** What it says of one action, which is of this area. *)
val action : string -> Types.action -> Json.t
