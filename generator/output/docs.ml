(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The reference parts of guestfs(3). *)

open Types
open Text

let paragraph fmt = Printf.ksprintf (fun s -> pr "%s\n\n" s) fmt

(* Names that have a heading of their own in the manual. *)
let has_heading t name =
  List.exists (fun (h : Handle.t) -> h.name = name) Handle.all
  || match Table.find t name with
     | Some a -> Action.is_documented a
     | None -> false

let link t name =
  if has_heading t name then Printf.sprintf "L</guestfs_%s>" name
  else Printf.sprintf "C<guestfs_%s>" name

(* ---- How to call ---- *)

let has_optargs a = a.optargs <> []

let prototype a name params =
  pr " %s\n" (String.trim (Ctypes.ret_type a.ret));
  arguments (Printf.sprintf " guestfs_%s (" name) params ");\n"

let synopsis a =
  if not (has_optargs a) then prototype a a.name (Ctypes.params a)
  else (
    if a.once_had_no_optargs then (
      prototype a a.name (Ctypes.params a);
      pr "\n"
    );
    prototype a (Action.c_name a) (Ctypes.params a @ ["..."]);
    pr "\n";
    prototype a (Action.c_name a ^ "_va") (Ctypes.params a @ ["va_list args"]);
    pr "\n";
    prototype a (Action.c_name a ^ "_argv")
      (Ctypes.params a @ [Ctypes.argv_param a])
  );
  pr "\n"

let optargs a =
  if has_optargs a then (
    paragraph "C<...> is any of these pairs, and C<-1> at the end:";
    List.iter (fun (v : Kinds.value) ->
        pr " %s_%s, %s%s,\n" (Action.optarg_prefix a) (Utils.upper v.name)
          v.form.c_type v.name) (Action.optargs a);
    pr "\n"
  )

(* ---- What else to know ---- *)

let deprecation t a =
  match a.deprecated with
  | Current -> []
  | Deprecated ->
     ["I<Deprecated>: new programs should not use this function; nothing \
       replaces it."]
  | Replaced_by other ->
     [Printf.sprintf "I<Deprecated>: new programs should use %s."
        (link t other)]

let notes t a =
  let note yes text = if yes then [text] else [] in
  deprecation t a
  @ note a.config_only
      "This must be called before L</guestfs_launch>."
  @ note (Action.has_secret a)
      "Secrets given to this function are kept out of traces and debug \
       messages."
  @ note a.progress
      "This may take long: it sends L<progress events|/EVENTS>."
  @ note (Action.can_be_cancelled a)
      "It stops early when L</guestfs_user_cancel> is called."
  @ (match a.optional_group with
     | Some g ->
        [Printf.sprintf
           "This needs the optional group C<%s>: see L</AVAILABILITY>." g]
     | None -> [])

let entry t a =
  pr "=head2 guestfs_%s\n\n" a.name;
  synopsis a;
  optargs a;
  paragraph "%s" (String.trim (Pod.references (link t) a.doc));
  List.iter (paragraph "%s") (notes t a);
  paragraph "Returns %s" (Action.result a).about;
  Output_examples.print t a;
  if a.added > (0, 0, 0) then
    paragraph "(Since %s)" (Action.version_string a.added)

let actions_pod t =
  start Pod LGPL ~from:all_areas "The functions of guestfs(3).";
  List.iter (entry t) (List.filter Action.is_documented (Table.actions t))

(* ---- Structs ---- *)

let struct_entry s =
  let n = s.s_name in
  pr "=head2 struct guestfs_%s\n\n" n;
  pr " struct guestfs_%s {\n" n;
  List.iter (pr "   %s;\n") (List.concat_map Structs.field_c_decls s.s_fields);
  pr " };\n";
  pr " struct guestfs_%s_list {\n" n;
  pr "   uint32_t len;\n   struct guestfs_%s *val;\n };\n\n" n;
  let functions suffix =
    let self = Printf.sprintf "struct guestfs_%s%s" n suffix in
    pr " int guestfs_compare_%s%s (const %s *a, const %s *b);\n"
      n suffix self self;
    pr " %s *guestfs_copy_%s%s (const %s *a);\n" self n suffix self;
    pr " void guestfs_free_%s%s (%s *a);\n" n suffix self in
  functions "";
  functions "_list";
  pr "\n"

let structs_pod t =
  start Pod LGPL ~from:"generator/core/structs.ml" "The structs of guestfs(3).";
  List.iter struct_entry (List.filter (fun s -> s.s_external) t.Table.structs)

(* ---- Optional groups ---- *)

let group_entry t (group, what) =
  pr "=item B<%s>\n\n" group;
  paragraph "%s." (String.capitalize_ascii what);
  let names =
    Table.group_members t group
    |> List.filter Action.is_documented
    |> List.map (fun (a : action) -> link t a.name) in
  if names <> [] then
    List.iter (pr "%s\n")
      (Utils.fill ~width:76 (String.concat ", " names ^ "."));
  if names <> [] then pr "\n"

let availability_pod t =
  start Pod LGPL ~from:"generator/core/optgroups.ml"
    "The optional groups of guestfs(3).";
  pr "=over 4\n\n";
  List.iter (group_entry t) t.Table.groups;
  pr "=back\n"

let outputs t = [
  "docs/gen/guestfs-actions.pod", (fun () -> actions_pod t);
  "docs/gen/guestfs-structs.pod", (fun () -> structs_pod t);
  "docs/gen/guestfs-availability.pod", (fun () -> availability_pod t);
]
