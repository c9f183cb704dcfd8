(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Each way to give a path of the guest to an action, as C for the program in
   tests/runner/paths.c, which gives impossible ones, and makes many calls
   while links are changed.

   All of them work on the same few files, which takes a fraction of the time
   of making disks anew.  The other arguments are what the tests in the record
   of the action give, so that the call would work if it were not for the
   path.  Files, devices and local files among them are replaced by those that
   the program has made. *)

open Types
open Text

(* Arguments that the public interface calls plain strings, and that are
   paths of the guest all the same. *)
let plain_paths = [
  "copy_in", "remotedir"; "copy_out", "remotepath"; "cpio_out", "directory";
  "ln", "target"; "ln_f", "target";
  "mkmountpoint", "exemptpath"; "mount", "mountpoint";
  "mount_options", "mountpoint"; "mount_ro", "mountpoint";
  "mount_vfs", "mountpoint"; "rmmountpoint", "exemptpath";
  "selinux_relabel", "specfile"; "setfiles", "specfile";
  "tar_out", "directory";
]

type position = Path | Name

let position a (v : Kinds.value) =
  match v.kind.place with
  | Path -> Some Path
  | Name -> Some Name
  | Unsaid when List.mem (a.name, v.name) plain_paths -> Some Path
  | Unsaid | Elsewhere -> None

(* ---- The other arguments ---- *)

let should_work = function
  | Fails | Fails_with _ -> false
  | Succeeds | Is _ | Is_int _ | At_least _ | Is_true | Is_false | Is_list _
  | Is_set _ | Includes _ | Is_empty | Has_length _ | Is_buffer _ | Matches _
  | Has_fields _ | Has_pairs _ | C_expr _ -> true

(* Where no test of the record can have any that work. *)
let plain_word (v : Kinds.value) =
  let works w =
    match v.form.literal w with
    | _ -> true
    | exception Literal.Bad _ -> false in
  if v.name = "remote" then "rsync://127.0.0.1/module"
  else List.find works ["x"; "1"; "true"]

(* The words of a call of the action that works. *)
let words_of (a : action) =
  let is_call (call, expect) =
    match call with
    | name :: _ -> name = a.name && should_work expect
    | [] -> false in
  let steps = List.concat_map (fun test -> test.steps) a.tests in
  match List.find_opt is_call steps with
  | Some (_ :: words, _) -> Call.split a words
  | Some ([], _) | None -> List.map plain_word (Action.args a), []

(* Something to be read, or to be replaced; a directory to a name in it. *)
let companion = function
  | "dest" -> "/t/other"
  | "linkname" -> "/t/new"
  | "path" -> "/t"
  | "source" -> "/"
  | _ -> "/t/plain"

let one (v : Kinds.value) c =
  if v.form.many then Printf.sprintf "(char *[]) { (char *) %s, NULL }" c
  else c

(* What the program has made, in place of what the record's tests have. *)
let stand_in a (v : Kinds.value) =
  match v.kind.sample with
  | Some _ when v.form.many && a.name = "btrfs_image" -> Some "/dev/sdd"
  | Some _ as sample -> sample
  | None when position a v <> None -> Some (companion v.name)
  | None -> None

let is_data word = String.length word > 6 && String.sub word 0 6 = "@data/"

let value a here (v : Kinds.value) word =
  let local s = [Printf.sprintf "local_file (t, %s)" (Utils.c_string s)] in
  if v.name = here then [one v "path"]
  else
    match v.kind.transport, stand_in a v with
    | Upload, _ when not (is_data word) -> local ("@tmp/" ^ a.name)
    | Download, _ -> local "@tmp/out"
    | (Upload | In_message), Some s -> [one v (Utils.c_string s)]
    | (Upload | In_message), None -> Output_tests.value a v word

let print_call a (here : Kinds.value) =
  let words, given = words_of a in
  let values =
    ["g"] @ List.concat (List.map2 (value a here.name) (Action.args a) words)
    @ (if Ctypes.returns_buffer a then ["&size"] else [])
    @ (if a.optargs = [] then [] else ["&opts"]) in
  let name = if a.optargs = [] then a.name else Action.c_name a ^ "_argv" in
  pr "guestfs_h *g = t->g;\n";
  if a.optargs <> [] then Output_tests.opts_variable a given;
  if Ctypes.returns_buffer a then pr "size_t size = 0;\n";
  arguments (Printf.sprintf "%sret = guestfs_%s (" (Ctypes.ret_type a.ret) name)
    values ");\n"

(* ---- Results: all of them as text ---- *)

let print_got a =
  let result = Action.result a in
  match result.shape with
  | Struct s ->
     pr "got_struct (t, ret != NULL);\n";
     pr "if (ret)\n  add_%s (t, ret);\n" s;
     pr "%s (ret);\n" result.free
  | Struct_list s ->
     pr "got_struct (t, ret != NULL);\n";
     pr "for (uint32_t i = 0; ret && i < ret->len; ++i)\n";
     pr "  add_%s (t, &ret->val[i]);\n" s;
     pr "%s (ret);\n" result.free
  | Status | Number | Constant | Memory ->
     let f, more = result.got in
     arguments (f ^ " (") ("t" :: "ret" :: more) ");\n"

let add_struct s =
  pr "\nstatic void\n";
  arguments (Printf.sprintf "add_%s (" s.s_name)
    ["struct capi *t"; Printf.sprintf "const struct guestfs_%s *s" s.s_name]
    ")\n";
  nested "{" (fun () -> List.iter Output_tests.got_field s.s_fields) "}"

(* ---- Files ---- *)

type use = { action : action; arg : Kinds.value; kind : position }

let uses_of area =
  List.concat_map (fun a ->
      if Action.has_pointer a then []
      else
        List.filter_map (fun arg ->
            Option.map (fun kind -> { action = a; arg; kind })
              (position a arg)) (Action.args a)) area.Table.actions

let function_name u =
  Printf.sprintf "call_%s_%s" u.action.name (u.arg.name)

let structs_of t uses =
  List.filter_map (fun u ->
      match u.action.ret with
      | RStruct (_, s) | RStructList (_, s) -> Table.find_struct t s
      | _ -> None) uses
  |> List.sort_uniq compare

let print_use u =
  pr "\nstatic void\n%s (struct capi *t, const char *path)\n" (function_name u);
  nested "{" (fun () -> print_call u.action u.arg; print_got u.action) "}"

let entry u =
  nested "{" (fun () ->
      pr ".action = \"%s\", .arg = \"%s\",\n" u.action.name
        (u.arg.name);
      if u.kind = Name then pr ".is_name = true,\n";
      if u.arg.name = "tmpl" then
        pr ".suffix = \"/XXXXXX\",\n";
      (match u.action.optional_group with
       | Some g -> pr ".group = \"%s\",\n" g
       | None -> ());
      pr ".call = %s,\n" (function_name u)) "},"

let paths_c t area =
  let name = area.Table.area and uses = uses_of area in
  start C GPL ~from:(area_source name)
    "Each way to give the area's actions a path of the guest.";
  pr "#include <config.h>\n\n#include <limits.h>\n\n";
  pr "#include \"paths.h\"\n";
  List.iter add_struct (structs_of t uses);
  List.iter print_use uses;
  pr "\nconst struct path_use path_uses_%s[] = {\n" name;
  indented 2 (fun () -> List.iter entry uses; pr "{ .action = NULL },\n");
  pr "};\n"

let all_c t =
  let names = List.map (fun a -> a.Table.area) t.Table.areas in
  start C GPL ~from:"areas.mk" "All areas, for the tests of paths.";
  pr "#include <config.h>\n\n#include \"paths.h\"\n\n";
  List.iter (pr "extern const struct path_use path_uses_%s[];\n") names;
  nested "\nconst struct path_use *const path_uses[] = {" (fun () ->
      List.iter (pr "path_uses_%s,\n") names;
      pr "NULL\n") "};"

let outputs t =
  let file area =
    Printf.sprintf "tests/gen/paths-%s.c" area.Table.area,
    fun () -> paths_c t area in
  ("tests/gen/paths.c", fun () -> all_c t) :: List.map file t.Table.areas
