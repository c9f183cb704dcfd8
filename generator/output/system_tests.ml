(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* For each row of the table of systems, trees of files that must be recognised
   as it, and what must follow from each of its rules. *)

open Os
open Json

let sp = Printf.sprintf
let dotted (major, minor) = sp "%d.%d" major minor

(* files: path and content; "" is also a directory's, "PNG" that of an icon.
   known: what is known before, as of the registry. *)
type case = {
  row : Os.t;
  about : string;
  files : (string * string) list;
  known : (string * string) list;
  expect : (string * string) list;      (* "unknown": nothing *)
}

(* ---- How it is recognised. ---- *)

let usual = 12, 4
let without_star id = Utils.replace_all id ~from:"*" ~by:"x"

let os_release ?(more = "") row id =
  "/etc/os-release",
  sp "NAME=\"Some name\"\nID=%s\nVERSION_ID=\"%s\"\nPRETTY_NAME=\"%s %s\"\n%s"
    (without_star id) (dotted usual) row.name (dotted usual) more

let mark_file = function
  | Has path -> path, ""
  | Holds (path, text) -> path, sp "BEFORE=1\n%s=1.2\n" text
  | Variant id -> "", sp "VARIANT_ID=%s\n" id

let expected rows row version =
  let follows = main rows row in
  let { format; management } = packages_of follows ~version in
  [ "distro", if row.distro = "" then "unknown" else row.distro;
    "version", dotted version;
    "package_format", format;
    "package_management", management;
    "osinfo", osinfo_id follows ~version ]

let recognised rows row ?(known = []) about version files =
  { row; about; files; known; expect = expected rows row version }

let by_id rows row =
  List.map (fun id -> recognised rows row ("ID " ^ id) usual
                        [os_release row id]) row.ids

let by_base rows row =
  let case id mark =
    let path, text = mark_file mark in
    let files =
      if path = "" then [os_release row id ~more:text]
      else [os_release row id; path, text] in
    recognised rows row (sp "ID %s and %s%s" id path text) usual files in
  List.concat_map (fun id -> List.map (case id) row.marks) row.derived_from

let by_mark rows row =
  let case = function
    | Variant _ -> []           (* it is in os-release *)
    | mark ->
       let path, text = mark_file mark in
       [recognised rows row path (0, 0) [path, text]] in
  List.concat_map case row.marks

let by_lsb rows row =
  let case id =
    recognised rows row ("DISTRIB_ID " ^ id) usual
      ["/etc/lsb-release",
       sp "DISTRIB_ID=%s\nDISTRIB_RELEASE=%s\nDISTRIB_DESCRIPTION='%s'\n" id
         (dotted usual) row.name] in
  List.map case row.lsb

(* The version that a pattern or keys can tell, and the text. *)
let legacy_text legacy pattern =
  let major, minor = usual in
  let line = Pattern.example ~star:"x " pattern ~version:usual in
  let line = if line = "" && legacy.patterns <> [] then "x" else line in
  match legacy.keys with
  | Some (key, "") -> usual, sp "%s\n%s=\"%s\"\n" line key (dotted usual)
  | Some (key, key') ->
     usual, sp "%s\n%s = %d\n%s = %d\n" line key major key' minor
  | None ->
     Option.value ~default:(0, 0) (Pattern.fits pattern line), line ^ "\n"

let by_legacy rows row =
  let case legacy pattern =
    let version, text = legacy_text legacy pattern in
    let besides = List.map mark_file (Utils.take 1 legacy.besides) in
    recognised rows row (sp "%s: %S" legacy.file pattern) version
      ([legacy.file, text] @ besides) in
  List.concat_map (fun legacy ->
      if legacy.patterns = [] then [case legacy ""]
      else List.map (case legacy) legacy.patterns) row.legacy

(* ---- What follows. ---- *)

(* A version for which the rule is the first that holds. *)
let sample_version before c =
  let taken version (c, _) = plain c && holds c ~version in
  let fits version =
    holds c ~version && not (List.exists (taken version) before) in
  let last = if c.before = always.before then usual
             else (fst c.before - 1, 9) in
  let candidates = [c.since; usual; last; (1, 0); (3, 1); (0, 0)] in
  List.find_opt (fun v -> v > (0, 0) && fits v) candidates
  |> Option.value ~default:(0, 0)

let rule_case row before what condition expect =
  let (major, minor) as version = sample_version before condition in
  let text name pattern =
    if pattern = "" then []
    else [name, Pattern.example ~star:"x " pattern ~version] in
  { row; files = List.map (fun path -> path, "") (Utils.take 1 condition.has);
    about = sp "rule %s of version %s" what (dotted version);
    known = [ "distro", row.distro; "major", string_of_int major;
              "minor", string_of_int minor ]
            @ text "product_name" condition.product
            @ text "product_variant" condition.variant
            @ (if condition.build = 0 then []
               else ["build_id", string_of_int condition.build]);
    expect = expect version }

let package row before (c, { format; management }) =
  rule_case row before (sp "packages %s %s" format management) c (fun _ ->
      ["package_format", format; "package_management", management])

let osinfo row before (c, template) =
  rule_case row before ("osinfo " ^ template) c (fun version ->
      ["osinfo", fill_in template row ~version])

(* Each that holds is tried. *)
let icon row _ (c, { path; _ }) =
  let expect _ = ["icon", path] in
  { (rule_case row [] ("icon " ^ path) c expect) with files = [path, "PNG"] }

let rec each_rule case before = function
  | rule :: rest -> case before rule :: each_rule case (rule :: before) rest
  | [] -> []

let by_rules row =
  if row.edition <> None then []
  else
    each_rule (package row) [] row.packages
    @ each_rule (osinfo row) [] row.osinfo
    @ each_rule (icon row) [] row.icons

let edition row case =
  match row.edition with
  | None -> case
  | Some (name, package) ->
     let status = sp "Package: other\nVersion: 1\n\nPackage: %s\nStatus: x\n\
                      Version: 8.1.3\n\nPackage: zz\nVersion: 2\n" package in
     { case with
       files = ("/var/lib/dpkg/status", status) :: case.files;
       expect = ("product_name", name ^ " 8.1.3") :: case.expect }

let cases rows row =
  List.concat_map (fun ways -> ways rows row)
    [by_id; by_base; by_mark; by_lsb; by_legacy]
  |> List.map (edition row)
  |> fun ways -> ways @ by_rules row

(* ---- As JSON, for tests/unit/inspect-systems.sh. ---- *)

let texts list = Object (List.map (fun (name, s) -> name, Str s) list)

let json case =
  Object [ "row", Str case.row.name; "type", Str case.row.os_type;
           "about", Str case.about; "files", texts case.files;
           "known", texts case.known; "expect", texts case.expect ]

let systems_json rows () =
  Text.pr "{\"about\": \"Generated from generator/inspect; do not edit.\",\n";
  Text.pr "\"cases\": [\n";
  List.concat_map (cases rows) rows
  |> List.map (fun case -> to_string (json case))
  |> String.concat ",\n" |> Text.raw;
  Text.pr "\n]}\n"

let outputs t =
  let rows = List.concat_map snd t.Table.systems in
  ["tests/gen/systems.json", systems_json rows]
