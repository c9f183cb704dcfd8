(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What guestfs-fleet has to know of the library before it asks it. *)

open Text

let protocols_py () =
  start Hash GPL ~from:"generator/core/choices.ml"
    "The protocols of images that are on a server.";
  pr "PROTOCOLS = {\n";
  List.iter (pr "    \"%s\",\n")
    (List.filter (( <> ) "file") Choices.protocols);
  pr "}\n"

let outputs _ = ["fleet/guestfs_fleet/gen/protocols.py", protocols_py]
