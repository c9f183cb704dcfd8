(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The tests of the records as C for the runner in tests/actions.

   Each step of a test is one call whose result goes to a got_… function, and
   one expect_… that compares (tests/runner/capi.h).  That tests fit the
   table was checked before (core/checks.ml). *)

open Types
open Text

let bad = Literal.bad

(* ---- Which calls a test makes ---- *)

type step = { action : action; words : string list; expect : expect }

let step t (call, expect) =
  match call with
  | [] -> bad "a step without a call"
  | name :: words ->
     match Table.find t name with
     | Some action -> { action; words; expect }
     | None -> bad "there is no action \"%s\"" name

let steps t test = List.map (step t) test.steps

(* What an appliance must have: what the test says, what its disks need, and
   the groups of what it calls. *)
let needs t test =
  let setup = match test.setup with
    | Lv_filesystem -> ["lvm2"]
    | Btrfs -> ["btrfs"]
    | Encrypted -> ["luks"]
    | Blank | Partition | Filesystem | Gpt_disk -> [] in
  let groups = List.filter_map (fun s -> s.action.optional_group)
                 (steps t test) in
  List.sort_uniq compare (test.needs @ setup @ groups)

(* A test of what can only be done before launch gets a handle of its own
   that has no drives and is not launched. *)
let wants_new_handle t test =
  List.exists (fun s ->
      s.action.config_only || List.mem s.action.name ["launch"; "shutdown"])
    (steps t test)

(* ---- Arguments ---- *)

let is_local_file s =
  let starts p =
    String.length s >= String.length p
    && String.sub s 0 (String.length p) = p in
  starts "@data/" || starts "@tmp/"

let c_local s = Printf.sprintf "local_file (t, %s)" (Utils.c_string s)

(* Library actions take local names in plain strings, too. *)
let is_local a (v : Kinds.value) word =
  is_local_file word
  && (Kinds.is_stream v || Action.is_library a && v.kind.place = Unsaid)

let value a (v : Kinds.value) word =
  if is_local a v word then [c_local word] else v.form.literal word

let opts_variable a given =
  let mask = List.fold_left (fun m (bit, _, _) -> m lor (1 lsl bit)) 0 given in
  nested (Printf.sprintf "struct guestfs_%s_argv opts = {" (Action.c_name a))
    (fun () ->
      pr ".bitmask = UINT64_C (0x%x),\n" mask;
      List.iter (fun (_, o, w) ->
          let v = Kinds.of_optarg o in
          pr ".%s = %s,\n" v.name (String.concat ", " (value a v w))) given)
    "};"

let function_and_values ?instead a words =
  let fixed, given = Call.split a words in
  let name =
    if a.optargs = [] then a.name else Action.c_name a ^ "_argv" in
  let value_at i arg word =
    match instead with
    | Some (j, c) when i = j -> [c]
    | Some _ | None -> value a arg word in
  let values =
    ["g"]
    @ List.concat (List.mapi (fun i (arg, word) -> value_at i arg word)
                     (List.combine (Action.args a) fixed))
    @ (if Ctypes.returns_buffer a then ["&size"] else [])
    @ (if a.optargs = [] then [] else ["&opts"]) in
  name, values, given

(* ---- Results ---- *)

let pairs list =
  Literal.c_const_list (List.concat_map (fun (a, b) -> [a; b]) list)

let expectation expect =
  let call f values =
    Printf.sprintf "expect_%s (%s)" f (String.concat ", " ("t" :: values)) in
  match expect with
  | Succeeds -> call "success" []
  | Is s -> call "string" [Utils.c_string s]
  | Is_int n -> call "int" [Printf.sprintf "INT64_C (%d)" n]
  | At_least n -> call "at_least" [Printf.sprintf "INT64_C (%d)" n]
  | Is_true -> call "bool" ["true"]
  | Is_false -> call "bool" ["false"]
  | Is_list l -> call "list" [Literal.c_const_list l]
  | Is_set l -> call "set" [Literal.c_const_list l]
  | Includes l -> call "includes" [Literal.c_const_list l]
  | Is_empty -> call "length" ["0"]
  | Has_length n -> call "length" [string_of_int n]
  | Is_buffer s ->
     call "buffer" [Utils.c_string s; string_of_int (String.length s)]
  | Matches re -> call "match" [Utils.c_string re]
  | Has_fields l | Has_pairs l -> call "pairs" [pairs l]
  | Fails -> call "failure" []
  | Fails_with errno -> call "errno" [errno; Utils.c_string errno]
  | C_expr e -> call "expr" ["truth"; Utils.c_string e]

(* Looked at while the result is still there. *)
let print_truth a = function
  | C_expr e ->
     let ok = match Ctypes.error_value a.ret with
       | Some v -> Printf.sprintf "ret != %s && " v
       | None -> "" in
     pr "bool truth = %s(%s);\n" ok e
  | Succeeds | Is _ | Is_int _ | At_least _ | Is_true | Is_false | Is_list _
  | Is_set _ | Includes _ | Is_empty | Has_length _ | Is_buffer _ | Matches _
  | Has_fields _ | Has_pairs _ | Fails | Fails_with _ -> ()

(* ---- Steps and tests ---- *)

let begin_function a =
  match a.leaves with
  | Nothing -> "begin_reading_step"
  | Changes | Its_result -> "begin_step"

let print_call ?instead ~line ~truth ~check a words =
  let name, values, given = function_and_values ?instead a words in
  let result = Action.result a in
  let f, more = result.got in
  pr "%s (t, %s);\n" (begin_function a) (Utils.c_string line);
  if a.optargs <> [] then opts_variable a given;
  if Ctypes.returns_buffer a then pr "size_t size = 0;\n";
  arguments (Printf.sprintf "%sret = guestfs_%s (" (Ctypes.ret_type a.ret) name)
    values ");\n";
  print_truth a truth;
  arguments (Printf.sprintf "%s (" f) ("t" :: "ret" :: more) ");\n";
  match result.shape with
  | Struct _ | Struct_list _ ->
     pr "bool ok = %s;\n" check;
     pr "%s (ret);\n" result.free;
     pr "if (!ok)\n  return false;\n"
  | Status | Number | Constant | Memory ->
     pr "if (!%s)\n  return false;\n" check

let print_step s =
  print_call ~line:(Call.line s.action s.words) ~truth:s.expect
    ~check:(expectation s.expect) s.action s.words

let test_name (a : action) i = Printf.sprintf "%s-%d" a.name i

let print_test t a i test =
  pr "\nstatic bool\ntest_%s_%d (struct capi *t)\n" a.name i;
  nested "{" (fun () ->
      pr "guestfs_h *g = t->g;\n\n";
      List.iter (fun s -> nested "{" (fun () -> print_step s) "}")
        (steps t test);
      pr "return true;\n") "}"

let setup_name = function
  | Blank -> "SETUP_BLANK"
  | Partition -> "SETUP_PARTITION"
  | Filesystem -> "SETUP_FILESYSTEM"
  | Gpt_disk -> "SETUP_GPT_DISK"
  | Lv_filesystem -> "SETUP_LV_FILESYSTEM"
  | Btrfs -> "SETUP_BTRFS"
  | Encrypted -> "SETUP_ENCRYPTED"

let entry t (a, i, test) =
  nested "{" (fun () ->
      pr ".name = \"%s\", .setup = %s,\n" (test_name a i)
        (setup_name test.setup);
      pr ".run = test_%s_%d,\n" a.name i;
      if wants_new_handle t test then pr ".new_handle = true,\n";
      match needs t test with
      | [] -> ()
      | list -> pr ".needs = %s,\n" (Literal.c_const_list list)) "},"

let tests_of area =
  List.concat_map (fun a -> List.mapi (fun i test -> a, i, test) a.tests)
    area.Table.actions

(* ---- Structs whose fields some test of the area looks at ---- *)

let got_field f =
  let n = Structs.field_name f in
  let call what = pr "got_%s (t, \"%s\", s->%s);\n" what n n in
  match f with
  | FChar _ -> call "char"
  | FString _ | FDevice _ -> call "text"
  | FBuffer _ -> pr "got_bytes (t, \"%s\", s->%s, s->%s_len);\n" n n n
  | FUInt32 _ | FUInt64 _ | FBytes _ -> call "unsigned"
  | FInt32 _ | FInt64 _ -> call "signed"
  | FUUID _ -> pr "got_bytes (t, \"%s\", s->%s, 32);\n" n n
  | FOptPercent _ -> call "percent"

let got_struct s =
  pr "\nstatic void\n";
  arguments (Printf.sprintf "got_%s (" s.s_name)
    ["struct capi *t"; Printf.sprintf "const struct guestfs_%s *s" s.s_name]
    ")\n";
  nested "{" (fun () ->
      pr "got_struct (t, s != NULL);\n";
      pr "if (s == NULL)\n  return;\n";
      List.iter got_field s.s_fields) "}"

let structs_of t tests =
  let of_test (_, _, test) =
    List.filter_map (fun s ->
        match s.action.ret with
        | RStruct (_, name) -> Table.find_struct t name
        | _ -> None) (steps t test) in
  List.concat_map of_test tests |> List.sort_uniq compare

(* ---- Files ---- *)

let print_head t area words tests =
  start C GPL ~from:(area_source area.Table.area) words;
  pr "#include <config.h>\n\n#include <limits.h>\n#include <stdlib.h>\n";
  pr "#include <string.h>\n";
  pr "#include <sys/stat.h>\n\n";
  pr "#include \"capi.h\"\n";
  List.iter got_struct (structs_of t tests)

(* What areas.c lists. *)
let print_tests area print_entries =
  let name = area.Table.area in
  pr "\nstatic const struct capi_test tests[] = {\n";
  indented 2 (fun () -> print_entries (); pr "{ .name = NULL },\n");
  pr "};\n\n";
  pr "const struct capi_area capi_area_%s = { \"%s\", tests };\n" name name

let capi t area =
  let tests = tests_of area in
  print_head t area "The tests of the area's records." tests;
  List.iter (fun (a, i, test) ->
      print_test t a i test) tests;
  print_tests area (fun () -> List.iter (entry t) tests)

let areas_c t =
  let names = List.map (fun a -> a.Table.area) t.Table.areas in
  start C GPL ~from:"areas.mk" "All areas, for the runner of their tests.";
  pr "#include <config.h>\n\n#include \"capi.h\"\n\n";
  List.iter (pr "extern const struct capi_area capi_area_%s;\n") names;
  nested "\nconst struct capi_area *const capi_areas[] = {" (fun () ->
      List.iter (pr "&capi_area_%s,\n") names;
      pr "NULL\n") "};"

let outputs t =
  let file area =
    Printf.sprintf "tests/gen/capi-%s.c" area.Table.area,
    fun () -> capi t area in
  ("tests/gen/areas.c", fun () -> areas_c t) :: List.map file t.Table.areas
