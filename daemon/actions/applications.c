/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed in a system.  Its packages are read in a process apart,
 * which sends each as it is found, and at last its warnings: the records of
 * common/applications.h, which the library takes as they are. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "apart.h"
#include "applications.h"
#include "apps.h"
#include "daemon.h"
#include "inspect.h"

/* Twenty thousand packages take one, without KVM. */
#define SECONDS 120

/* ---- The process apart ---- */

struct task {
  const char *format;
  const char *deployment;       /* where in the guest / is, or NULL */
  struct tree tree;
};

static int
send_piece (void *opaque, const void *buf, size_t n)
{
  (void) opaque;
  return apart_send (buf, n);
}

static int
list_in (const struct tree *t, const char *format)
{
  CLEANUP_APPS struct apps apps = { .send = send_piece };

  if (apps_read (t, format, &apps) == -1)
    return -1;
  for (size_t i = 0; i < t->warnings->len; ++i)
    if (apps_add_warning (&apps, t->warnings->ptr[i]) == -1)
      return -1;
  return apps_send (&apps);
}

static int
list_apart (void *arg)
{
  const struct task *task = arg;
  struct tree t;

  if (task->deployment == NULL)
    return list_in (&task->tree, task->format);
  if (tree_below (&task->tree, task->deployment, &t) == -1) {
    reply_with_perror ("%s", task->deployment);
    return -1;
  }
  return list_in (&t, task->format);
}

/* ---- The daemon ---- */

/* name: of the system, for errors and warnings. */
static int
list_applications (const char *name, const char *format,
                   const char *deployment, stream_cb take, void *opaque)
{
  CLEANUP_STRVEC struct strvec warnings = STRVEC_INIT;
  struct task task = {
    format, deployment, { guest_root (), name, &warnings, NULL },
  };
  CLEANUP_FREE char *what = NULL;

  if (!need_root ())
    return -1;
  if (asprintf (&what, "%s: list of packages (%s)", name, format) == -1)
    what = NULL;
  apps_prepare (format);
  return run_apart (what ? what : name, SECONDS, list_apart, &task, take,
                    opaque);
}

/* ---- Those of a system ---- */

/* Where the table of systems names none. */
static const struct {
  const char *type, *format;
} formats_of_types[] = {
  { "dragonfly", "pkgsrc" },
  { "freebsd", "pkgsrc" },
  { "netbsd", "pkgsrc" },
  { "openbsd", "pkgsrc" },
  { "windows", "windows" },
};

static const char *
format_of (const struct findings *f)
{
  if (f->package_format && strcmp (f->package_format, "unknown") != 0)
    return f->package_format;
  for (size_t i = 0;
       f->type && i < sizeof formats_of_types / sizeof formats_of_types[0]; ++i)
    if (strcmp (f->type, formats_of_types[i].type) == 0)
      return formats_of_types[i].format;
  return "unknown";
}

int
do_internal_list_applications (const mountable_t *root)
{
  CLEANUP_FREE char *name = mountable_to_string (root);
  const struct inspected_root *r = NULL;

  if (name == NULL)
    reply_with_perror ("mountable_to_string");
  else
    r = inspected_root (name);
  if (r == NULL)
    return -1;
  return list_applications (r->mountable, format_of (&r->found),
                            r->found.deployment, stream_send_cb, NULL);
}

/* ---- Those of whatever is mounted ---- */

static int
take (void *opaque, const void *buf, size_t n)
{
  if (applications_take (opaque, buf, n) == 0)
    return 0;
  reply_with_perror ("list of applications");
  return -1;
}

struct guestfs_application2_list *
do_internal_list_rpm_applications (void)
{
  CLEANUP_APPLICATIONS struct applications apps = APPLICATIONS_INIT;
  struct guestfs_application2_list *list;

  if (list_applications ("/", "rpm", NULL, take, &apps) == -1)
    return NULL;
  list = calloc (1, sizeof *list);
  if (list == NULL || applications_list (&apps, list) == -1) {
    reply_with_perror ("list of applications");
    free (list);
    return NULL;
  }
  for (size_t i = 0; i < apps.warnings.len; ++i)
    call_warning (apps.warnings.ptr[i]);
  return list;
}
