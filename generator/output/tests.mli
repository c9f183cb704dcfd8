(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests of the records as C for the runner in tests/actions. *)

open Types

(** "mkdir-0" *)
val test_name : action -> int -> string

(** The name of an action that a test calls and no area defines yet. *)
val missing : Table.t -> test -> string option

val capi : Table.t -> Table.area -> unit
val areas_c : Table.t -> unit
val outputs : Table.t -> (string * (unit -> unit)) list
