(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* write_tiny DIR: everything that is generated from the tiny table. *)

let () =
  let dir = Sys.argv.(1) in
  let write (path, writer) =
    ignore (Text.write_if_changed (Filename.concat dir path)
              (Text.to_string writer)) in
  (match Checks.problems Tiny.table @ Checks.unfinished Tiny.table with
   | [] -> ()
   | problems -> List.iter prerr_endline problems; exit 1);
  List.iter write (Outputs.all Tiny.table);
  write ("api.json", Output_dump.dump Tiny.table)
