(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The table as JSON: for tools/check-api and other tools. *)

open Types
open Text
open Json

(* Members that are only there when they say something. *)
let flag name on = if on then [name, Bool true] else []
let text name s = if s = "" then [] else [name, Str s]
let some name = function Some s -> [name, Str s] | None -> []
let strings name list =
  if list = [] then [] else [name, List (List.map (fun s -> Str s) list)]

(* ---- Words of the facts. ---- *)

let visibility = function
  | VPublic -> "VPublic"
  | VPublicNoFish -> "VPublicNoFish"
  | VStateTest -> "VStateTest"
  | VBindTest -> "VBindTest"
  | VDebug -> "VDebug"
  | VInternal -> "VInternal"
  | VPrivate -> "VPrivate"

let typed ?(more = []) kind name =
  Object (["type", Str kind] @ more @ ["name", Str name])

let arg (v : Kinds.value) =
  typed v.form.word v.name
    ~more:(text "string_type" v.kind.word
           @ text "c_type" v.form.pointed)

let optarg (bit, o) =
  let v = Kinds.of_optarg o in
  Object ["bit", Int bit; "type", Str ("O" ^ v.form.word);
          "name", Str v.name]

let returned (result : Results.t) =
  Object (("type", Str result.word)
          :: List.map (fun (name, s) -> name, Str s) result.details)

(* ---- Actions. ---- *)

let where a =
  match a.where with
  | Daemon nr -> ["kind", Str "daemon"; "proc_nr", Int nr]
  | Library -> ["kind", Str "non-daemon"]

let deprecated a =
  match a.deprecated with
  | Current -> []
  | Replaced_by name -> ["deprecated_by", Str name]
  | Deprecated -> []  (* the facts do not say it of these *)

let added a =
  let major, minor, release = a.added in
  if a.added = (0, 0, 0) then []
  else ["added", List [Int major; Int minor; Int release]]

let fish_output a =
  match a.fish_output with
  | Decimal -> []
  | Octal -> ["fish_output", Str "octal"]
  | Hexadecimal -> ["fish_output", Str "hexadecimal"]

let action area a =
  Object
    (["name", Str a.name; "area", Str area]
     @ added a @ where a
     @ ["ret", returned (Action.result a);
        "args", List (List.map arg (Action.args a));
        "optargs", List (List.map optarg a.optargs)]
     @ some "optional" a.optional_group
     @ ["visibility", Str (visibility a.visibility)]
     @ deprecated a
     @ flag "cancellable" a.cancellable @ flag "progress" a.progress
     @ flag "config_only" a.config_only
     @ flag "once_had_no_optargs" a.once_had_no_optargs
     @ ["camel_name", Str (Action.camel_name a)]
     @ (if a.once_had_no_optargs then ["c_name", Str (Action.c_name a)]
        else [])
     @ strings "non_c_aliases" (Action.non_c_aliases a)
     @ strings "fish_alias" a.fish_alias
     @ fish_output a
     @ flag "in_guestfish" (Action.in_fish a)
     @ (if a.blocking then [] else ["blocking", Bool false])
     @ (if a.wrapper then [] else ["wrapper", Bool false])
     @ ["summary", Str a.summary])

let field f =
  let kind =
    match f with
    | FChar _ -> "FChar"
    | FString _ -> "FString"
    | FDevice _ -> "FDevice"
    | FBuffer _ -> "FBuffer"
    | FUInt32 _ -> "FUInt32"
    | FInt32 _ -> "FInt32"
    | FUInt64 _ -> "FUInt64"
    | FInt64 _ -> "FInt64"
    | FBytes _ -> "FBytes"
    | FUUID _ -> "FUUID"
    | FOptPercent _ -> "FOptPercent" in
  typed kind (Structs.field_name f)

let structure s =
  Object
    ["name", Str s.s_name; "camel_name", Str s.s_camel;
     "external", Bool s.s_external;
     "fields", List (List.map field s.s_fields)]

let event (e : Events.t) =
  Object ["name", Str e.event; "bit", Int e.bit;
          "c_macro", Str (Events.macro e)]

let group t (name, _) =
  name, List (List.map (fun a -> Str a.name) (Table.group_members t name))

(* ---- Tests: which calls they make, and what is expected of each. ---- *)

let expectation = function
  | Succeeds -> "success"
  | Fails | Fails_with _ -> "failure"
  | Is _ | Is_int _ | At_least _ | Is_true | Is_false | Is_list _ | Is_set _
  | Includes _ | Is_empty | Has_length _ | Is_buffer _ | Matches _
  | Has_fields _ | Has_pairs _ | C_expr _ -> "result"

let step (call, expect) =
  List [Str (List.hd call); Str (expectation expect)]

let test a i test =
  Object ["name", Str (Output_tests.test_name a i); "action", Str a.name;
          "steps", List (List.map step test.steps)]

let tests t =
  List.concat_map (fun a -> List.mapi (test a) a.tests) (Table.actions t)

let print_list name list last =
  pr "%s: [\n" (to_string (Str name));
  List.iteri (fun i x ->
      pr "%s%s\n" (to_string x) (if i = List.length list - 1 then "" else ","))
    list;
  pr "]%s\n" last

let dump t () =
  let actions =
    List.map (fun a -> action (Table.area_of t a) a)
      (Table.exported_actions t) in
  pr "{\n";
  print_list "actions" actions ",";
  print_list "tests" (tests t) ",";
  print_list "structs" (List.map structure (Table.exported_structs t)) ",";
  print_list "events" (List.map event Events.all) ",";
  print_list "errnos" (List.map (fun e -> Str e) Errnos.all) ",";
  print_list "symbols" (List.map (fun s -> Str s)
                          (Output_symbols.exported t)) ",";
  pr "\"optgroups\": %s\n}\n"
    (to_string (Object (List.map (group t) t.groups)))
