(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The command line of the generator. *)

let usage = "usage: generator [--srcdir DIR] [--list]"

let generate srcdir outputs =
  let write (path, writer) =
    let path = Filename.concat srcdir path in
    if Text.write_if_changed path (Text.to_string writer) then
      Printf.printf "  GEN      %s\n%!" path in
  List.iter write outputs

let main outputs =
  let srcdir = ref "." and list = ref false in
  let options = [
    "--srcdir", Arg.Set_string srcdir, "DIR write below this folder";
    "--list", Arg.Set list, " print the names of the files, write nothing";
  ] in
  let refuse s = raise (Arg.Bad ("unexpected argument: " ^ s)) in
  Arg.parse (Arg.align options) refuse usage;
  let outputs = outputs (Registry.table ()) in
  if !list then List.iter (fun (path, _) -> print_endline path) outputs
  else generate !srcdir outputs
