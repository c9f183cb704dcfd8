(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The modules below the Haskell module Guestfs: functions, optional arguments,
   structs and events. *)

val outputs : Table.t -> (string * (unit -> unit)) list
