(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* bindings/calls/gen/table.c: every action as a row, for languages that call
   C.  Types in bindings/calls/calls.h. *)

val outputs : Table.t -> (string * (unit -> unit)) list
