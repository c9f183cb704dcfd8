# SPDX-License-Identifier: GPL-2.0-or-later
# OCaml 4.08 or later, with findlib: what the generator is built with, too.

AC_ARG_VAR([OCAML_INSTALLDIR], [where findlib packages are installed])
GUESTFS_LANGUAGE([ocaml], [OCaml], [
  GUESTFS_LANGUAGE_PROG([BINDING_OCAMLFIND], [ocamlfind], [ocaml-findlib])
  AS_IF([test "x$BINDING_OCAMLFIND" != xno], [
    ocaml_where=$($BINDING_OCAMLFIND ocamlc -where 2>/dev/null)
    AS_IF([test -f "$ocaml_where/caml/mlvalues.h"], [],
          [GUESTFS_LACKS([ocaml-nox])])
    AS_CASE([$($BINDING_OCAMLFIND ocamlc -version 2>/dev/null)],
            [4.0[[0-7]].*|3.*], [GUESTFS_LACKS([OCaml (4.08 or later)])])
    # Findlib's first directory below the prefix.
    : ${OCAML_INSTALLDIR=$($BINDING_OCAMLFIND printconf path | (
         prefix="${prefix/NONE//usr/local}"
         while read -r dir; do
           case $dir in
             "$prefix"/local/*) ;;
             "$prefix"/*) echo '${prefix}'"${dir@%:@"$prefix"}"; exit ;;
           esac
         done
         echo '${prefix}/lib/ocaml'))}
  ])
])
