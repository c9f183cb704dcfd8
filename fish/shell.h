/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shell: where lines come from, and where they go. */

#ifndef GUESTFISH_SHELL_H
#define GUESTFISH_SHELL_H

#include "command.h"
#include "text.h"

/* complete.c: what may take the place of a word, sorted. */
struct offer {
  char *word;
  const char *note;             /* what it is; "" if there is nothing to say */
};
struct offers {
  struct offer *ptr;
  size_t len;
  bool files, directories;      /* local ones may stand there, too */
  bool guest, device;           /* it is a name of the guest */
  bool no_space;                /* more letters follow: "label:" */
};
extern void fish_complete (const struct strvec *before, const char *word,
                           struct offers *ret);
extern void offers_done (struct offers *o);
/* --complete and --complete-table, for the completion of shells. */
extern void fish_print_offers (int argc, char *const *argv);
extern void fish_print_table (void);

/* terminal.c: readline or a plain prompt. */
extern void terminal_begin (void);
extern char *terminal_read (const char *prompt);
extern void terminal_end (void);

/* source.c: the next line; NULL at the end. */
extern char *fish_read_line (struct source *source);

/* heredoc.c.  Replace "-<<END" words by temporary files with the lines up
 * to END. */
extern int fish_expand_heredocs (struct strvec *words, struct strvec *ret_temp);
extern void fish_unlink_all (struct strvec *paths);

/* remote.c */
extern int remote_listen (bool csh);    /* returns in the server, or -1 */
extern int remote_serve (void);
extern int remote_run (size_t argc, char *const *argv);

/* shell.c: lines and what they ask for, one after another. */
extern int fish_run_script (const char *name, FILE *fp);
/* inspected: tells first what -i has found. */
extern int fish_run_interactively (bool inspected);
extern int fish_run_command_line (int argc, char *const *argv);

/* prepare.c: -N. */
extern int prepare_create (guestfs_h *g, struct cli_drive *drive);
extern int prepare_fill (const struct cli_drive *drive);
extern void prepare_help (void);

#endif /* GUESTFISH_SHELL_H */
