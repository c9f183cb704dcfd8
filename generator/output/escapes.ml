(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* For each action that takes a path, a test that hostile paths and links do
   not lead it out of the guest.

   It is made of one of the action's own tests: the same disks and the steps
   before the call; then the call, again and again, with each of its paths
   replaced by each hostile one (tests/runner/escape.c, which also looks
   whether anything in the appliance was read or written). *)

open Types
open Text

(* ---- Which arguments ---- *)

let starts_with_slash s = s <> "" && s.[0] = '/'

let is_device s = String.length s > 5 && String.sub s 0 5 = "/dev/"

(* Paths that the table does not call so begin with a slash in the tests. *)
let takes_hostile a (v : Kinds.value) word =
  match v.kind.place with
  | Path -> true
  | Unsaid ->
     not v.form.many && not (Action.is_library a)
     && starts_with_slash word && not (is_device word)
  | Elsewhere | Name -> false

let hostile (v : Kinds.value) =
  if v.form.many then "(char *[]) { (char *) hostile, NULL }" else "hostile"

let hostile_arguments a words =
  let fixed, _ = Call.split a words in
  List.combine (Action.args a) fixed
  |> List.mapi (fun i (v, word) ->
         if takes_hostile a v word then Some (i, hostile v) else None)
  |> List.filter_map Fun.id

let is_path (v : Kinds.value) = v.kind.place = Path

(* ---- Which test ---- *)

let is_failure = function
  | Fails | Fails_with _ -> true
  | Succeeds | Is _ | Is_int _ | At_least _ | Is_true | Is_false | Is_list _
  | Is_set _ | Includes _ | Is_empty | Has_length _ | Is_buffer _ | Matches _
  | Has_fields _ | Has_pairs _ | C_expr _ -> false

type escape = {
  action : action;
  test : test;
  before : Output_tests.step list;
  words : string list;
  arguments : (int * string) list;
}

(* The first step that calls it with a path, and what is before. *)
let find_call a wanted test steps =
  let rec find before = function
    | [] -> None
    | (s : Output_tests.step) :: rest ->
       let arguments =
         if s.action.name = a.name && wanted s.expect
         then hostile_arguments a s.words else [] in
       if arguments = [] then find (s :: before) rest
       else Some { action = a; test; before = List.rev before;
                   words = s.words; arguments } in
  find [] steps

let has_root test =
  test.setup <> Blank
  || List.exists (fun (call, _) -> List.mem "mount" call) test.steps

let escape_of t a =
  let candidates = List.filter has_root a.tests in
  let look wanted =
    List.find_map (fun test ->
        find_call a wanted test (Output_tests.steps t test)) candidates in
  match look (fun e -> not (is_failure e)) with
  | Some _ as found -> found
  | None -> look is_failure

(* ---- C ---- *)

let replace n word = List.mapi (fun i w -> if i = n then word else w)

let print_hostile_call e (i, c) =
  nested "{" (fun () ->
      Output_tests.print_call ~instead:(i, c)
        ~line:(Call.line e.action (replace i "HOSTILE" e.words))
        ~truth:Succeeds ~check:"expect_inside (t, hostile)" e.action e.words)
    "}"

let print_escape e =
  pr "\nstatic bool\nescape_%s (struct capi *t)\n" e.action.name;
  nested "{" (fun () ->
      pr "guestfs_h *g = t->g;\n\n";
      List.iter (fun s ->
          nested "{" (fun () -> Output_tests.print_step s) "}") e.before;
      pr "if (!plant_canary (t))\n  return false;\n";
      nested "for (size_t i = 0; hostile_paths[i]; ++i) {" (fun () ->
          pr "const char *hostile = hostile_paths[i];\n\n";
          List.iter (print_hostile_call e) e.arguments) "}";
      pr "return canary_is_untouched (t);\n") "}"

let entry t e =
  nested "{" (fun () ->
      pr ".name = \"%s-escape\", .setup = %s, .run = escape_%s,\n"
        e.action.name (Output_tests.setup_name e.test.setup) e.action.name;
      match Output_tests.needs t e.test with
      | [] -> ()
      | list -> pr ".needs = %s,\n" (Literal.c_const_list list)) "},"

(* Of what no test of its own calls there is nothing to begin with. *)
let uncovered a =
  nested "{" (fun () ->
      pr ".name = \"%s-escape\",\n" a.name;
      pr ".skip = \"no test of its record calls it with a path\",\n") "},"

let takes_path a =
  List.exists is_path (Action.args a)
  && match a.visibility with
     | VPublic | VPublicNoFish | VDebug -> true
     | VStateTest | VBindTest | VInternal | VPrivate -> false

let escapes t area =
  let found = List.filter_map (escape_of t) area.Table.actions in
  let tests = List.map (fun e ->
      e.action, 0,
      { e.test with steps = List.filter (fun (call, _) ->
            match call with
            | name :: _ ->
               name = e.action.name
               || List.exists (fun (s : Output_tests.step) ->
                      s.action.name = name) e.before
            | [] -> false) e.test.steps }) found in
  Output_tests.print_head t area "Paths that lead out of the guest." tests;
  List.iter print_escape found;
  Output_tests.print_tests area (fun () ->
      List.iter (entry t) found;
      List.iter (fun a ->
          if takes_path a
             && not (List.exists (fun e -> e.action.name = a.name) found)
          then uncovered a) area.Table.actions)

let outputs t =
  List.map (fun area ->
      Printf.sprintf "tests/gen/escape-%s.c" area.Table.area,
      fun () -> escapes t area) t.Table.areas
