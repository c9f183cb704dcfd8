/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running programs: the appliance's own and those of the guest. */

#ifndef GUESTFSD_RUN_H
#define GUESTFSD_RUN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "call.h"

/* ---- External programs (run/run.c) ---- */
/* Runs argv, found through PATH.  Standard output goes to *ret_out
 * (malloc'd, NUL-terminated, trailing newline kept) unless ret_out is NULL.
 * Returns 0 when it exits with 0.  Otherwise sets the error to "program: its
 * own last messages" and returns -1. */
extern int run_argv (char **ret_out, const char *const *argv);
/* run (&out, "lvs", "--noheadings", NULL) */
extern int run (char **ret_out, const char *prog, ...)
  __attribute__ ((sentinel));

/* The same for a program that goes through the guest's files by name, for
 * which it gets paths of guest_real_path.  It sees nothing of the appliance
 * but the distribution's files below /usr, so that links in the guest cannot
 * lead it anywhere, whenever they were made.  What it writes elsewhere than
 * below the sysroot is lost. */
extern int run_argv_confined (char **ret_out, const char *const *argv);
extern int run_confined (char **ret_out, const char *prog, ...)
  __attribute__ ((sentinel));

/* The full form, for programs whose exit status or messages mean more. */
struct run {
  const char *const *argv;
  const char *input;            /* bytes for its standard input … */
  size_t input_len;
  int input_fd;                 /* … or a descriptor, if > 0 … */
  bool input_stream;            /* … or the FileIn stream of the call */
  bool in_guest;                /* a program of the guest, in its root */
  bool confined;                /* as run_confined */
  int keep_fd;                  /* if > 0: its descriptor 3 (confined only) */
  bool merge_stderr;            /* stderr into out */
  int seconds;                  /* if > 0: then it is killed (status 128+9) */
  int64_t data_max;             /* if > 0: bytes of memory it may take (not if
                                   in_guest or confined) */
  stream_cb out_cb;             /* called with its output instead of out */
  void *out_opaque;
  /* results */
  char *out; size_t out_len;    /* NULL when out_cb is given */
  char *err;                    /* NUL-terminated, trailing newline removed */
  int status;                   /* exit status; 128+N when signal N ended it */
};
/* Returns 0 when the program ran, whatever its status; -1 (error set) when it
 * could not be started, was cancelled or out_cb failed. */
extern int run_full (struct run *r);
extern void run_done (struct run *r);   /* frees the results */
#define CLEANUP_RUN __attribute__ ((cleanup (run_done)))
/* For programs whose exit status is the result: that, or -1 with the error set,
 * also when a signal has ended it. */
extern int run_for_status (struct run *r);
/* Sets the usual error for a finished run. */
extern void run_reply_with_error (const struct run *r);
/* Is this program in the appliance?  Answers are remembered. */
extern bool have_program (const char *prog);

/* ---- Command lines put together (run/argv.c) ----
 * Adding never fails; running does, when there was no memory for a word. */
struct argv {
  struct strvec words;
  bool failed;
};
#define ARGV_INIT { STRVEC_INIT, false }
extern void argv_done (struct argv *a);
#define CLEANUP_ARGV __attribute__ ((cleanup (argv_done)))
extern void argv_add (struct argv *a, const char *word);
extern void argv_addf (struct argv *a, const char *fs, ...)
  __attribute__ ((format (printf, 2, 3)));
/* The option alone, when it is wanted; with its value in the next word, when
 * there is one: argv_int (&argv, "-b", o->has_blocksize, o->blocksize). */
extern void argv_flag (struct argv *a, const char *option, bool wanted);
extern void argv_text (struct argv *a, const char *option, bool given,
                       const char *value);
extern void argv_int (struct argv *a, const char *option, bool given,
                      int64_t value);
/* For struct run; borrowed.  NULL, with the error set, when memory was out. */
extern const char *const *argv_words (const struct argv *a);
/* run_argv and run_argv_confined with these words. */
extern int argv_run (char **ret_out, const struct argv *a);
extern int argv_run_confined (char **ret_out, const struct argv *a);

/* ---- Network (run/guest.c) ---- */
/* Has the appliance a network?  serve/network.c starts it. */
extern bool network_enabled;

#endif /* GUESTFSD_RUN_H */
