/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of the guest, run inside the guest. */

#include <stdlib.h>

#include "daemon.h"

/* 0 when it ran and was content. */
static int
run_in_guest (struct run *r)
{
  if (!need_root ())
    return -1;
  if (r->argv[0] == NULL) {
    reply_with_error_errno (EINVAL, "the command is empty: give at least the "
                            "name of a program");
    return -1;
  }
  r->in_guest = true;
  if (run_full (r) == -1)
    return -1;
  if (r->status != 0) {
    run_reply_with_error (r);
    return -1;
  }
  return 0;
}

char *
do_command (char *const *arguments)
{
  CLEANUP_RUN struct run r = { .argv = (const char *const *) arguments };

  return run_in_guest (&r) == -1 ? NULL : steal (&r.out);
}

char **
do_command_lines (char *const *arguments)
{
  CLEANUP_FREE char *out = do_command (arguments);

  return out != NULL ? split_lines (out) : NULL;
}

int
do_command_out (char *const *arguments)
{
  CLEANUP_RUN struct run r = {
    .argv = (const char *const *) arguments,
    .out_cb = stream_send_cb,
  };
  int result;

  pulse_mode_start ();
  result = run_in_guest (&r);
  pulse_mode_end ();
  return result;
}

/* ---- Through the guest's shell ---- */

#define SHELL(command) \
  (char *const []) { (char *) "/bin/sh", (char *) "-c", (char *) command, \
                     NULL }

char *
do_sh (const char *command)
{
  return do_command (SHELL (command));
}

char **
do_sh_lines (const char *command)
{
  return do_command_lines (SHELL (command));
}

int
do_sh_out (const char *command)
{
  return do_command_out (SHELL (command));
}
