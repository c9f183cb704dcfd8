/* SPDX-License-Identifier: GPL-2.0-or-later */
/* virt-rescue: a shell in the appliance, at the caller's terminal.
 *
 * The terminal is raw while the shell has it: every key goes to the console
 * of the appliance, whose terminal driver does what this one no longer does.
 */

#ifndef VIRT_RESCUE_H
#define VIRT_RESCUE_H

#include "options.h"

/* ---- options.c ---- */
#define NO_ESCAPE (-1)

struct rescue_options {
  struct cli_options shared;    /* first: an option gets its address */
  const char *append;
  int memsize, smp;             /* 0: the library's */
  int escape;                   /* the key, or NO_ESCAPE */
  bool suggest;
};
/* Exits after --help, --version and after an error. */
extern void rescue_options_parse (int argc, char **argv,
                                  struct rescue_options *ret);

/* ---- tty.c: standard input ---- */
/* Remembers how it is, and sees to it that it is so again when the program
 * ends; -1 when it is no terminal. */
extern int tty_remember (void);
extern void tty_make_raw (void);
/* As it was.  May be called in a signal handler. */
extern void tty_restore (void);
/* Tells the appliance how large it is, if it has changed. */
extern void tty_tell_size (guestfs_h *g);

/* ---- signals.c ---- */
/* From now on signals are bytes to be read from this descriptor; one that asks
 * to end, when another has done so, ends the program at once. */
extern int signals_begin (void);
extern void signals_end (void);
/* Stops the program as the shell that started it expects, until that lets it
 * continue. */
extern void signals_stop_here (void);

/* ---- console.c: what the appliance prints ---- */
/* It is kept, and shown when console_show is called; or at once with -v. */
extern void console_begin (guestfs_h *g);
extern void console_show (void);
/* From now on nothing is shown. */
extern void console_end (guestfs_h *g);
/* Shows bytes of it. */
extern void console_put (const char *buf, size_t n);
/* Again, what stands there without an end: below a message, for example. */
extern void console_show_line (void);
extern void console_end_line (void);

/* ---- escape.c: the escape key among others ---- */
struct escape {
  int key;                      /* or NO_ESCAPE */
  bool pressed;                 /* the next key is a command */
};
/* The next key: -1 if it goes to the shell, 0 for nothing to do, or the
 * letter of a command. */
extern int escape_take (struct escape *e, unsigned char key);
/* "^]" */
extern char *escape_name (const struct escape *e);
extern void escape_help (const struct escape *e, bool inspected);

/* ---- session.c ---- */
/* Until the user leaves, the machine ends, the terminal goes away (0), or a
 * signal asks to end (its number). */
extern int session_run (guestfs_h *g, struct escape *e, bool inspected);

/* ---- suggest.c: --suggest ---- */
extern int suggest_mounts (guestfs_h *g);

#endif /* VIRT_RESCUE_H */
