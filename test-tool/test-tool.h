/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of libguestfs-test-tool tell each other. */

#ifndef TEST_TOOL_H
#define TEST_TOOL_H

#include "options.h"

/* ---- arguments.c ---- */
struct test_tool_options {
  struct cli_options shared;    /* first: an option gets its address */
  unsigned timeout;             /* seconds */
  const char *qemu, *qemudir;   /* one of them, or NULL */
};
/* Exits after --help, --version and after an error. */
extern void test_tool_options_parse (int argc, char **argv,
                                     struct test_tool_options *ret);

/* ---- wrapper.c: --qemudir ---- */
/* A script that runs the QEMU built there; its name, malloc'd, or NULL and an
 * error. */
extern char *wrapper_make (const char *qemudir);
/* May be called in a signal handler. */
extern void wrapper_remove (void);

/* ---- show.c: what the user has set ---- */
extern void show_environment (void);
extern void show_settings (guestfs_h *g);

#endif /* TEST_TOOL_H */
