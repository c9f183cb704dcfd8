# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the findlib package guestfs in the current directory:
#
#   make -f build.mk               with pkg-config's libguestfs
#   make -f build.mk install       through ocamlfind
#
# It needs no configure: a directory made by "make package" is all of it.

S := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
CALLS ?= $(S)/calls
VERSION ?= $(shell cat $(S)/VERSION)

OCAMLFIND ?= ocamlfind
PKG_CONFIG ?= pkg-config
GUESTFS_CFLAGS ?= $(shell $(PKG_CONFIG) --cflags libguestfs)
GUESTFS_LIBS ?= $(shell $(PKG_CONFIG) --libs libguestfs)
CFLAGS ?= -O2 -g
OCAMLFLAGS ?= -g

where := $(shell $(OCAMLFIND) ocamlc -where)
compile = $(CC) -std=gnu11 -fPIC -pthread $(CPPFLAGS) -I$(CALLS) \
	-isystem $(where) $(GUESTFS_CFLAGS) $(CFLAGS) -c $< -o $@

# Without ocamlopt there is only the bytecode.
native := $(shell $(OCAMLFIND) ocamlopt -version 2>/dev/null)
objects := guestfs-c.o calls.o handle.o table.o
files := META guestfs.mli guestfs.cmi guestfs.cmti mlguestfs.cma \
	libmlguestfs.a dllmlguestfs.so \
	$(if $(native),guestfs.cmx mlguestfs.cmxa mlguestfs.a)

all: $(files)

META: $(S)/META.in
	sed 's/@VERSION@/$(VERSION)/' $< > $@

# "(*INCLUDE gen/x*)" on a line of its own stands for that file.
generated := $(wildcard $(S)/gen/*.ml $(S)/gen/*.mli)
guestfs.ml guestfs.mli: %: $(S)/%.in $(generated)
	awk -v dir=$(S)/ ' \
	  /^\(\*INCLUDE .*\*\)$$/ { \
	    f = dir substr ($$2, 1, length ($$2) - 2); \
	    while ((r = (getline line < f)) > 0) print line; \
	    if (r < 0) { print f ": cannot be read" > "/dev/stderr"; exit 1 } \
	    next } \
	  { print }' $< > $@-t
	mv $@-t $@

guestfs.cmi: guestfs.mli
	$(OCAMLFIND) ocamlc $(OCAMLFLAGS) -bin-annot -c $<
guestfs.cmti: guestfs.cmi
guestfs.cmo: guestfs.ml guestfs.cmi
	$(OCAMLFIND) ocamlc $(OCAMLFLAGS) -c $<
guestfs.cmx: guestfs.ml guestfs.cmi
	$(OCAMLFIND) ocamlopt $(OCAMLFLAGS) -c $<

guestfs-c.o: $(S)/guestfs-c.c $(CALLS)/calls.h
	$(compile)
calls.o handle.o: %.o: $(CALLS)/%.c $(CALLS)/calls.h
	$(compile)
table.o: $(CALLS)/gen/table.c $(CALLS)/calls.h
	$(compile)

# ocamlmklib makes the libraries of both compilers, and libmlguestfs.a,
# dllmlguestfs.so; it must not do so twice at once.
mlguestfs.cma: guestfs.cmo $(if $(native),guestfs.cmx) $(objects)
	$(OCAMLFIND) ocamlmklib -o mlguestfs $(objects) $(GUESTFS_LIBS)
	$(OCAMLFIND) ocamlmklib -o mlguestfs guestfs.cmo $(GUESTFS_LIBS)
	$(if $(native),$(OCAMLFIND) ocamlmklib -o mlguestfs guestfs.cmx \
	  $(GUESTFS_LIBS))
mlguestfs.cmxa mlguestfs.a libmlguestfs.a dllmlguestfs.so: mlguestfs.cma

install: all
	$(OCAMLFIND) install $(FINDLIB_FLAGS) guestfs $(files)
uninstall:
	$(OCAMLFIND) remove $(FINDLIB_FLAGS) guestfs

html: guestfs.mli guestfs.cmi
	mkdir -p html
	$(OCAMLFIND) ocamldoc -charset utf-8 -html -d html guestfs.mli

clean:
	rm -rf html META guestfs.ml guestfs.mli *.cm* *.o *.a *.so
.PHONY: all install uninstall html clean
