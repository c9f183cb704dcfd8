(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* For which processors a file was made. *)

open Types
open Testing

let actions = [
  { defaults with
    name = "file_architecture";
    where = Daemon 475;
    leaves = Nothing;
    added = (1, 5, 3);
    also_cancellable = true;
    ret = RString (RPlainString, "arch");
    args = [ String (Pathname, "filename") ];
    summary = "find out for which processors a program was made";
    doc = {|
Returns the architecture of the program, library, kernel module, Linux kernel
or initrd C<filename>, which may be compressed. Of an initrd it is that of the
programs in it. Symbolic links are followed.

It is one of C<aarch64>, C<arm>, C<i386>, C<ia64>, C<loongarch64>, C<ppc>,
C<ppc64> (big-endian), C<ppc64le>, C<riscv32>, C<riscv64>, C<s390>, C<s390x>,
C<sparc>, C<sparc64>, C<x86_64>, or, for others, what file(1) calls the
processor. Of scripts and anything else that is no machine code it is an
error.|};
    tests = [
      example Filesystem [
        ok ["write"; "/script"; "#!/bin/sh\necho hello\n"];
        fails "EINVAL" ["file_architecture"; "/script"] ];
      test Filesystem [
        ok ["touch"; "/empty"];
        fails "EINVAL" ["file_architecture"; "/empty"];
        fails "ENOENT" ["file_architecture"; "/none"];
        fails "EISDIR" ["file_architecture"; "/lost+found"] ];
      test Filesystem [
        ok ["debug"; "sh"; "cp /bin/bash /sysroot/bash; gzip -k /sysroot/bash"];
        ["file_architecture"; "/bash"] ==> Is "x86_64";
        ["file_architecture"; "/bash.gz"] ==> Is "x86_64" ] ] };
]
