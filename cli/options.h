/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line.  A program lists the options that it takes: those of
 * cli_option_* that it shares with others, and its own beside them.  What
 * --help, --short-options and --long-options print follows from the list.
 */

#ifndef GUESTFS_CLI_OPTIONS_H
#define GUESTFS_CLI_OPTIONS_H

#include <stddef.h>

#include "cli.h"
#include "guest.h"

struct cli_options;

enum cli_option_kind {
  CLI_FUNCTION,                 /* what take does */
  CLI_FLAG,                     /* a bool that becomes true */
  CLI_UNFLAG,                   /* … or false */
  CLI_NUMBER,                   /* an int from min to max */
  CLI_WORD,                     /* a const char * */
};

struct cli_option {
  int letter;                   /* 'a' for -a; 0: none */
  const char *name;             /* "add" for --add; NULL: none */
  const char *value;            /* "FILE"; "[=N]": optional; NULL: none */
  const char *help;             /* NULL: not shown by --help */
  enum cli_option_kind kind;
  /* Where its value goes: a variable, or if that is NULL a member of the
   * program's struct, CLI_MEMBER (struct rescue_options, smp). */
  void *variable;
  size_t member;
  int min, max;
  /* What to do when it is given; -1 and an error ends the program. */
  int (*take) (struct cli_options *o, const char *value);
};
#define CLI_MEMBER(type, name) .member = offsetof (type, name)

/* A title among the options of --help has only this. */
#define CLI_OPTIONS_TITLE(text) (&(const struct cli_option) { .help = text })

struct cli_program {
  const char *name;
  const char *about;            /* above the options in --help */
  const struct cli_option *const *options;      /* NULL-terminated */
};

/* What the options of a command line say.  A program that has options of its
 * own makes this the first member of a larger struct. */
struct cli_options {
  const struct cli_program *program;
  struct cli_drives drives;
  struct strvec mounts;         /* -m */
  bool inspect, network, no_sync;
  int argc;                     /* words that are no options */
  char **argv;

  /* While options are read: they hold for the drives that follow. */
  const char *format, *libvirt_uri;
  int blocksize;
  const char *without_drive;    /* --format, --blocksize: no -a since then */
  bool access_chosen;           /* --ro or --rw, or by what the program does */
};

extern const struct cli_option cli_option_add;
extern const struct cli_option cli_option_blocksize;
extern const struct cli_option cli_option_color;        /* the same as … */
extern const struct cli_option cli_option_colour;
extern const struct cli_option cli_option_connect;
extern const struct cli_option cli_option_domain;
extern const struct cli_option cli_option_echo_keys;
extern const struct cli_option cli_option_format;
extern const struct cli_option cli_option_help;
extern const struct cli_option cli_option_inspector;
extern const struct cli_option cli_option_key;
extern const struct cli_option cli_option_keys_from_stdin;
extern const struct cli_option cli_option_live;
extern const struct cli_option cli_option_long_options;
extern const struct cli_option cli_option_mount;
extern const struct cli_option cli_option_network;
extern const struct cli_option cli_option_no_progress_bars;
extern const struct cli_option cli_option_no_sync;
extern const struct cli_option cli_option_progress_bars;
extern const struct cli_option cli_option_ro;
extern const struct cli_option cli_option_rw;
extern const struct cli_option cli_option_selinux;
extern const struct cli_option cli_option_short_options;
extern const struct cli_option cli_option_trace;
extern const struct cli_option cli_option_verbose;
extern const struct cli_option cli_option_version;

/* Exits after --help and its like, and after an error.  The caller has
 * cleared *ret. */
extern void cli_options_parse (const struct cli_program *program, int argc,
                               char **argv, struct cli_options *ret);
extern void cli_options_done (struct cli_options *o);

/* start.c: settings that must be there before the launch. */
extern int cli_set_up_handle (guestfs_h *g, const struct cli_options *o);
/* All that options ask for: settings, drives, launch, -i and -m. */
extern int cli_start_guest (guestfs_h *g, struct cli_options *o);

/* When all drives are there: nothing was given in vain. */
extern int cli_options_check_drives (const struct cli_options *o);

/* The old style, without -a and -d: words are images or domains. */
extern int cli_options_take_drives (struct cli_options *o);

/* As if it were given on the command line. */
extern int cli_option_take (struct cli_options *o,
                            const struct cli_option *option,
                            const char *value);
/* For the options of a program. */
extern void cli_options_add_drive (struct cli_options *o, const char *what,
                                   int (*add) (guestfs_h *,
                                               struct cli_drive *));
/* Ends the program, with success if what was printed could be written. */
extern void cli_exit_printed (void) __attribute__ ((noreturn));

#endif /* GUESTFS_CLI_OPTIONS_H */
