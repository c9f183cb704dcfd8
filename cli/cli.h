/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What guestfish and the other programs share: messages, memory, values.
 *
 * options.h has the command line, guest.h what is done with a handle.
 */

#ifndef GUESTFS_CLI_H
#define GUESTFS_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "guestfs.h"
#include "cleanups.h"
#include "closest.h"
#include "strvec.h"

/* What options set and every room may read. */
struct cli_state {
  const char *program;          /* begins each message */
  char *(*position) (void);     /* "script:3: ", to be freed; may be NULL */
  bool interactive;             /* a person at a terminal gives commands */
  bool verbose, trace;
  bool read_only;               /* --ro */
  bool echo_keys, keys_from_stdin;
  int progress;                 /* -1: when interactive; else a boolean */
  /* Takes messages instead of standard error; may be NULL. */
  void (*report) (bool is_warning, const char *msg);
};
extern struct cli_state cli;

/* message.c.  Out of memory ends the program. */
extern void cli_error (const char *fs, ...)
  __attribute__ ((format (printf, 1, 2)));
extern void cli_warning (const char *fs, ...)
  __attribute__ ((format (printf, 1, 2)));
extern void must (int r);               /* ends the program if r is -1 */
extern void *must_have (void *p);       /* ends the program if p is NULL */
extern char *xasprintf (const char *fs, ...)
  __attribute__ ((format (printf, 1, 2)));
extern char *cli_temp_file (const char *suffix);        /* empty, mode 0600 */
/* All that is left of them; may be called in a signal handler. */
extern void cli_remove_temp_files (void);
extern const char *cli_getenv (const char *name, const char *otherwise);
/* $HOME, or what the password database says; NULL if neither knows. */
extern const char *cli_home (void);

/* colour.c: a code, or "" where no colours are wanted. */
enum cli_colour_when {
  CLI_COLOUR_AUTO,              /* on a terminal that has them */
  CLI_COLOUR_ALWAYS,
  CLI_COLOUR_NEVER,
};
extern enum cli_colour_when cli_colour_when;
#define CLI_BOLD "\033[1m"
#define CLI_RED "\033[1;31m"
#define CLI_YELLOW "\033[1;33m"
#define CLI_PLAIN "\033[0m"
extern bool cli_use_colour (FILE *fp);
extern const char *cli_colour (FILE *fp, const char *code);

/* config.c: sets cli.read_only as the files libguestfs-tools.conf say, the
 * system's first and the user's last; -1 and an error. */
extern int cli_read_config (void);

/* line.c: the next line without its end; NULL when there is none. */
extern char *cli_read_line (FILE *fp);

/* number.c, uri.c: text in, values out; nothing is printed. */
extern bool cli_parse_bool (const char *s, int *ret);
/* 0, or -1 and what is wrong with s. */
extern int cli_parse_int (const char *s, int64_t min, int64_t max,
                          int64_t *ret, const char **ret_why);

/* What -a takes: a file name, or a network disk as an URI. */
struct uri {
  char *path;
  char *protocol;               /* "file" for plain names */
  char **server;                /* as the server argument wants it, or NULL */
  char *username, *password;    /* or NULL */
  char *tls_certificates;       /* a directory, or NULL */
};
extern int cli_parse_uri (const char *s, struct uri *ret,
                          const char **ret_why);
extern void uri_done (struct uri *uri);
/* Puts asterisks where s, if it is an URI, has a password. */
extern void cli_hide_password (char *s);
#define CLEANUP_URI __attribute__ ((cleanup (uri_done)))

#endif /* GUESTFS_CLI_H */
