(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The library's side of each action: lib/gen/client-<area>.c, and what
   lib/actions/<area>.c has to implement: lib/gen/impl.h *)

val outputs : Table.t -> (string * (unit -> unit)) list
