(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What the table of systems must fulfil before anything is generated from it.

   A check takes all rows and one of them and gives a list of messages "what
   is wrong: what to do". *)

open Os

let sp = Printf.sprintf
let unless ok message = if ok then [] else [message]

(* ---- Names and words. ---- *)

let is_word s =
  s <> "" && String.for_all (function
    | 'a'..'z' | 'A'..'Z' | '0'..'9' | '.' | '_' | '-' -> true
    | _ -> false) s

let known what table word =
  unless (List.mem_assoc word table)
    (sp "%s is no %s: correct it, or add it to generator/core/os.ml" word what)

let check_names rows row =
  let same r = r.distro = row.distro && r.os_type = row.os_type
               && r.edition = None in
  unless (row.name <> "") "it has no name for people: add one"
  @ unless (row.distro = "" || is_word row.distro)
      (sp "distro %S is not letters, digits, '.', '_' and '-': correct it"
         row.distro)
  @ known "type of system" os_types row.os_type
  @ unless (List.length (List.filter same rows) = 1)
      (sp "%s of type %s has not exactly one row without edition: correct it"
         row.distro row.os_type)

let check_older rows row =
  let same r = r.distro = row.older && r.distro <> row.distro in
  unless (List.mem row.older [""; "unknown"; "no root"]
          || List.exists same rows)
    (sp "older is %S, which is neither the distro of another row nor unknown \
         nor no root: correct it" row.older)

let check_packages _ row =
  let check (_, { format; management }) =
    let known what table word =
      if word = "unknown" then [] else known what table word in
    known "package format" formats format
    @ known "package management" managements management in
  List.concat_map check row.packages

(* ---- How it is recognised. ---- *)

let is_prefix id =
  id <> "" && id.[String.length id - 1] = '*'

let without_star id =
  if is_prefix id then String.sub id 0 (String.length id - 1) else id

let check_taken what words rows row =
  let taken word r =
    r != row && r.os_type = row.os_type && List.mem word (words r) in
  let check word =
    match List.find_opt (taken word) rows with
    | Some r -> [sp "%s %s belongs to %s: remove one" what word r.name]
    | None -> [] in
  List.concat_map check (words row)
  @ List.map (sp "%s %s is there twice: remove one" what)
      (Utils.duplicates (words row))

let lower row = List.map String.lowercase_ascii row.ids

let check_ids rows row =
  let style id =
    unless (is_word (without_star id))
      (sp "ID %S is not letters, digits, '.', '_' and '-': a star can only be \
           its end" id) in
  List.concat_map style (row.ids @ row.like)
  @ check_taken "ID" lower rows row
  @ check_taken "DISTRIB_ID" (fun r -> r.lsb) rows row

let check_path path =
  unless (path <> "" && path.[0] = '/' && not (Utils.contains path ~sub:"//"))
    (sp "%S is no absolute path: correct it" path)

let check_mark = function
  | Has path -> check_path path
  | Holds (path, text) ->
     check_path path
     @ unless (text <> "" && not (String.contains text '\n'))
         (sp "%s: the text that it must hold is not one line: correct it" path)
  | Variant id -> unless (is_word id) (sp "%S is no VARIANT_ID: correct it" id)

let check_derived rows row =
  let is_id id r =
    r.os_type = row.os_type && r.derived_from = [] && List.mem id r.ids in
  let check id =
    unless (List.exists (is_id id) rows)
      (sp "it is derived from %s, which is the ID of no row: correct it" id) in
  List.concat_map check row.derived_from
  @ List.concat_map check_mark row.marks
  @ unless (row.derived_from = [] || row.marks <> [])
      "it is derived, but nothing tells it from the other: add marks"
  @ unless (row.minor = Release || row.legacy <> [])
      "the minor version is in a legacy file, but there is none: add it"

(* ---- Patterns. ---- *)

let check_pattern pattern =
  match Pattern.problem pattern with
  | Some why -> [sp "pattern %S: %s: correct it" pattern why]
  | None -> []

(* Every pattern must be reached: what it is written for is taken neither by
   an earlier file of another row, nor by an earlier pattern of its own. *)
let takes text legacy =
  legacy.patterns = []
  || List.exists (fun p -> Pattern.fits p text <> None) legacy.patterns

let taker rows row legacy text =
  let others_need = function [] -> false | marks -> marks <> legacy.besides in
  legacy_order (List.filter (fun r -> r.os_type = row.os_type) rows)
  |> List.find_opt (fun (_, l) ->
         l.file = legacy.file && not (others_need l.besides) && takes text l)

let check_reached rows row legacy pattern =
  let text = Pattern.example ~star:"x " pattern ~version:(8, 3) in
  match taker rows row legacy text with
  | Some (r, l) when r != row || l != legacy ->
     [sp "%s: %S is taken by %s: put that row behind this one" legacy.file
        text r.name]
  | Some _ | None -> []

let check_legacy rows row =
  let check legacy =
    check_path legacy.file
    @ List.concat_map check_mark legacy.besides
    @ match List.concat_map check_pattern legacy.patterns with
      | [] -> List.concat_map (check_reached rows row legacy) legacy.patterns
      | problems -> problems in
  List.concat_map check row.legacy

(* ---- Rules. ---- *)

let check_condition c =
  unless (c.since < c.before) "the condition of a rule never holds: correct it"
  @ List.concat_map check_pattern [c.product; c.variant]
  @ List.concat_map check_path c.has

(* A rule that stands behind one which always holds. *)
let check_order what rules =
  let rec behind = function
    | (c, _) :: _ :: _ when c = always ->
       [sp "%s: a rule stands behind one that always holds: remove it" what]
    | _ :: rest -> behind rest
    | [] -> [] in
  behind rules
  @ List.concat_map (fun (c, _) -> check_condition c) rules

let without_words template =
  List.fold_left (fun text from -> Utils.replace_all text ~from ~by:"")
    template ["{distro}"; "[sp{m}]"; "{M}"; "{mm}"; "{m}"]

let check_osinfo _ row =
  let check (_, template) =
    unless (List.for_all (fun c -> is_word (String.make 1 c))
              (List.of_seq (String.to_seq (without_words template))))
      (sp "osinfo id %S: the words are {distro}, {M}, {m}, {mm} and [sp{m}]: \
           correct it" template) in
  check_order "osinfo" row.osinfo @ List.concat_map check row.osinfo

let check_rules _ row =
  check_order "packages" row.packages
  @ List.concat_map (fun (c, icon) ->
        check_condition c @ check_path icon.path
        @ unless (icon.limit >= 0)
            "the limit of an icon is negative: correct it")
      row.icons

(* ---- The whole table. ---- *)

let checks = [
  check_names; check_older; check_packages; check_ids; check_derived;
  check_legacy; check_osinfo; check_rules;
]

let problems systems =
  let rows = List.concat_map snd systems in
  let check_row file row =
    List.concat_map (fun check -> check rows row) checks
    |> List.map (sp "generator/inspect/%s.ml: %s: %s" file row.name) in
  List.concat_map (fun (file, rows) -> List.concat_map (check_row file) rows)
    systems
