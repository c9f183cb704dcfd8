(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* For each row of the table of systems, trees of files that must be recognised
   as it, and what must follow from each of its rules; tests/unit makes the
   trees and asks. *)

val outputs : Table.t -> (string * (unit -> unit)) list
