# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the jar and the native library in the current directory:
#
#   make -f build.mk               with pkg-config's libguestfs
#   make -f build.mk install       below PREFIX
#
# It needs no configure: a directory made by "make package" is all of it.

S := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))
# Where the sources are: a package has them as Maven does.
JAVA_SOURCES ?= $(wildcard $(S)/src/main/java/com/redhat/et/libguestfs/*.java)
C_SOURCES ?= $(S)/src/main/c
CALLS ?= $(C_SOURCES)
VERSION ?= $(shell cat $(S)/VERSION)

JAVAC ?= javac
JAR ?= jar
JAVADOC ?= javadoc
JAVA_HOME ?= $(patsubst %/bin/javac,%,$(realpath $(shell command -v $(JAVAC))))
PKG_CONFIG ?= pkg-config
GUESTFS_CFLAGS ?= $(shell $(PKG_CONFIG) --cflags libguestfs)
GUESTFS_LIBS ?= $(shell $(PKG_CONFIG) --libs libguestfs)
CFLAGS ?= -O2 -g
PREFIX ?= /usr/local
JARDIR ?= $(PREFIX)/share/java
JNIDIR ?= $(PREFIX)/lib

jar := libguestfs-$(VERSION).jar
library := libguestfs_jni.so.1
own_objects := errors.o events.o jni.o structs.o text.o values.o
shared_objects := calls.o handle.o utf16.o
objects := $(own_objects) $(shared_objects) table.o

all: $(jar) $(library)

$(jar): $(JAVA_SOURCES)
	rm -rf classes
	mkdir classes
	$(JAVAC) -encoding UTF-8 --release 11 -Xlint:all -Werror -d classes \
	  $(JAVA_SOURCES)
	$(JAR) --create --file $@ --manifest $(S)/manifest -C classes .
	ln -sf $@ libguestfs.jar

compile = $(CC) -std=gnu11 -fPIC -pthread $(CPPFLAGS) -I$(CALLS) \
	-isystem $(JAVA_HOME)/include -isystem $(JAVA_HOME)/include/linux \
	$(GUESTFS_CFLAGS) $(CFLAGS) -c $< -o $@

$(own_objects): %.o: $(C_SOURCES)/%.c $(C_SOURCES)/java.h $(CALLS)/calls.h
	$(compile)
$(shared_objects): %.o: $(CALLS)/%.c $(CALLS)/calls.h
	$(compile)
table.o: $(CALLS)/gen/table.c $(CALLS)/calls.h
	$(compile)
$(library): $(objects)
	$(CC) -shared -pthread -Wl,-soname,$@ $(CFLAGS) $(LDFLAGS) -o $@ \
	  $(objects) $(GUESTFS_LIBS)
	ln -sf $@ libguestfs_jni.so

install: all
	mkdir -p $(DESTDIR)$(JARDIR) $(DESTDIR)$(JNIDIR)
	cp $(jar) $(DESTDIR)$(JARDIR)/
	ln -sf $(jar) $(DESTDIR)$(JARDIR)/libguestfs.jar
	cp $(library) $(DESTDIR)$(JNIDIR)/
	ln -sf $(library) $(DESTDIR)$(JNIDIR)/libguestfs_jni.so
uninstall:
	rm -f $(DESTDIR)$(JARDIR)/$(jar) $(DESTDIR)$(JARDIR)/libguestfs.jar \
	  $(DESTDIR)$(JNIDIR)/$(library) $(DESTDIR)$(JNIDIR)/libguestfs_jni.so

html: $(JAVA_SOURCES)
	$(JAVADOC) -quiet -encoding UTF-8 -Xdoclint:all,-missing -d $@ \
	  $(JAVA_SOURCES)

clean:
	rm -rf classes html *.jar *.o *.so *.so.1
.PHONY: all install uninstall clean
