(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What is generated: a table of output path and writer.

   generator [--srcdir DIR]     writes the files whose content changed
   generator --list             prints their names
   generator --dump-api         prints the table as JSON *)

let outputs t = List.concat [
  Output_daemon.outputs t;
]

let () = Run.main outputs
