(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/events.c: events by name. *)

val events_c : unit -> unit
