(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a table must fulfil before anything is generated from it.

   A check takes the table and an action (or a struct) and gives a list of
   messages "what is wrong: what to do"; where is put in front by [problems].
   All problems are found in one run. *)

open Types

let sp = Printf.sprintf

(* [unless cond "message"]; for arguments in the message use [sp]. *)
let unless ok message = if ok then [] else [message]


(* ---- Names. ---- *)

(* Keywords of C and C++, and what generated functions call their own. *)
let reserved_params =
  Utils.words
    "auto break case char const continue default do double else enum extern \
     float for goto if inline int long register restrict return short signed \
     sizeof static struct switch typedef union unsigned void volatile while \
     asm bool catch class delete explicit export false friend mutable \
     namespace new operator private protected public template this throw \
     true try typeid typename using virtual \
     g args optargs opts ret ret_size size_r call tb out"

let check_name t a =
  let same = List.filter (fun b -> b.name = a.name) (Table.actions t) in
  unless (Utils.is_identifier a.name)
    "the name is not lower case letters, digits and '_': rename it"
  @ unless (List.length same < 2)
      "defined more than once: remove or rename one"
  @ unless (not (List.exists (fun (f : Handle.t) -> f.name = a.name)
                   Handle.all))
      "the name of a function of the handle: rename the action"

(* The function with the optional arguments must not meet another's name. *)
let check_c_name t a =
  match Table.find t (Action.c_name a) with
  | Some b when a.once_had_no_optargs && b != a ->
     [sp "guestfs_%s is also the action %s: rename that" (Action.c_name a)
        b.name]
  | Some _ | None -> []

let check_camel_name t a =
  let camel = Action.camel_name a in
  let same b = Action.camel_name b = camel && b.name <> a.name in
  match List.find_opt same (Table.actions t) with
  | Some b ->
     [sp "has the same camel name %s as %s: set camel_name" camel b.name]
  | None -> []

let check_fish_alias t a =
  let taken alias b =
    List.mem alias b.fish_alias && b.name <> a.name
    || (Action.in_fish b && Action.fish_name b = alias) in
  let check alias =
    match List.find_opt (taken alias) (Table.actions t) with
    | Some b -> [sp "alias %s is already %s in guestfish: remove it" alias
                   (Action.fish_name b)]
    | None -> [] in
  List.concat_map check a.fish_alias

(* ---- Procedure numbers, versions. ---- *)

let check_number t a =
  match a.where with
  | Library -> []
  | Daemon nr when nr < 1 ->
     [sp "procedure number %d is not positive: the next free one is %d" nr
        (Table.max_proc t + 1)]
  | Daemon nr when (nr > 1000) <> (a.visibility = VPrivate) ->
     [sp "procedure number %d: numbers above 1000 are for private actions, and \
          only for these" nr]
  | Daemon nr ->
     let taken b = b.where = Daemon nr && b != a in
     match List.find_opt taken (Table.actions t) with
     | Some b when b.name <> a.name ->
        [sp "procedure number %d belongs to %s: the next free one is %d" nr
           b.name (Table.max_proc t + 1)]
     | Some _ | None -> []

let newest = (1, 61, 999)

let check_version _ a =
  let major, minor, release = a.added in
  if a.added = (0, 0, 0) then
    unless (not (Action.is_public a))
      "added is missing: give the version in which it appears"
  else
    unless (min major (min minor release) >= 0 && a.added <= newest)
      (sp "added %s is not a version of this API: %s is the newest there is"
         (Action.version_string a.added) "1.61")

(* ---- Words. ---- *)

let check_summary _ a =
  let ends_with suffix =
    String.length a.summary > 0
    && a.summary.[String.length a.summary - 1] = suffix in
  unless (not (String.contains a.summary '\n'))
    "the summary has several lines: move the rest to doc"
  @ unless (not (ends_with '.'))
      "the summary ends with a full stop: remove it"

let check_words _ a =
  unless (String.trim a.summary <> "")
    "the summary is missing: say in one line what it does"
  @ unless (String.trim a.doc <> "")
      "the documentation is missing: write doc"

let reference = Str.regexp "C<guestfs_\\([A-Za-z0-9_]*\\)>"

let references doc =
  let rec loop pos found =
    match Str.search_forward reference doc pos with
    | exception Not_found -> List.sort_uniq compare found
    | _ ->
       let name = Str.matched_group 1 doc in
       loop (Str.match_end ()) (name :: found) in
  loop 0 []

(* Everything that is called guestfs_<name>. *)
let functions t =
  let of_action a =
    let c = Action.c_name a in
    [a.name; c] @ (if a.optargs = [] then [] else [c ^ "_va"; c ^ "_argv"]) in
  let of_struct s =
    List.concat_map (fun n -> ["free_" ^ n; "copy_" ^ n; "compare_" ^ n])
      [s.s_name; s.s_name ^ "_list"] in
  List.concat_map of_action (Table.actions t)
  @ List.concat_map of_struct t.Table.structs
  @ List.map (fun (f : Handle.t) -> f.name) Handle.all

let check_doc functions a =
  let known name = Hashtbl.mem functions name in
  references a.doc
  |> List.filter (fun name -> not (known name))
  |> List.map (fun name ->
         sp "doc names C<guestfs_%s>, which is no action: correct it" name)

(* ---- Arguments. ---- *)

let check_params _ a =
  let names =
    List.map (fun (v : Kinds.value) -> v.name)
      (Action.args a @ Action.optargs a) in
  let style n =
    unless (Utils.is_identifier n)
      (sp "argument %S is not lower case letters and digits: rename it" n)
    @ unless (not (List.mem n reserved_params))
        (sp "argument %s is a word that C or the generated code uses: \
             rename it" n) in
  List.concat_map style names
  @ List.map (sp "two arguments are called %s: rename one")
      (Utils.duplicates names)

let check_optargs _ a =
  let expected i (bit, _) = bit = i in
  let in_order =
    List.for_all Fun.id (List.mapi expected a.optargs) in
  unless in_order
    "the bits of optargs are not 0, 1, 2 … in order: an optional argument is \
     only ever added at the end"
  @ unless (List.length a.optargs <= 63)
      "more than 63 optional arguments: there are no bits left"
  @ unless (not a.once_had_no_optargs || a.optargs <> [])
      "once_had_no_optargs is set, but it has no optargs: remove it"

let check_streams _ a =
  let ins = List.length (Action.files_in a)
  and outs = List.length (Action.files_out a) in
  let listed (v : Kinds.value) = v.form.many && Kinds.is_stream v in
  unless (not (List.exists listed (Action.args a)))
    "a list of files to stream: take one file"
  @ (if Action.is_library a then []
     else
       unless (ins + outs <= 1)
         (sp "%d FileIn and %d FileOut arguments: a call has one stream at \
              most" ins outs)
       @ unless (outs = 0 || (Action.result a).shape = Status)
           "a FileOut action returns a value: it can only return RErr")

let check_where t a =
  let area = List.find (fun b -> b.Table.area = Table.area_of t a) t.areas in
  if Action.is_library a then
    unless area.library
      (sp "a library action, but %s is not in LIB_AREAS: add it to areas.mk"
         area.area)
  else
    unless area.daemon
      (sp "a daemon action, but %s is not in DAEMON_AREAS: add it to areas.mk"
         area.area)
    @ unless (not (Action.has_pointer a))
        "a daemon action takes a Pointer: only library actions can"
    @ unless ((Action.result a).shape <> Constant)
        "a daemon action returns a constant: use RString"
    @ unless (not a.config_only)
        "config_only, but it runs in the daemon: remove it"
    @ unless a.wrapper "wrapper is false, but it runs in the daemon: remove it"

let check_flags _ a =
  unless ((Action.result a).integer || a.fish_output = Decimal)
    "fish_output is set, but it does not return an integer: remove it"
  @ unless (a.wrapper || a.optargs = [])
      "wrapper is false and there are optargs: nothing would check them"

let is_content = function
  | String (FileIn, _) | BufferIn _ -> true
  | String _ | Bool _ | Int _ | Int64 _ | OptString _ | StringList _
  | Pointer _ -> false

let is_tested t a =
  let calls (words, _) = List.hd words = a.name in
  let tests = List.concat_map (fun b -> b.tests) (Table.actions t) in
  List.exists (fun test -> List.exists calls test.steps) tests

(* tests/actions/all-readers.sh runs the tests where nothing can be changed. *)
let check_leaves t a =
  if a.leaves <> Nothing then []
  else
    unless (not (List.exists is_content a.args))
      "leaves nothing, but takes content to write: remove leaves"
    @ unless (a.visibility <> VPublic || a.where = Library || is_tested t a)
        "leaves nothing, but no test calls it, which would show that: add one"

let check_links t a =
  let known name = Table.find t name <> None in
  let group =
    match a.optional_group with
    | Some g when not (List.mem_assoc g t.groups) ->
       [sp "optional group %s is unknown: add it to \
            generator/core/optgroups.ml" g]
    | Some _ | None -> [] in
  let replaced =
    match a.deprecated with
    | Replaced_by name when not (known name) ->
       [sp "deprecated, replaced by %s, which is no action: correct it" name]
    | Replaced_by _ | Current | Deprecated -> [] in
  let structure =
    match (Action.result a).shape with
    | Struct s | Struct_list s when Table.find_struct t s = None ->
       [sp "struct %s is unknown: add it to generator/core/structs.ml" s]
    | Struct _ | Struct_list _ | Status | Number | Constant | Memory -> [] in
  group @ replaced @ structure

(* ---- Tests. ---- *)

let check_value (v : Kinds.value) word =
  match v.form.literal word with
  | _ -> []
  | exception Literal.Bad why -> [why]

let check_step_optarg b s =
  let name, value =
    match String.index_opt s ':' with
    | Some i ->
       String.sub s 0 i, String.sub s (i + 1) (String.length s - i - 1)
    | None -> s, "" in
  match List.find_opt (fun (v : Kinds.value) -> v.name = name)
          (Action.optargs b) with
  | Some v -> check_value v value
  | None when b.optargs = [] -> [sp "%S is one argument too many" s]
  | None -> [sp "%S names no optional argument" s]

let check_step_args b values =
  let given = List.length values and wanted = List.length b.args in
  if given < wanted then
    [sp "%d arguments are given, %d are needed" given wanted]
  else
    List.concat (List.map2 check_value (Action.args b)
                   (Utils.take wanted values))
    @ List.concat_map (check_step_optarg b) (Utils.drop wanted values)

let fits t ret expect =
  let has_field s name =
    match Table.find_struct t s with
    | None -> true              (* reported elsewhere *)
    | Some s ->
       List.exists (fun f -> Structs.field_name f = name) s.s_fields in
  match expect, ret with
  | (Succeeds | Fails | Fails_with _ | C_expr _), _ -> true
  | (Is _ | Matches _), (RString _ | RConstString _ | RConstOptString _)
  | (Is_int _ | At_least _), (RInt _ | RInt64 _)
  | (Is_true | Is_false), RBool _
  | (Is_list _ | Is_set _ | Includes _), RStringList _
  | (Is_empty | Has_length _), (RStringList _ | RStructList _ | RHashtable _)
  | (Is_buffer _ | Matches _), RBufferOut _
  | Has_pairs _, RHashtable _ -> true
  | Has_fields fields, RStruct (_, s) ->
     List.for_all (fun (name, _) -> has_field s name) fields
  | (Is _ | Is_int _ | At_least _ | Is_true | Is_false | Is_list _ | Is_set _
    | Includes _ | Is_empty | Has_length _ | Is_buffer _ | Matches _
    | Has_fields _ | Has_pairs _),
    (RErr | RInt _ | RInt64 _ | RBool _ | RConstString _ | RConstOptString _
    | RString _ | RStringList _ | RStruct _ | RStructList _ | RHashtable _
    | RBufferOut _) -> false

let check_expect t b expect =
  unless (fits t b.ret expect)
    "what is expected does not fit what the action returns"
  @ (match expect with
     | Fails_with errno when not (List.mem errno Errnos.all) ->
        [sp "%S is no errno that crosses the wire" errno]
     | _ -> [])

let check_step t (call, expect) =
  match call with
  | [] -> ["a step without a call"]
  | name :: values ->
     let about = List.map (sp "%s: %s" name) in
     match Table.find t name with
     | Some b -> about (check_step_args b values @ check_expect t b expect)
     | None -> [sp "%s is no action" name]

let check_needs t need =
  unless (List.mem_assoc need t.Table.groups
          || String.length need > 11 && String.sub need 0 11 = "filesystem:")
    (sp "needs %S, which is neither an optional group nor a filesystem" need)

let check_tests t a =
  let check i test =
    List.concat_map (check_needs t) test.needs
    @ unless (test.steps <> []) "there are no steps"
    @ List.concat_map (check_step t) test.steps
    |> List.map (sp "test %d: %s: correct the test" i) in
  List.concat (List.mapi check a.tests)

(* ---- Structs. ---- *)

let check_struct t s =
  let names = List.map Structs.field_name s.s_fields in
  let same = List.filter (fun s' -> s'.s_name = s.s_name) t.Table.structs in
  unless (List.length same < 2) "defined more than once: remove one"
  @ unless (Utils.is_identifier s.s_name)
      "the name is not lower case letters, digits and '_': rename it"
  @ unless (s.s_fields <> []) "there are no fields: XDR has no empty structs"
  @ List.concat_map (fun n ->
        unless (Utils.is_identifier n)
          (sp "field %S is not lower case letters, digits and '_': rename it"
             n)) names
  @ List.map (sp "two fields are called %s: rename one")
      (Utils.duplicates names)

(* ---- The whole table. ---- *)

let checks_of_action t =
  let functions_of_t = Hashtbl.create 4096 in
  List.iter (fun n -> Hashtbl.replace functions_of_t n ()) (functions t);
  [ check_name t; check_c_name t; check_camel_name t; check_fish_alias t;
    check_number t; check_version t; check_summary t;
    check_doc functions_of_t; check_params t; check_optargs t;
    check_streams t; check_where t; check_flags t; check_leaves t;
    check_links t;
    check_tests t ]

let run_checks t checks =
  let check_action file a =
    List.concat_map (fun check -> check a) checks
    |> List.map (sp "%s: %s: %s" file a.name) in
  let check_area area =
    List.concat_map (check_action (Text.area_source area.Table.area))
      area.actions in
  List.concat_map check_area t.Table.areas

let problems t =
  let of_structs =
    List.concat_map (fun s ->
        List.map (sp "generator/core/structs.ml: %s: %s" s.s_name)
          (check_struct t s)) t.Table.structs in
  run_checks t (checks_of_action t) @ of_structs
  @ Os_checks.problems t.systems

let unfinished t = run_checks t [check_words t]
