(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Tables with one mistake each, and exactly what the generator says. *)

open Types
open Testing

let action = { Tiny.action with name = "toy_a"; where = Daemon 1 }
let other = { Tiny.action with name = "toy_b"; where = Daemon 2 }
let in_library = { action with where = Library }

let table ?(daemon = true) ?(library = true) ?(structs = Tiny.structs)
      ?(systems = []) actions = {
  Table.areas = [{ Table.area = "toys"; daemon; library; actions }];
  structs; groups = Tiny.table.groups;
  systems = (if systems = [] then [] else ["toys", systems]);
}

(* Each: what it is about, the table, the lines without their beginning. *)
let one name actions message =
  name, table actions, ["generator/actions/toys.ml: " ^ message]

let step name step message =
  one name [{ action with tests = [test Blank [step]] }; other;
            { other with name = "toy_opt"; where = Daemon 3;
                         args = [ Int "n"; Bool "yes" ];
                         optargs = [ 0, OBool "hard" ]; ret = RInt "r" }]
    ("toy_a: test 0: " ^ message ^ ": correct the test")

let names = [
  one "style of a name" [{ action with name = "Toy-a" }]
    "Toy-a: the name is not lower case letters, digits and '_': rename it";
  one "name of a handle's function" [{ action with name = "last_error" }]
    "last_error: the name of a function of the handle: rename the action";
  one "c_name taken"
    [{ action with optargs = [0, OInt "n"]; once_had_no_optargs = true };
     { other with name = "toy_a_opts" }]
    "toy_a: guestfs_toy_a_opts is also the action toy_a_opts: rename that";
  one "guestfish alias taken" [{ action with fish_alias = ["toy-b"] }; other]
    "toy_a: alias toy-b is already toy-b in guestfish: remove it";
  one "argument name" [{ action with args = [Int "class"] }]
    "toy_a: argument class is a word that C or the generated code uses: \
     rename it";
]

let numbers = [
  one "not positive" [{ action with where = Daemon 0 }; other]
    "toy_a: procedure number 0 is not positive: the next free one is 3";
  one "no version" [{ action with added = (0, 0, 0) }]
    "toy_a: added is missing: give the version in which it appears";
  one "version of the future" [{ action with added = (1, 63, 0) }]
    "toy_a: added 1.63.0 is not a version of this API: 1.61 is the newest \
     there is";
]

let words = [
  one "full stop" [{ action with summary = "play." }]
    "toy_a: the summary ends with a full stop: remove it";
  one "two lines" [{ action with summary = "play\nmore" }]
    "toy_a: the summary has several lines: move the rest to doc";
  one "dead link" [{ action with doc = "See C<guestfs_toy_zzz>." }]
    "toy_a: doc names C<guestfs_toy_zzz>, which is no action: correct it";
]

let arguments = [
  one "optional argument in the middle"
    [{ action with optargs = [0, OInt "first"; 2, OInt "fresh";
                              1, OInt "second"] }]
    "toy_a: the bits of optargs are not 0, 1, 2 … in order: an optional \
     argument is only ever added at the end";
  one "too many optional arguments"
    [{ action with
       optargs = List.init 64 (fun i -> i, OInt (Printf.sprintf "n%d" i)) }]
    "toy_a: more than 63 optional arguments: there are no bits left";
  one "no optargs now" [{ action with once_had_no_optargs = true }]
    "toy_a: once_had_no_optargs is set, but it has no optargs: remove it";
  one "same argument" [{ action with args = [Int "n"; Bool "n"] }]
    "toy_a: two arguments are called n: rename one";
  one "two streams"
    [{ action with args = [String (FileIn, "f"); String (FileOut, "h")] }]
    "toy_a: 1 FileIn and 1 FileOut arguments: a call has one stream at most";
  one "list of streams" [{ action with args = [StringList (FileIn, "f")] }]
    "toy_a: a list of files to stream: take one file";
  one "download with a value"
    [{ action with args = [String (FileOut, "f")]; ret = RInt "n" }]
    "toy_a: a FileOut action returns a value: it can only return RErr";
  one "pointer to the daemon" [{ action with args = [Pointer ("t", "p")] }]
    "toy_a: a daemon action takes a Pointer: only library actions can";
]

let flags = [
  one "constant from the daemon" [{ action with ret = RConstString "s" }]
    "toy_a: a daemon action returns a constant: use RString";
  one "config_only" [{ action with config_only = true }]
    "toy_a: config_only, but it runs in the daemon: remove it";
  one "wrapper" [{ action with wrapper = false }]
    "toy_a: wrapper is false, but it runs in the daemon: remove it";
  one "bare optargs"
    [{ in_library with wrapper = false; optargs = [0, OInt "n"] }]
    "toy_a: wrapper is false and there are optargs: nothing would check them";
  one "fish_output" [{ action with fish_output = Octal }]
    "toy_a: fish_output is set, but it does not return an integer: remove it";
  one "content, and leaves nothing"
    [{ action with leaves = Nothing; args = [BufferIn "toys"];
                   tests = [test Blank [ok ["toy_a"; "x"]]] }; other]
    "toy_a: leaves nothing, but takes content to write: remove leaves";
  one "leaves nothing, untested" [{ action with leaves = Nothing }; other]
    "toy_a: leaves nothing, but no test calls it, which would show that: add \
     one";
  one "unknown group" [{ action with optional_group = Some "trains" }]
    "toy_a: optional group trains is unknown: add it to \
     generator/core/optgroups.ml";
  one "unknown struct" [{ action with ret = RStruct ("t", "train") }]
    "toy_a: struct train is unknown: add it to generator/core/structs.ml";
  one "unknown replacement" [{ action with deprecated = Replaced_by "toy_z" }]
    "toy_a: deprecated, replaced by toy_z, which is no action: correct it";
]

let tests = [
  step "unknown action" (ok ["toy_z"]) "toy_z is no action";
  step "too few arguments" (ok ["toy_opt"; "1"])
    "toy_opt: 1 arguments are given, 2 are needed";
  step "too many arguments" (ok ["toy_b"; "1"])
    "toy_b: \"1\" is one argument too many";
  step "no number" (ok ["toy_opt"; "one"; "true"])
    "toy_opt: \"one\" is not a number";
  step "no bool" (ok ["toy_opt"; "1"; "perhaps"])
    "toy_opt: \"perhaps\" is not true or false";
  step "unknown optional argument" (ok ["toy_opt"; "1"; "true"; "soft:1"])
    "toy_opt: \"soft:1\" names no optional argument";
  step "expectation of another type" (["toy_opt"; "1"; "true"] ==> Is "1")
    "toy_opt: what is expected does not fit what the action returns";
  step "unknown errno" (fails "EWHATEVER" ["toy_b"])
    "toy_b: \"EWHATEVER\" is no errno that crosses the wire";
  step "empty step" (ok []) "a step without a call";
  one "unknown need" [{ action with
                        tests = [test ~needs:["trains"] Blank
                                   [ok ["toy_a"]]] }]
    "toy_a: test 0: needs \"trains\", which is neither an optional group nor \
     a filesystem: correct the test";
  one "empty test" [{ action with tests = [test Blank []] }]
    "toy_a: test 0: there are no steps: correct the test";
]

let bad_struct name fields message =
  name,
  table [action] ~structs:[{ s_name = "bad"; s_camel = "Bad";
                             s_external = true; s_fields = fields }],
  ["generator/core/structs.ml: bad: " ^ message]

let structs = [
  bad_struct "empty struct" []
    "there are no fields: XDR has no empty structs";
  bad_struct "same field" [FInt32 "n"; FString "n"]
    "two fields are called n: rename one";
  bad_struct "style of a field" [FInt32 "Big-N"]
    "field \"Big-N\" is not lower case letters, digits and '_': rename it";
]

(* ---- Systems. ---- *)

let toy = { Os.linux with distro = "toy"; name = "Toy"; ids = ["toy"] }
let doll = { Os.linux with distro = "doll"; name = "Doll"; ids = ["doll"] }

let system name rows message =
  name, table [action] ~systems:rows, ["generator/inspect/toys.ml: " ^ message]

let legacy patterns = [Os.legacy "/etc/toy-release" patterns]

let recognised = [
  system "no type" [{ toy with os_type = "plastic" }]
    "Toy: plastic is no type of system: correct it, or add it to \
     generator/core/os.ml";
  system "distro" [{ toy with distro = "a b" }]
    "Toy: distro \"a b\" is not letters, digits, '.', '_' and '-': correct it";
  system "ID with a star inside" [{ toy with ids = ["t*y"] }]
    "Toy: ID \"t*y\" is not letters, digits, '.', '_' and '-': a star can \
     only be its end";
  system "ID twice" [{ toy with ids = ["toy"; "TOY"] }]
    "Toy: ID toy is there twice: remove one";
  system "path" [{ toy with marks = [Has "toys"] }]
    "Toy: \"toys\" is no absolute path: correct it";
  system "mark without text" [{ toy with marks = [Holds ("/toys", "")] }]
    "Toy: /toys: the text that it must hold is not one line: correct it";
  system "derived from nothing"
    [{ toy with derived_from = ["train"]; marks = [Has "/toys"] }]
    "Toy: it is derived from train, which is the ID of no row: correct it";
  system "older word" [{ toy with older = "doll" }]
    "Toy: older is \"doll\", which is neither the distro of another row nor \
     unknown nor no root: correct it";
  system "derived without marks" [doll; { toy with derived_from = ["doll"] }]
    "Toy: it is derived, but nothing tells it from the other: add marks";
  system "no legacy file" [{ toy with minor = Legacy }]
    "Toy: the minor version is in a legacy file, but there is none: add it";
]

let patterns =
  let bad pattern why =
    system ("pattern " ^ pattern) [{ toy with legacy = legacy [pattern] }]
      (Printf.sprintf "Toy: pattern %S: %s: correct it" pattern why) in [
  bad "Toy {X}" "a brace is not part of {M} or {m}";
  bad "Toy\t{M}" "'\\t' is not printable ASCII";
  bad "Toy**{M}" "two stars follow each other";
  bad "{M}{m}" "two numbers follow each other";
  bad "{M}0" "a digit follows a number";
  bad "Toy*" "a pattern ends anywhere: the last star does nothing";
  bad "{M}.{M}" "it has {M} or {m} twice";
  bad "Toy {m}" "it has {m} without {M}";
  system "pattern that another row takes"
    [{ doll with legacy = legacy ["*{M}"] };
     { toy with legacy = legacy ["Toy {M}"] }]
    "Toy: /etc/toy-release: \"Toy 8\" is taken by Doll: put that row behind \
     this one";
]

let rules = [
  system "package format" [{ toy with packages = Os.packaged "zip" "apt" }]
    "Toy: zip is no package format: correct it, or add it to \
     generator/core/os.ml";
  system "package management" [{ toy with packages = Os.packaged "deb" "zip" }]
    "Toy: zip is no package management: correct it, or add it to \
     generator/core/os.ml";
  system "never" [{ toy with osinfo = [Os.between 3 2, "toy"] }]
    "Toy: the condition of a rule never holds: correct it";
  system "unreachable" [{ toy with osinfo = [Os.always, "a"; Os.always, "b"] }]
    "Toy: osinfo: a rule stands behind one that always holds: remove it";
  system "osinfo word" [{ toy with osinfo = Os.osinfo "toy{X}" }]
    "Toy: osinfo id \"toy{X}\": the words are {distro}, {M}, {m}, {mm} and \
     [sp{m}]: correct it";
  system "icon" [{ toy with icons = [Os.icon ~limit:(-1) "/toy.png"] }]
    "Toy: the limit of an icon is negative: correct it";
]

let systems = [
  "rows that differ", table [action] ~systems:[toy; doll], [];
  "same ID", table [action] ~systems:[toy; { doll with ids = ["Toy"] }],
  [ "generator/inspect/toys.ml: Toy: ID toy belongs to Doll: remove one";
    "generator/inspect/toys.ml: Doll: ID toy belongs to Toy: remove one" ];
  "same distro", table [action] ~systems:[toy; { doll with distro = "toy" }],
  [ "generator/inspect/toys.ml: Toy: toy of type linux has not exactly one \
     row without edition: correct it";
    "generator/inspect/toys.ml: Doll: toy of type linux has not exactly one \
     row without edition: correct it" ];
]

let a = "generator/actions/toys.ml: toy_a: "
let b = "generator/actions/toys.ml: toy_b: "

(* Several lines, or more than a list of actions. *)
let whole_tables = [
  "no mistake", table [action; other], [];
  "duplicate name", table [action; { other with name = "toy_a" }],
  [ a ^ "defined more than once: remove or rename one";
    a ^ "defined more than once: remove or rename one" ];
  "duplicate number", table [action; { other with where = Daemon 1 }],
  [ a ^ "procedure number 1 belongs to toy_b: the next free one is 2";
    b ^ "procedure number 1 belongs to toy_a: the next free one is 2" ];
  "same camel name", table [action; { other with camel_name = Some "ToyA" }],
  [ a ^ "has the same camel name ToyA as toy_b: set camel_name";
    b ^ "has the same camel name ToyA as toy_a: set camel_name" ];
  "area without a daemon's file", table ~daemon:false [action],
  [ a ^ "a daemon action, but toys is not in DAEMON_AREAS: add it to \
         areas.mk" ];
  "area without a library's file", table ~library:false [in_library],
  [ a ^ "a library action, but toys is not in LIB_AREAS: add it to areas.mk" ];
  "all problems of all actions",
  table [{ action with summary = "a."; added = (0, 0, 0) };
         { other with where = Daemon (-1) }],
  [ a ^ "added is missing: give the version in which it appears";
    a ^ "the summary ends with a full stop: remove it";
    b ^ "procedure number -1 is not positive: the next free one is 2" ];
]

let unfinished = [
  "no words", table [{ action with summary = ""; doc = " " }],
  [ a ^ "the summary is missing: say in one line what it does";
    a ^ "the documentation is missing: write doc" ];
]

let failures = ref 0

let expect check (name, table, expected) =
  let got = check table in
  if got <> expected then (
    incr failures;
    Printf.printf "%s: expected:\n  %s\ngot:\n  %s\n" name
      (String.concat "\n  " expected) (String.concat "\n  " got)
  )

let () =
  let all = List.concat [names; numbers; words; arguments; flags; tests;
                         structs; recognised; patterns; rules; systems;
                         whole_tables] in
  List.iter (expect Checks.problems) all;
  List.iter (expect Checks.unfinished) unfinished;
  Printf.printf "%d tables, %d failed\n"
    (List.length all + List.length unfinished) !failures;
  exit (if !failures = 0 then 0 else 1)
