(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/events.c: events by name. *)

val outputs : Table.t -> (string * (unit -> unit)) list
