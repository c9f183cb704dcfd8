(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* The real table: every area of areas.mk, every system.  [Areas] is written by
   the makefile: it pairs each name of the list with the module of its file. *)

let area (area, actions) = {
  Table.area; actions;
  daemon = List.mem area Areas.daemon;
  library = List.mem area Areas.library;
}

let table () = {
  Table.areas = List.map area Areas.all;
  structs = Structs.all;
  groups = Optgroups.all;
  systems = Inspect_all.rows;
}
