/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lowest room of guestfish: its state, and programs of the host.
 *
 * text/text.h, command/command.h, shell.h and local/local.h stand above it,
 * in this order.
 */

#ifndef GUESTFISH_FISH_H
#define GUESTFISH_FISH_H

#include "cli.h"
#include "guest.h"

/* Where lines come from: the terminal, a script, standard input. */
struct source {
  const char *name;             /* for messages; NULL for the terminal */
  bool is_file;                 /* a named script */
  FILE *fp;                     /* NULL: ask on the terminal */
  unsigned line;                /* of the last line read */
  struct source *outer;         /* what read the line that opened this one */
};

struct fish_state {
  guestfs_h *g;                 /* NULL when commands go to a server */
  long remote;                  /* process number of that server, or 0 */
  struct source *source;        /* innermost, or NULL: command line */
  const char *typed;            /* what errors of the library are of: a command
                                   of guestfish, or "-m"; NULL: an action */
  bool quit;                    /* leave after this command */
  bool interrupted;             /* the last command was, by Ctrl-C: of a script
                                   it is a failure */
  bool ignore_error;            /* the command has a dash in front */
  bool failure_wanted;          /* it is the command of "not" */
  bool redirected;              /* its output goes to a pipe or a file */
  bool no_dest_paths;
  bool pipe_error;
  bool no_pager;
  bool in_pipe;                 /* output of this command goes to a pipe … */
  bool pipe_closed;             /* … whose reader has had enough */
};
extern struct fish_state fish;

/* state.c */
extern char *fish_position (void);      /* "script:3: " or "", to be freed */
/* What was printed really gets out; -1 and an error if it does not. */
extern int fish_flush (void);

/* spawn.c: programs on the host. */
extern int fish_shell (const char *command);    /* 0, or -1 if it failed */
extern int fish_shell_with_file (const char *program, const char *path);
extern int fish_wait (long pid, const char *what);
/* Standard output of this process into the input of a shell command. */
struct fish_pipe { long pid; int saved_stdout; };
extern int fish_pipe_begin (const char *command, struct fish_pipe *ret);
extern int fish_pipe_end (struct fish_pipe *p);
/* Standard output of this process into a local file, and back. */
extern int fish_output_begin (const char *path, bool append, int *ret_saved);
extern int fish_output_end (int saved);
/* show.c: text that may be long, in a pager if it is. */
extern int fish_show (const char *text);
/* The output of a shell command as a stream. */
extern FILE *fish_shell_output (const char *command, long *ret_pid);
/* In a child, before exec: signals as a program expects them. */
extern void fish_reset_signals (void);

/* interrupt.c: signals that end guestfish, and Ctrl-C while a command runs. */
extern void interrupt_set_up (void);
extern void interrupt_attach (guestfs_h *g);
extern void interrupt_begin (guestfs_h *g);
extern void interrupt_switch (guestfs_h *g);
extern void interrupt_end (void);

/* image.c: disk images that guestfish makes. */
extern int fish_create_image (const char *path, int64_t size, bool sparse);
extern char *fish_drive_name (int n);   /* 0 -> "/dev/sda" */

/* guest_file.c: copies of guest files on the host, for editors, viewers. */
extern char *fish_download_temp (const char *path);
extern int fish_view (const char *program, const char *name);

#endif /* GUESTFISH_FISH_H */
