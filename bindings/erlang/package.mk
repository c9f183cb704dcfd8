# SPDX-License-Identifier: LGPL-2.1-or-later
# priv/erl-guestfs, as rebar3 has it made: needs a C compiler, pkg-config and
# the headers of libguestfs and of Erlang.

ei := $(shell erl -noshell -eval \
	'io:format("~s", [code:lib_dir(erl_interface)]), halt().')
sources := $(wildcard *.c) gen/table.c
CFLAGS ?= -O2

../priv/erl-guestfs: $(sources) $(wildcard *.h)
	mkdir -p ../priv
	$(CC) $(CFLAGS) -pthread -I. -I$(ei)/include \
	  $(shell pkg-config --cflags libguestfs) $(sources) -o $@ $(LDFLAGS) \
	  $(ei)/lib/libei.a $(shell pkg-config --libs libguestfs)

clean:
	rm -f ../priv/erl-guestfs
.PHONY: clean
