(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* What is generated: a table of output path and writer. *)

let outputs (t : Table.t) = List.concat [
  [ "include/guestfs.h", Output_header.guestfs_h t;
    "common/gen/protocol.h", Output_protocol.protocol_h t;
    "common/gen/codec.h", Output_protocol.codec_h t;
    "common/gen/codec.c", Output_protocol.codec_c t;
    "common/gen/guestfs_protocol.x", Output_protocol.protocol_x t;
    "common/gen/errnos.h", Output_errnos.errnos_h;
    "common/gen/errnos.c", Output_errnos.errnos_c;
    "lib/gen/structs.c", Output_structs.structs_c t;
    "lib/gen/events.c", Output_events.events_c;
    "lib/gen/impl.h", Output_client.impl_h t;
    "lib/gen/libguestfs.syms", Output_symbols.libguestfs_syms t;
    "lib/gen/libguestfs.pc.in", Output_pkgconfig.libguestfs_pc;
  ];
  List.map (fun area ->
      "lib/gen/client-" ^ area.Table.area ^ ".c", Output_client.client_c area)
    t.areas;
  Output_daemon.outputs t;
  Output_fish.outputs t;
  Output_tests.outputs t;
  Output_escapes.outputs t;
  Output_path_tests.outputs t;
  Output_long_calls.outputs t;
  Output_docs.outputs t;
  Output_fish_docs.outputs t;
]

(* What --dump-api prints. *)
let dump = Output_dump.dump
