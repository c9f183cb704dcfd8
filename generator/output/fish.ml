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
    | None -> String.contains name '*' in
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

(* ---- Examples and related commands ---- *)

let example t a = Text.to_string (fun () -> Output_examples.print t a)

(* The commands that its description names. *)
let related t a =
  let found = ref [] in
  let note name =
    match command_name t name with
    | Some c when c <> Action.fish_name a && not (String.contains c '*') ->
       if not (List.mem c !found) then found := c :: !found; ""
    | Some _ | None -> "" in
  ignore (Pod.references note a.doc);
  List.rev !found

(* ---- Descriptions ---- *)

let strings_table variable = function
  | [] -> ()
  | list ->
     arguments (Printf.sprintf "static const char *const %s[] = { " variable)
       (List.map Utils.c_string list @ ["NULL"]) " };\n"

let choices_variable a (v : Kinds.value) =
  Printf.sprintf "choices_%s_%s" a.name v.name

let choices a (v : Kinds.value) =
  if v.form.fish = "STRING" then Choices.of_arg a v.name else []

(* The place of a mount is in the guest, though mount itself checks it. *)
let completes (v : Kinds.value) =
  if v.name = "mountpoint" then ["FISH_PATH"] else v.kind.completes

let describe a (v : Kinds.value) =
  let flags = match completes v with
    | [] -> "0"
    | list -> String.concat " | " list in
  arguments "{ "
    ([Utils.c_string v.name; "FISH_" ^ v.form.fish; flags]
     @ [if choices a v = [] then "NULL" else choices_variable a v]) " },\n"

let table_of_args a variable values =
  List.iter (fun v -> strings_table (choices_variable a v) (choices a v))
    values;
  if values <> [] then
    nested (Printf.sprintf "static const struct fish_arg %s[] = {" variable)
      (fun () -> List.iter (describe a) values) "};"

let args_tables a =
  table_of_args a ("args_" ^ a.name) (Action.args a);
  table_of_args a ("optargs_" ^ a.name) (Action.optargs a)

let aliases_table a = strings_table ("aliases_" ^ a.name) (other_names a)
let related_table t a = strings_table ("related_" ^ a.name) (related t a)

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

let field_form = function
  | FChar _ -> "CHAR"
  | FString _ | FDevice _ -> "STRING"
  | FBuffer _ -> "BUFFER"
  | FUInt32 _ -> "UINT32"
  | FInt32 _ -> "INT32"
  | FUInt64 _ | FBytes _ -> "UINT64"
  | FInt64 _ -> "INT64"
  | FUUID _ -> "UUID"
  | FOptPercent _ -> "PERCENT"

let field s f =
  let n = Structs.field_name f in
  let offset n = Printf.sprintf "offsetof (struct guestfs_%s, %s)" s n in
  let length = match f with FBuffer _ -> [offset (n ^ "_len")] | _ -> ["0"] in
  arguments "{ "
    ([Utils.c_string n; "FISH_FIELD_" ^ field_form f; offset n] @ length)
    " },\n"

let struct_table s =
  let n = s.s_name in
  nested (Printf.sprintf "\nstatic const struct fish_field fields_%s[] = {" n)
    (fun () -> List.iter (field n) s.s_fields) "};";
  nested (Printf.sprintf "static const struct fish_struct struct_%s = {" n)
    (fun () ->
      pr ".name = %s,\n" (Utils.c_string n);
      pr ".fields = fields_%s, .nr_fields = %d,\n" n
        (List.length s.s_fields);
      pr ".size = sizeof (struct guestfs_%s),\n" n) "};"

let one_printer s =
  pr "\nstatic int\nprint_one_%s (struct guestfs_%s *s)\n" s s;
  nested "{" (fun () ->
      pr "if (s == NULL)\n  return -1;\n";
      pr "fish_print_struct (&struct_%s, s);\n" s;
      pr "guestfs_free_%s (s);\nreturn 0;\n" s) "}"

let list_printer s =
  pr "\nstatic int\nprint_list_of_%s (struct guestfs_%s_list *list)\n" s s;
  nested "{" (fun () ->
      pr "if (list == NULL)\n  return -1;\n";
      pr "fish_print_structs (&struct_%s, list->val, list->len);\n" s;
      pr "guestfs_free_%s_list (list);\nreturn 0;\n" s) "}"

let struct_printers t =
  let shapes = List.map (fun a -> (Action.result a).shape) (commands t) in
  let one s = List.mem (Results.Struct s) shapes
  and list s = List.mem (Results.Struct_list s) shapes in
  List.iter (fun s ->
      let n = s.s_name in
      if one n || list n then struct_table s;
      if one n then one_printer n;
      if list n then list_printer n) t.Table.structs

(* ---- The table ---- *)

let text_literal member lines =
  if lines = [] then pr ".%s = \"\",\n" member
  else (
    pr ".%s =\n" member;
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
      text_literal "doc" (Pod.plain ~width:76 (doc t a));
      (match example t a with
       | "" -> ()
       | pod -> text_literal "example" (Pod.plain ~width:76 pod));
      if related t a <> [] then pr ".related = related_%s,\n" a.name;
      Option.iter (fun word -> pr ".topic = %s,\n" (Utils.c_string word))
        (Topics.of_area t (Table.area_of t a));
      if Action.is_deprecated a then
        pr ".replaced_by = \"%s\",\n"
          (Option.value (replacement t a) ~default:"");
      counted "args" "args" (List.length a.args);
      counted "optargs" "optargs" (List.length a.optargs);
      pr ".result = FISH_RESULT_%s,\n" (Action.result a).fish;
      (match (Action.result a).shape with
       | Struct s | Struct_list s -> pr ".result_struct = &struct_%s,\n" s
       | Status | Number | Constant | Memory -> ());
      if Action.counts_bytes a then pr ".counts_bytes = true,\n";
      pr ".run = run_%s,\n" a.name) "},"

let description t a =
  args_tables a;
  aliases_table a;
  related_table t a;
  runner a;
  pr "\n"

let topics_table t =
  let topic (t : Topics.t) =
    arguments "{ " (List.map Utils.c_string [t.word; t.topic; t.about])
      " },\n" in
  nested "const struct fish_topic fish_topics[] = {" (fun () ->
      List.iter topic (Topics.all t);
      pr "{ NULL, NULL, NULL }\n") "};"

let cmds_c t =
  start C GPL ~from:all_areas
    "The commands of guestfish that call the API.";
  pr "#include <config.h>\n\n";
  pr "#include <stddef.h>\n\n";
  pr "/* guestfish runs deprecated actions and says what replaced them. */\n";
  pr "#define GUESTFS_NO_WARN_DEPRECATED 1\n";
  pr "#include \"command.h\"\n";
  struct_printers t;
  pr "\n";
  List.iter (description t) (commands t);
  let by_name = List.sort (fun a b ->
      compare (Action.fish_name a) (Action.fish_name b)) (commands t) in
  nested "const struct fish_command fish_api_commands[] = {"
    (fun () -> List.iter (entry t) by_name) "};";
  topics_table t;
  pr "const size_t fish_nr_api_commands =\n";
  pr "  sizeof fish_api_commands / sizeof fish_api_commands[0];\n"

let outputs t = ["fish/gen/cmds.c", fun () -> cmds_c t]
