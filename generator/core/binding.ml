(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What a language sees of the actions. *)

type arg_type =
  | Bool
  | Int
  | Int64
  | Text
  | Text_or_null
  | Texts
  | Bytes
  | Pointer of string

type result_type =
  | Nothing
  | Bool
  | Int
  | Int64
  | Constant
  | Constant_or_null
  | Text
  | Texts
  | Pairs
  | Bytes
  | Struct of Types.structure
  | Structs of Types.structure

type field_type = Types.field

type arg = { name : string; arg_type : arg_type }

type call = {
  action : Types.action;
  name : string;
  aliases : string list;
  c_function : string;
  args : arg list;
  optargs : arg list;
  result : result_type;
  blocking : bool;
  documented : bool;
  have : string;
}

(* ---- From the table ---- *)

let arg : Types.arg -> arg = function
  | Types.Bool name -> { name; arg_type = Bool }
  | Types.Int name -> { name; arg_type = Int }
  | Types.Int64 name -> { name; arg_type = Int64 }
  | Types.String (_, name) -> { name; arg_type = Text }
  | Types.OptString name -> { name; arg_type = Text_or_null }
  | Types.StringList (_, name) -> { name; arg_type = Texts }
  | Types.BufferIn name -> { name; arg_type = Bytes }
  | Types.Pointer (pointed, name) -> { name; arg_type = Pointer pointed }

let optarg : Types.optarg -> arg = function
  | Types.OBool name -> { name; arg_type = Bool }
  | Types.OInt name -> { name; arg_type = Int }
  | Types.OInt64 name -> { name; arg_type = Int64 }
  | Types.OString name | Types.OKey name -> { name; arg_type = Text }
  | Types.OStringList name -> { name; arg_type = Texts }

let structure t name =
  match Table.find_struct t name with
  | Some s -> s
  | None -> invalid_arg ("no struct " ^ name)

let result t : Types.ret -> result_type = function
  | Types.RErr -> Nothing
  | Types.RBool _ -> Bool
  | Types.RInt _ -> Int
  | Types.RInt64 _ -> Int64
  | Types.RConstString _ -> Constant
  | Types.RConstOptString _ -> Constant_or_null
  | Types.RString _ -> Text
  | Types.RStringList _ -> Texts
  | Types.RHashtable _ -> Pairs
  | Types.RBufferOut _ -> Bytes
  | Types.RStruct (_, s) -> Struct (structure t s)
  | Types.RStructList (_, s) -> Structs (structure t s)

let is_offered (a : Types.action) =
  match a.visibility with
  | Types.VPublic | VPublicNoFish | VStateTest | VBindTest | VDebug -> true
  | VInternal | VPrivate -> false

let c_function (a : Types.action) =
  let suffix = if a.optargs = [] then "" else "_argv" in
  Printf.sprintf "guestfs_%s%s" (Action.c_name a) suffix

let call t (a : Types.action) = {
  action = a;
  name = a.name;
  aliases = Action.non_c_aliases a;
  c_function = c_function a;
  args = List.map arg a.args;
  optargs = List.map (fun (_, o) -> optarg o) a.optargs;
  result = result t a.ret;
  blocking = a.blocking;
  documented = Action.is_documented a;
  have = "GUESTFS_HAVE_" ^ Action.upper a;
}

let calls t = List.map (call t) (List.filter is_offered (Table.actions t))

let structs t =
  List.filter (fun (s : Types.structure) -> s.s_external) t.Table.structs

(* ---- Names ---- *)

let name_in keywords name =
  if List.mem name keywords then name ^ "_" else name

let single_quoted s =
  Utils.replace_all s ~from:"\\" ~by:"\\\\"
  |> Utils.replace_all ~from:"'" ~by:"\\'"
  |> Printf.sprintf "'%s'"

let quoted_bytes s =
  Utils.map_bytes (fun c -> Printf.sprintf "\\x%02x" (Char.code c)) s
  |> String.concat "" |> Printf.sprintf "\"%s\""

let quoted s =
  Utils.replace_all s ~from:"\\" ~by:"\\\\"
  |> Utils.replace_all ~from:"\"" ~by:"\\\""
  |> Printf.sprintf "\"%s\""

let commas = String.concat ", "

let is_nullable (a : arg) =
  match a.arg_type with
  | Text_or_null -> true
  | Bool | Int | Int64 | Text | Texts | Bytes | Pointer _ -> false

let has_size c =
  match c.result with
  | Bytes -> true
  | Nothing | Bool | Int | Int64 | Constant | Constant_or_null | Text | Texts
  | Pairs | Struct _ | Structs _ -> false

let result_name c =
  match c.action.ret with
  | Types.RErr -> ""
  | RBool n | RInt n | RInt64 n | RConstString n | RConstOptString n
  | RString (_, n) | RStringList (_, n) | RHashtable (_, _, n)
  | RBufferOut n | RStruct (n, _) | RStructList (n, _) -> n

(* ---- Documentation ---- *)

let sentence c = String.capitalize_ascii c.action.summary ^ "."

let deprecation ~use c =
  match c.action.deprecated with
  | Types.Current -> None
  | Deprecated -> Some "nothing replaces it"
  | Replaced_by other -> Some (use other)

let referred calls name =
  List.find_opt (fun c -> List.mem name (c.name :: c.aliases)) calls
  |> Option.map (fun c -> c.name)

let deprecation_note refer (a : Types.action) =
  match a.deprecated with
  | Types.Current -> []
  | Deprecated ->
     ["Deprecated: new programs should not use this; nothing replaces it."]
  | Replaced_by other ->
     [Printf.sprintf "Deprecated: new programs should use %s." (refer other)]

let notes ~refer call =
  let a = call.action in
  let note yes text = if yes then [text] else [] in
  deprecation_note refer a
  @ note a.config_only
      (Printf.sprintf "This must be called before %s." (refer "launch"))
  @ note (Action.has_secret a)
      "Secrets are kept out of traces and debug messages."
  @ note a.progress "This may take long: it sends progress events."
  @ note (Action.can_be_cancelled a)
      (Printf.sprintf "It stops early when %s is called."
         (refer "user_cancel"))
  @ (match a.optional_group with
     | Some group ->
        [Printf.sprintf
           "This needs the optional group C<%s>: %s tells if it is there."
           group (refer "feature_available")]
     | None -> [])
  @ note (a.added > (0, 0, 0))
      (Printf.sprintf "(Since %s)" (Action.version_string a.added))

let pod ~refer call =
  String.concat "\n\n"
    (String.trim (Pod.references refer call.action.doc) :: notes ~refer call)

let plain ~refer ~width call = Pod.plain ~width (pod ~refer call)

type block =
  | Prose of string list
  | Indented of string list

let is_indented line = line <> "" && line.[0] = ' '

let margin line =
  let rec loop i = if line.[i] = ' ' then loop (i + 1) else i in
  loop 0

let without_margin lines =
  let full = List.filter ((<>) "") lines in
  let least = List.fold_left (fun m l -> min m (margin l)) max_int full in
  List.map (fun l ->
      if l = "" then l else String.sub l least (String.length l - least)) lines

(* Blank lines at the end are not part of a block. *)
let rec trimmed = function
  | "" :: rest -> trimmed rest
  | lines -> List.rev lines

let indented_block lines =
  match trimmed lines with
  | [] -> []
  | lines -> [Indented (without_margin lines)]

(* [prose] and [inner] are read back to front; one of them is empty. *)
let blocks ~refer ~width call =
  let prose_block = function [] -> [] | l -> [Prose (List.rev l)] in
  let rec loop prose inner = function
    | [] -> prose_block prose @ indented_block inner
    | line :: rest when is_indented line ->
       prose_block prose @ loop [] (line :: inner) rest
    | "" :: rest when inner <> [] -> loop [] ("" :: inner) rest
    | "" :: rest -> prose_block prose @ loop [] [] rest
    | line :: rest -> indented_block inner @ loop (line :: prose) [] rest in
  loop [] [] (plain ~refer ~width call)
