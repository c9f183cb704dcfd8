(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* One set of calls that every language makes.

   The log has two lines for each: "== call arguments", and the result:
     ok                        nothing is returned
     true  1  null             as they are
     "text"                    no character is escaped
     ["a", "b"]                a list
     {"key": "value"}          pairs, sorted by key
     <61><00>                  bytes
     {field: value, …}         a struct, its fields in order; a list of them
                               is in brackets
     error: MESSAGE (ERRNO)    the call failed; ERRNO is a number *)

type value =
  | Bool of bool
  | Int of int64
  | Text of string
  | Null
  | Texts of string list
  | Bytes of string
  | File of string

type show = Whole | Fields of string list

type step = {
  call : Binding.call;
  args : value list;
  optargs : (string * value) list;
  show : show;
  expect : string;
}

(* ---- The calls ---- *)

(* name, arguments, optional arguments, what is shown, result *)
type row = string * value list * (string * value) list * show * string

let i n = Int (Int64.of_int n)
let t s = Text s

let call ?(opt = []) ?(show = Whole) name args expect =
  (name, args, opt, show, expect : row)

let test ?(str = "abc") ?(optstr = Text "def") ?(list = []) ?(b = true)
      ?(int = 0) ?(int64 = 0L) ?(bytes = "abc\000abc") opt =
  call "internal_test" ~opt
    [t str; optstr; Texts list; Bool b; i int; Int int64; t "123"; t "456";
     Bytes bytes] "ok"

let arguments = [
  test [];
  test ~optstr:Null [];
  test ~optstr:(Text "") [];
  test ~str:"" ~bytes:"" [];
  test ~str:"\xc3\xa4 \xe2\x82\xac" ~list:["1"; "\xc3\xb6"; ""] [];
  test ~list:["1"] ~b:false ~int:(-1) ~int64:(-1L) [];
  test ~list:["1"; "2"] ~int:4095 ~int64:Int64.max_int [];
  test ~int:0x7fff_ffff ~int64:Int64.min_int ["obool", Bool true];
  test ~int:(-0x8000_0000) ["oint", i (-1)];
  test ["obool", Bool false; "oint", i 1; "oint64", Int Int64.max_int];
  test ["oint64", Int Int64.min_int; "ostring", Text "string"];
  test ["ostring", Text ""; "ostringlist", Texts []];
  test ["ostringlist", Texts ["optelem1"; "optelem2"; "optelem3"]];
]

let pv_fields i =
  Printf.sprintf "{pv_name: \"pv%d\", \
                   pv_uuid: \"12345678901234567890123456789012\", \
                   pv_size: %d, pv_attr: \"attr%d\"}" i i i
let many_fields = pv_fields 0
let second_fields = pv_fields 1
let pv = Fields ["pv_name"; "pv_uuid"; "pv_size"; "pv_attr"]

let failing name =
  let name = "internal_test_" ^ name ^ "err" in
  call name [] (Printf.sprintf "error: %s: error (0)" name)

let results = [
  call "internal_test_rint" [t "10"] "10";
  call "internal_test_rint" [t "-2147483647"] "-2147483647";
  call "internal_test_rint64" [t "9223372036854775807"] "9223372036854775807";
  call "internal_test_rint64" [t "-10"] "-10";
  call "internal_test_rbool" [t "true"] "true";
  call "internal_test_rbool" [t "false"] "false";
  call "internal_test_rconststring" [t ""] {|"static string"|};
  call "internal_test_rconstoptstring" [t ""] {|"static string"|};
  call "internal_test_rconstoptstringerr" [] "null";
  call "internal_test_rstring" [t ""] {|""|};
  call "internal_test_rstring" [t "\xc3\xa4 \xe2\x82\xac"]
    "\"\xc3\xa4 \xe2\x82\xac\"";
  call "internal_test_rstringlist" [t "0"] "[]";
  call "internal_test_rstringlist" [t "2"] {|["0", "1"]|};
  call "internal_test_rstruct" [t ""] many_fields ~show:pv;
  call "internal_test_rstructlist" [t "0"] "[]" ~show:pv;
  call "internal_test_rstructlist" [t "2"] ~show:pv
    (Printf.sprintf "[%s, %s]" many_fields second_fields);
  call "internal_test_rhashtable" [t "2"] {|{"0": "0", "1": "1"}|};
  call "internal_test_rbufferout" [t "bytes"] "<62><79><74><65><73>";
  failing "rint"; failing "rint64"; failing "rbool"; failing "rconststring";
  failing "rstring"; failing "rstringlist"; failing "rstruct";
  failing "rstructlist"; failing "rhashtable"; failing "rbufferout";
]

let handle = [
  call "set_memsize" [i 1500] "ok";
  call "get_memsize" [] "1500";
  call "set_memsize" [i 1280] "ok";
  call "set_memsize" [i 0]
    "error: set_memsize: memory size of 0 MiB: too little for the appliance: \
     it must be at least 256 (22)";
  call "set_program" [t "program"] "ok";
  call "get_program" [] {|"program"|};
  call "version" [] "{major: 1}" ~show:(Fields ["major"]);
  call "is_config" [] "true";
  call "ping_daemon" []
    "error: ping_daemon: the appliance is not running: call launch first (in \
     guestfish: run) (22)";
]

let work = [
  call "disk_create" [File "disk"; t "raw"; i 209715200] "ok";
  call "add_drive" [File "disk"] "ok"
    ~opt:["format", Text "raw"; "readonly", Bool false];
  call "launch" [] "ok";
  call "list_devices" [] {|["/dev/sda"]|};
  call "blockdev_getsize64" [t "/dev/sda"] "209715200";
  call "part_disk" [t "/dev/sda"; t "mbr"] "ok";
  call "mkfs" [t "ext2"; t "/dev/sda1"] "ok" ~opt:["blocksize", i 4096];
  call "list_filesystems" [] {|{"/dev/sda1": "ext2"}|};
  call "mount" [t "/dev/sda1"; t "/"] "ok";
  call "write" [t "/file"; Bytes "a\000\xff\xfe"] "ok";
  call "read_file" [t "/file"] "<61><00><ff><fe>";
  call "filesize" [t "/file"] "4";
  call "mkdir" [t "/\xc3\xa4"] "ok";
  call "mkdir" [t "/\xc3\xa4"]
    "error: mkdir: /\xc3\xa4: File exists (17)";
  call "cat" [t "/none"]
    "error: cat: /none: No such file or directory (2)";
  call "is_dir" [t "/\xc3\xa4"] "true";
  call "is_dir" [t "/file"] "false";
  call "ls" [t "/"] "[\"file\", \"lost+found\", \"\xc3\xa4\"]";
  call "statns" [t "/file"] {|{st_nlink: 1, st_size: 4}|}
    ~show:(Fields ["st_nlink"; "st_size"]);
  call "lstatnslist" [t "/"; Texts ["file"; "none"]]
    {|[{st_size: 4}, {st_size: 0}]|} ~show:(Fields ["st_size"]);
  call "readlink" [t "/file"]
    "error: readlink: /file: Invalid argument (22)";
  call "download" [t "/file"; File "downloaded"] "ok";
  call "upload" [File "downloaded"; t "/uploaded"] "ok";
  call "checksum" [t "md5"; t "/uploaded"]
    {|"fae1c84279bdca3f8bdd6c644be7259f"|};
  call "umount_all" [] "ok";
  call "shutdown" [] "ok";
]

let rows =
  (call "internal_test_set_output" [File "printed"] "ok" :: arguments)
  @ (call "internal_test_close_output" [] "ok" :: results) @ handle @ work

let steps table =
  let calls = Binding.calls table in
  let step (name, args, optargs, show, expect) =
    List.find_opt (fun (c : Binding.call) -> c.name = name) calls
    |> Option.map (fun call -> { call; args; optargs; show; expect }) in
  List.filter_map step rows

let optarg step name = List.assoc_opt name step.optargs

let fields step (s : Types.structure) =
  match step.show with
  | Whole -> s.s_fields
  | Fields names ->
     List.filter (fun f -> List.mem (Structs.field_name f) names) s.s_fields

(* ---- For the programs of the languages ---- *)

let start style ~usage =
  Text.start style Text.LGPL ~from:"generator/core/binding_tests.ml"
    ("The calls that the tests of all languages make: " ^ usage)

let given step =
  let arg (name, v) =
    List.find (fun (a : Binding.arg) -> a.name = name) step.call.optargs, v in
  List.map arg step.optargs

let kind step =
  match step.call.result with
  | Nothing -> "ok"
  | Bool -> "bool"
  | Int | Int64 -> "number"
  | Constant | Text -> "text"
  | Constant_or_null -> "text_or_null"
  | Texts -> "texts"
  | Pairs -> "pairs"
  | Bytes -> "bytes"
  | Struct _ -> "struct"
  | Structs _ -> "structs"

let shown step =
  match step.call.result with
  | Struct s | Structs s -> Some (s, fields step s)
  | Nothing | Bool | Int | Int64 | Constant | Constant_or_null | Text | Texts
  | Pairs | Bytes -> None

let shown_names step =
  Option.fold (shown step) ~none:[] ~some:(fun (_, fields) ->
      List.map Structs.field_name fields)

(* ---- What is printed ---- *)

let bytes s =
  String.to_seq s
  |> Seq.map (fun c -> Printf.sprintf "<%02x>" (Char.code c))
  |> List.of_seq |> String.concat ""

let list l =
  let quoted = List.map (Printf.sprintf "\"%s\"") l in
  Printf.sprintf "[%s]" (String.concat ", " quoted)

let value = function
  | Bool b -> string_of_bool b
  | Int n -> Int64.to_string n
  | Text s -> s
  | Null -> "null"
  | Texts l -> list l
  | Bytes s -> bytes s
  | File name -> name

let title step =
  let named (name, v) = Printf.sprintf "%s:%s" name (value v) in
  String.concat " "
    ("==" :: step.call.name :: List.map value step.args
     @ List.map named step.optargs)

let log table =
  steps table
  |> List.map (fun s -> Printf.sprintf "%s\n%s\n" (title s) s.expect)
  |> String.concat ""

(* As guestfs_internal_test prints its arguments. *)
let printed_by step =
  let optional (a : Binding.arg) =
    Printf.sprintf "%s: %s" a.name
      (Option.fold (optarg step a.name) ~none:"unset" ~some:value) in
  List.map value step.args @ List.map optional step.call.optargs

let printed table =
  steps table
  |> List.filter (fun s -> s.call.Binding.name = "internal_test")
  |> List.concat_map printed_by
  |> List.map (fun line -> line ^ "\n")
  |> String.concat ""
