/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file system that nobody has named may end the machine that looks at it.
 * Where nothing is lost with that, another one is launched, which leaves the
 * file system out, and the call is made once more.
 *
 * Nothing is lost when the machine has, since it was launched, only answered
 * calls that leave nothing in it, or a result that this call replaces; and when
 * its drives are those that it was launched with. */

#include <config.h>

#include <errno.h>

#include "run.h"

/* File systems that are left out before a call fails; each is a launch. */
#define LEFT_OUT_MAX 8
/* changed_by: several calls, or what is no call.  No procedure has it. */
#define OTHERS UINT32_MAX

static void
note (struct connection *conn, uint32_t proc)
{
  conn->changed_by = conn->changed_by == 0 || conn->changed_by == proc
    ? proc : OTHERS;
}

void
guestfs_int_call_note_changes (struct run *r)
{
  if (r->c->leaves == LEAVES_NOTHING)
    return;
  note (r->conn, r->c->proc);
  r->g->changes++;
}

void
guestfs_int_conn_note_drives (struct connection *conn)
{
  note (conn, OTHERS);
}

/* Who has the console in his hands cannot be given another one. */
bool
guestfs_int_call_is_repeatable (const struct run *r)
{
  const struct call *c = r->c;
  const uint32_t changed_by = r->conn->changed_by;

  return c->leaves != LEAVES_CHANGES && !c->file_in && !c->file_out
    && (changed_by == 0 || changed_by == c->proc) && !r->conn->raw_console;
}

static bool
can_begin_again (const struct run *r)
{
  return guestfs_int_call_is_repeatable (r) && r->conn->doing.device
    && !r->conn->problem && r->g->left_out.len < 2 * LEFT_OUT_MAX;
}

int
guestfs_int_call_begin_again (struct run *r)
{
  guestfs_h *g = r->g;
  /* Reads what the machine has said last. */
  CLEANUP_FREE char *why = guestfs_int_conn_explain_end (g, r->conn);

  if (!can_begin_again (r))
    return g->lost_appliance (g, "lost the appliance while waiting for its "
                              "reply");
  debug (g, "%s: %s: launching the appliance again", r->c->name, why);
  /* Who has cancelled it may just have been in a hurry. */
  if (g->launch_again (g, r->cancelled ? NULL : r->conn->doing.device) == -1)
    return -1;
  if (!r->cancelled)
    return 0;
  guestfs_int_error_errno (g, EINTR, "cancelled by the user");
  return -1;
}
