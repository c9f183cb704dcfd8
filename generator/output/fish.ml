(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* guestfish: the table of commands and what runs each of them.

   A runner is one call: fish/command/args.c has turned words into values as the
   description of the command says, fish/command/print.c prints the result. *)

open Types
open Text

let commands t = List.filter Action.in_fish (Table.actions t)

let other_names a =
  a.fish_alias @ List.map Utils.dashes (Action.non_c_aliases a)

(* ---- Words for people ---- *)

let synopsis_arg (v : Kinds.value) =
  if v.kind.secret then None
  else if Kinds.is_stream v then Some (Printf.sprintf "(%s|-)" v.name)
  else Some (v.form.synopsis v.name)

let synopsis_optarg (v : Kinds.value) =
  Printf.sprintf "[%s:%s]" v.name v.form.possible

let synopsis a =
  List.filter_map synopsis_arg (Action.args a)
  @ List.map synopsis_optarg (Action.optargs a)
  |> String.concat " "

(* Of an action, another name of one, or several ("part_*"). *)
let command_name t name =
  let is_it a = a.name = name || List.mem name (Action.non_c_aliases a) in
  let is_command =
    match List.find_opt is_it (Table.actions t) with
    | Some a -> Action.in_fish a || a.visibility = VPublicNoFish
    | None -> List.mem name t.planned || String.contains name '*' in
  if is_command then Some (Utils.dashes name) else None

let command_of t name =
  match command_name t name with
  | Some command -> Printf.sprintf "C<%s>" command
  | None -> Printf.sprintf "C<guestfs_%s>" name

(* None: nothing that guestfish has. *)
let replacement t a =
  match a.deprecated with
  | Replaced_by other -> command_name t other
  | Current | Deprecated -> None

let is_secret (v : Kinds.value) = v.kind.secret

let notes a =
  let note yes text = if yes then [text] else [] in
  note (Action.files_in a <> [])
    "The local file C<-> is standard input."
  @ note (Action.files_out a <> [])
      "The local file C<-> is standard output."
  @ note (List.exists is_secret (Action.args a))
      "Keys and passphrases are asked for, not given as arguments."
  @ note (a.optargs <> [])
      "Optional arguments are given as C<name:value>, in any order."
  @ (match a.optional_group with
     | Some g ->
        [Printf.sprintf "Not every appliance has this: C<available %s>." g]
     | None -> [])

let doc t a =
  String.concat "\n\n"
    (String.trim (Pod.references (command_of t) a.doc) :: notes a)

(* ---- Descriptions ---- *)

let describe (v : Kinds.value) =
  let flags =
    if v.kind.completes = [] then "0"
    else String.concat " | " v.kind.completes in
  pr "{ %s, FISH_%s, %s },\n" (Utils.c_string v.name) v.form.fish flags

let table_of_args variable values =
  if values <> [] then
    nested (Printf.sprintf "static const struct fish_arg %s[] = {" variable)
      (fun () -> List.iter describe values) "};"

let args_tables a =
  table_of_args ("args_" ^ a.name) (Action.args a);
  table_of_args ("optargs_" ^ a.name) (Action.optargs a)

let aliases_table a =
  match other_names a with
  | [] -> ()
  | names ->
     arguments (Printf.sprintf "static const char *const aliases_%s[] = { "
                  a.name)
       (List.map Utils.c_string names @ ["NULL"]) " };\n"

(* ---- Runners ---- *)

let value i (v : Kinds.value) =
  Printf.sprintf "c->arg[%d].%s" i v.form.member
  :: (if v.form.sized then [Printf.sprintf "c->arg[%d].size" i] else [])

let opts_variable a =
  nested (Printf.sprintf "struct guestfs_%s_argv opts = {" (Action.c_name a))
    (fun () ->
      pr ".bitmask = c->optmask,\n";
      List.iteri (fun bit (v : Kinds.value) ->
          pr ".%s = c->opt[%d].%s,\n" v.name bit v.form.member)
        (Action.optargs a)) "};"

let printer a =
  match a.fish_output with
  | Decimal -> (Action.result a).print
  | Octal -> "fish_print_octal"
  | Hexadecimal -> "fish_print_hex"

let function_name a =
  if a.optargs = [] then "guestfs_" ^ a.name
  else Printf.sprintf "guestfs_%s_argv" (Action.c_name a)

let values a =
  ["c->g"] @ List.concat (List.mapi value (Action.args a))
  @ (if Ctypes.returns_buffer a then ["&size"] else [])
  @ (if a.optargs = [] then [] else ["&opts"])

let runner a =
  pr "\nstatic int\nrun_%s (const struct fish_call *c)\n" a.name;
  nested "{" (fun () ->
      if a.optargs <> [] then opts_variable a;
      if not (Ctypes.returns_buffer a) then
        arguments
          (Printf.sprintf "return %s (%s (" (printer a) (function_name a))
          (values a) "));\n"
      else (
        pr "size_t size = 0;\n";
        arguments (Printf.sprintf "char *r = %s (" (function_name a))
          (values a) ");\n";
        pr "\nreturn %s (r, size);\n" (printer a))) "}"

(* ---- Structs ---- *)

let print_field f =
  let n = Structs.field_name f in
  let call what = pr "fish_field_%s (indent, \"%s\", s->%s);\n" what n n in
  match f with
  | FChar _ -> call "char"
  | FString _ | FDevice _ -> call "string"
  | FBuffer _ ->
     arguments "fish_field_buffer ("
       ["indent"; Utils.c_string n; "s->" ^ n; "s->" ^ n ^ "_len"] ");\n"
  | FUInt32 _ | FUInt64 _ | FBytes _ -> call "unsigned"
  | FInt32 _ | FInt64 _ -> call "signed"
  | FUUID _ -> call "uuid"
  | FOptPercent _ -> call "percent"

let struct_printer s =
  pr "\nstatic void\n";
  arguments (Printf.sprintf "print_%s (" s.s_name)
    ["const char *indent";
     Printf.sprintf "const struct guestfs_%s *s" s.s_name] ")\n";
  nested "{" (fun () -> List.iter print_field s.s_fields) "}"

let one_printer s =
  pr "\nstatic int\nprint_one_%s (struct guestfs_%s *s)\n" s s;
  nested "{" (fun () ->
      pr "if (s == NULL)\n  return -1;\n";
      pr "print_%s (\"\", s);\n" s;
      pr "guestfs_free_%s (s);\nreturn 0;\n" s) "}"

let list_printer s =
  pr "\nstatic int\nprint_list_of_%s (struct guestfs_%s_list *list)\n" s s;
  nested "{" (fun () ->
      pr "if (list == NULL)\n  return -1;\n";
      nested "for (uint32_t i = 0; i < list->len; ++i) {" (fun () ->
          pr "fish_print_list_begin (i);\n";
          pr "print_%s (\"  \", &list->val[i]);\n" s;
          pr "fish_print_list_end ();\n") "}";
      pr "guestfs_free_%s_list (list);\nreturn 0;\n" s) "}"

let struct_printers t =
  let shapes = List.map (fun a -> (Action.result a).shape) (commands t) in
  let one s = List.mem (Results.Struct s) shapes
  and list s = List.mem (Results.Struct_list s) shapes in
  List.iter (fun s ->
      let n = s.s_name in
      if one n || list n then struct_printer s;
      if one n then one_printer n;
      if list n then list_printer n) t.Table.structs

(* ---- The table ---- *)

let doc_literal lines =
  if lines = [] then pr ".doc = \"\",\n"
  else (
    pr ".doc =\n";
    let literals = List.map (fun l -> Utils.c_string (l ^ "\n")) lines in
    indented 2 (fun () -> pr "%s,\n" (String.concat "\n" literals))
  )

let entry t a =
  let counted member table n =
    if n > 0 then
      pr ".%s = %s_%s, .nr_%s = %d,\n" member table a.name member n in
  nested "{" (fun () ->
      pr ".name = %s,\n" (Utils.c_string (Action.fish_name a));
      if other_names a <> [] then pr ".aliases = aliases_%s,\n" a.name;
      pr ".summary = %s,\n" (Utils.c_string a.summary);
      pr ".synopsis = %s,\n" (Utils.c_string (synopsis a));
      doc_literal (Pod.plain ~width:76 (doc t a));
      if Action.is_deprecated a then
        pr ".replaced_by = \"%s\",\n"
          (Option.value (replacement t a) ~default:"");
      counted "args" "args" (List.length a.args);
      counted "optargs" "optargs" (List.length a.optargs);
      pr ".run = run_%s,\n" a.name) "},"

let description a =
  args_tables a;
  aliases_table a;
  runner a;
  pr "\n"

let cmds_c t =
  start C GPL ~from:all_areas
    "The commands of guestfish that call the API.";
  pr "#include <config.h>\n\n";
  pr "/* guestfish runs deprecated actions and says what replaced them. */\n";
  pr "#define GUESTFS_NO_WARN_DEPRECATED 1\n";
  pr "#include \"command.h\"\n";
  struct_printers t;
  pr "\n";
  List.iter description (commands t);
  let by_name = List.sort (fun a b ->
      compare (Action.fish_name a) (Action.fish_name b)) (commands t) in
  nested "const struct fish_command fish_api_commands[] = {"
    (fun () -> List.iter (entry t) by_name) "};";
  pr "const size_t fish_nr_api_commands =\n";
  pr "  sizeof fish_api_commands / sizeof fish_api_commands[0];\n"

let outputs t = ["fish/gen/cmds.c", fun () -> cmds_c t]
