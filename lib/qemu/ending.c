/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why a machine has ended: the status of QEMU, and what QEMU, the kernel or
 * init have said last. */

#include <config.h>

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "machine.h"
#include "proto.h"

static const char *
base_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash ? slash + 1 : path;
}

static char *
describe_status (guestfs_h *g, const char *name, int status)
{
  if (WIFSIGNALED (status))
    return safe_asprintf (g, "%s was ended by signal %d (%s%s)", name,
                          WTERMSIG (status), strsignal (WTERMSIG (status)),
                          WTERMSIG (status) == SIGKILL
                          ? "; the host may be out of memory" : "");
  return safe_asprintf (g, "%s exited with status %d", name,
                        WEXITSTATUS (status));
}

char *
guestfs_int_machine_ending (guestfs_h *g, struct machine *m)
{
  if (!m->started || !guestfs_int_process_wait (&m->qemu, 1000))
    return NULL;
  return describe_status (g, base_name (m->binary), m->qemu.status);
}

/* QEMU repeats the whole option before it says what is wrong with it. */
static const char *
skip_option (const char *line)
{
  const char *end;

  if (line[0] != '-')
    return line;
  end = strstr (line, "}: ");
  return end ? end + 3 : line;
}

/* The first line of text that begins with prefix and is not a warning; after
 * the prefix. */
static const char *
find_line (const char *text, const char *prefix)
{
  const size_t n = strlen (prefix);

  for (const char *p = text; p && *p; p = strchr (p, '\n')) {
    p += *p == '\n';
    if (strncmp (p, prefix, n) == 0 && strncmp (p + n, "warning:", 8) != 0)
      return p + n;
  }
  return NULL;
}

/* What QEMU itself, the kernel or init have complained about; malloc'd or
 * NULL. */
char *
guestfs_int_machine_complaint (guestfs_h *g, const struct machine *m)
{
  const char *tail = g->conn ? guestfs_int_conn_console_tail (g->conn) : "";
  const char *panic = g->conn ? guestfs_int_conn_panic (g->conn) : NULL;
  CLEANUP_FREE char *prefix =
    safe_asprintf (g, "%s: ", base_name (m->binary));
  const char *line = find_line (tail, prefix);

  if (panic)
    return safe_asprintf (g, "the appliance's kernel panicked: %s", panic);
  if (!line)
    line = find_line (tail, "guestfs-init: fatal: ");
  if (!line)
    return NULL;
  line = skip_option (line);
  const size_t n = strcspn (line, "\n");
  const char *next = line + n + (line[n] == '\n');
  if (strncmp (next, "Is another process", 18) == 0)
    return safe_asprintf (g, "%.*s: %.*s", (int) n, line,
                          (int) strcspn (next, "\n"), next);
  return safe_strndup (g, line, n);
}

