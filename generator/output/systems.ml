(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The table of systems for the daemon. *)

open Os
open Text

let from = "generator/inspect"
let sp = Printf.sprintf
let str = Utils.c_string

(* ---- Members of a struct: left out when they are empty. ---- *)

let member name = function
  | "" -> []
  | value -> [sp ".%s = %s" name value]
let text name = function "" -> [] | s -> member name (str s)

let words name = function
  | [] -> []
  | list ->
     let elements = List.map str list @ ["NULL"] in
     member name
       (sp "(const char *const[]) { %s }" (String.concat ", " elements))

(* An element a line. *)
let structs name type_ = function
  | [] -> []
  | elements ->
     let lines = List.map (sp "  %s,\n") elements in
     member name
       (sp "(const struct %s[]) {\n%s  { 0 }\n}" type_
          (String.concat "" lines))

let braces members = "{ " ^ String.concat ", " members ^ " }"

let version (major, minor) =
  if (major, minor) = always.before then "OS_NEWEST"
  else sp "{ %d, %d }" major minor

let condition c =
  member "since" (if c.since = (0, 0) then "" else version c.since)
  @ member "before" (version c.before)
  @ text "product" c.product
  @ text "variant" c.variant
  @ member "build" (if c.build = 0 then "" else string_of_int c.build)
  @ words "has" c.has
  |> braces

let mark = function
  | Has file -> braces [str file; "NULL"]
  | Holds (file, text) -> braces [str file; str text]
  | Variant id -> braces ["OS_VARIANT"; str id]

let package (c, { format; management }) =
  braces [str format; str management; condition c]

let osinfo row =
  List.map (fun (c, template) -> braces [str template; condition c])
    (row.osinfo @ [always, generic])

let icon (c, { path; limit }) =
  braces [str path; string_of_int limit; condition c]

let minor row =
  match row.minor with
  | Release -> ""
  | Legacy -> "OS_MINOR_LEGACY"
  | Legacy_with_name -> "OS_MINOR_LEGACY_WITH_NAME"

let edition row =
  match row.edition with
  | None -> []
  | Some (name, package) ->
     text "edition" name @ text "edition_package" package

(* Only a word that programs may switch on. *)
let older rows row =
  if List.exists (fun r -> r.distro = row.older) rows
  then text "older" row.older
  else []

let row_members rows row =
  let follows = main rows row in
  List.concat [
    text "type" row.os_type; text "distro" row.distro; text "name" row.name;
    words "ids" row.ids; words "like" row.like; words "lsb" row.lsb;
    words "derived_from" row.derived_from;
    structs "marks" "os_mark" (List.map mark row.marks);
    member "minor" (minor row); edition row; older rows row;
    structs "packages" "os_package" (List.map package follows.packages);
    structs "osinfo" "os_osinfo" (osinfo follows);
    structs "icons" "os_icon" (List.map icon follows.icons);
  ]

let legacy_members rows (row, legacy) =
  let keys = Option.value ~default:("", "") legacy.keys in
  List.concat [
    text "file" legacy.file; words "patterns" legacy.patterns;
    text "major_key" (fst keys); text "minor_key" (snd keys);
    structs "besides" "os_mark" (List.map mark legacy.besides);
    member "row" (sp "&os_rows[%d]" (Option.get (Utils.index_of row rows)));
  ]

let table declaration elements =
  pr "\n%s = {\n" declaration;
  let element members =
    nested "{" (fun () -> List.iter (pr "%s,\n") members) "}," in
  indented 2 (fun () -> List.iter element elements);
  pr "  { 0 }\n};\n"

let systems_c rows () =
  start C GPL ~from "The table of systems.";
  pr "#include \"config.h\"\n\n#include \"systems.h\"\n";
  table "const struct os_row os_rows[]" (List.map (row_members rows) rows);
  table "const struct os_legacy os_legacy[]"
    (List.map (legacy_members rows) (legacy_order rows));
  pr "\nconst struct os_package os_packages_by_database[] = {\n";
  List.iter (fun p -> pr "  %s,\n" (package p)) by_database;
  pr "  { 0 }\n};\n"

let outputs t =
  let rows = List.concat_map snd t.Table.systems in
  ["daemon/gen/systems.c", systems_c rows]
