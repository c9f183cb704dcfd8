(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The command line of the generator. *)

let usage = "usage: generator [--srcdir DIR] [--list] [--dump-api] [--check]"

(* What an earlier run has written and this one does not write. *)
let remove_stale srcdir outputs =
  let outputs = List.map fst outputs in
  let generated path =
    Text.first_line path
    |> Option.fold ~none:false ~some:(Utils.contains ~sub:"Generated from ") in
  let clean folder =
    Sys.readdir (Filename.concat srcdir folder)
    |> Array.iter (fun name ->
           let path = folder ^ "/" ^ name in
           let full = Filename.concat srcdir path in
           if not (List.mem path outputs) && generated full then (
             Printf.printf "  REMOVE   %s\n%!" path;
             Sys.remove full)) in
  List.map Filename.dirname outputs
  |> List.filter (fun folder -> Filename.basename folder = "gen")
  |> List.sort_uniq compare
  |> List.iter clean

let generate srcdir outputs =
  let write (path, writer) =
    let full = Filename.concat srcdir path in
    if Text.write_if_changed full (Text.to_string writer) then
      Printf.printf "  GEN      %s\n%!" path in
  List.iter write outputs;
  remove_stale srcdir outputs

let refuse_if_any problems =
  if problems <> [] then (
    List.iter prerr_endline problems;
    exit 1
  )

let main () =
  let srcdir = ref "." and what = ref `Generate in
  let choose what' = Arg.Unit (fun () -> what := what') in
  let options = [
    "--srcdir", Arg.Set_string srcdir, "DIR write below this folder";
    "--list", choose `List, " print the names of the files, write nothing";
    "--dump-api", choose `Dump, " print the table as JSON";
    "--check", choose `Check, " look for what must be done before a release";
  ] in
  let refuse s = raise (Arg.Bad ("unexpected argument: " ^ s)) in
  Arg.parse (Arg.align options) refuse usage;
  let table = Registry.table () in
  refuse_if_any (Checks.problems table);
  match !what with
  | `Generate -> generate !srcdir (Outputs.all table)
  | `List ->
     List.iter (fun (path, _) -> print_endline path) (Outputs.all table)
  | `Dump -> print_string (Text.to_string (Output_dump.dump table))
  | `Check -> refuse_if_any (Checks.unfinished table)

let () = main ()
