(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* lib/gen/libguestfs.pc.in: how programs are compiled and linked. *)

open Text

let libguestfs_pc () =
  start Hash LGPL ~from:"generator/output/pkgconfig.ml"
    "How programs are compiled and linked with libguestfs.";
  raw {|prefix=@prefix@
exec_prefix=@exec_prefix@
libdir=@libdir@
includedir=@includedir@

Name: libguestfs
Description: Access and change disk images of virtual machines
Version: @VERSION@
Requires:
Cflags: -I${includedir}
Libs: -L${libdir} -lguestfs
|}

let outputs _ = ["lib/gen/libguestfs.pc.in", libguestfs_pc]
