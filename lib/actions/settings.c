/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings of the handle. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "handle.h"
#include "launch.h"
#include "impl.h"
#include "launch.h"

#define SMP_MAX 255

/* ---- Booleans ---- */

#define BOOLEAN_SETTING(name, field)            \
  int                                           \
  guestfs_impl_set_##name (guestfs_h *g, int v) \
  {                                             \
    g->field = v != 0;                          \
    return 0;                                   \
  }                                             \
                                                \
  int                                           \
  guestfs_impl_get_##name (guestfs_h *g)        \
  {                                             \
    return g->field;                            \
  }

BOOLEAN_SETTING (autosync, autosync)
BOOLEAN_SETTING (direct, direct_mode)
BOOLEAN_SETTING (network, enable_network)
BOOLEAN_SETTING (pgroup, pgroup)
BOOLEAN_SETTING (recovery_proc, recovery_proc)
BOOLEAN_SETTING (selinux, selinux)
BOOLEAN_SETTING (trace, trace)
BOOLEAN_SETTING (verbose, verbose)

/* ---- Numbers ---- */

int
guestfs_impl_set_memsize (guestfs_h *g, int memsize)
{
  if (guestfs_int_check_memsize (g, memsize) == -1)
    return -1;
  g->memsize = memsize;
  return 0;
}

int
guestfs_impl_get_memsize (guestfs_h *g)
{
  return g->memsize;
}

int
guestfs_impl_set_smp (guestfs_h *g, int smp)
{
  if (smp < 1 || smp > SMP_MAX) {
    guestfs_int_error_errno (g, EINVAL, "%d virtual processors: there must be "
                             "1 to %d", smp, SMP_MAX);
    return -1;
  }
  g->smp = smp;
  return 0;
}

int
guestfs_impl_get_smp (guestfs_h *g)
{
  return g->smp;
}

/* ---- Strings ---- */

/* value may be the old one itself: programs do pass back what get returned. */
static int
replace (guestfs_h *g, char **dest, const char *value)
{
  char *copy = value ? safe_strdup (g, value) : NULL;

  free (*dest);
  *dest = copy;
  return 0;
}

int
guestfs_impl_set_append (guestfs_h *g, const char *append)
{
  return replace (g, &g->append, append);
}

const char *
guestfs_impl_get_append (guestfs_h *g)
{
  return g->append;
}

int
guestfs_impl_set_hv (guestfs_h *g, const char *hv)
{
  return replace (g, &g->hv, hv);
}

char *
guestfs_impl_get_hv (guestfs_h *g)
{
  const char *hv = guestfs_int_get_hv (g);

  return hv ? safe_strdup (g, hv) : NULL;
}

int
guestfs_impl_set_qemu (guestfs_h *g, const char *hv)
{
  return replace (g, &g->hv, hv);
}

const char *
guestfs_impl_get_qemu (guestfs_h *g)
{
  return guestfs_int_get_hv (g);
}

int
guestfs_impl_set_identifier (guestfs_h *g, const char *identifier)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

  if (identifier[strspn (identifier, allowed)] != '\0') {
    guestfs_int_error_errno (g, EINVAL, "identifier \"%s\": has a character "
                             "that is not allowed: use letters, digits, "
                             "_ and -", identifier);
    return -1;
  }
  return replace (g, &g->identifier, identifier);
}

const char *
guestfs_impl_get_identifier (guestfs_h *g)
{
  return g->identifier;
}

int
guestfs_impl_set_path (guestfs_h *g, const char *searchpath)
{
  return replace (g, &g->path,
                  searchpath ? searchpath : GUESTFS_DEFAULT_PATH);
}

const char *
guestfs_impl_get_path (guestfs_h *g)
{
  return g->path;
}

int
guestfs_impl_set_program (guestfs_h *g, const char *program)
{
  return replace (g, &g->program, program);
}

const char *
guestfs_impl_get_program (guestfs_h *g)
{
  return g->program;
}

/* ---- Directories ---- */

int
guestfs_impl_set_tmpdir (guestfs_h *g, const char *tmpdir)
{
  return guestfs_int_set_directory (g, &g->int_tmpdir, tmpdir);
}

char *
guestfs_impl_get_tmpdir (guestfs_h *g)
{
  return safe_strdup (g, guestfs_int_get_tmpdir (g));
}

int
guestfs_impl_set_cachedir (guestfs_h *g, const char *cachedir)
{
  return guestfs_int_set_directory (g, &g->int_cachedir, cachedir);
}

char *
guestfs_impl_get_cachedir (guestfs_h *g)
{
  return safe_strdup (g, guestfs_int_get_cachedir (g));
}

char *
guestfs_impl_get_sockdir (guestfs_h *g)
{
  return safe_strdup (g, guestfs_int_get_sockdir (g));
}

/* ---- Backend ---- */

int
guestfs_impl_set_backend (guestfs_h *g, const char *backend)
{
  return guestfs_int_set_backend (g, backend);
}

char *
guestfs_impl_get_backend (guestfs_h *g)
{
  return safe_strdup (g, g->backend_name);
}

int
guestfs_impl_set_attach_method (guestfs_h *g, const char *backend)
{
  return guestfs_int_set_backend (g, backend);
}

/* Programs that ask this way know the direct backend by its old name. */
char *
guestfs_impl_get_attach_method (guestfs_h *g)
{
  if (strcmp (g->backend_name, "direct") == 0)
    return safe_strdup (g, "appliance");
  return safe_strdup (g, g->backend_name);
}

int
guestfs_impl_set_backend_settings (guestfs_h *g, char *const *settings)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (; *settings; settings++)
    guestfs_int_add_backend_setting (g, &v, *settings);
  strvec_done (&g->backend_settings);
  g->backend_settings = v;
  v = (struct strvec) STRVEC_INIT;
  return 0;
}

char **
guestfs_impl_get_backend_settings (guestfs_h *g)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **r;

  for (size_t i = 0; i < g->backend_settings.len; i++)
    if (strvec_add (&v, g->backend_settings.ptr[i]) == -1)
      g->abort_cb ();
  r = strvec_steal (&v);
  if (!r)
    g->abort_cb ();
  return r;
}

char *
guestfs_impl_get_backend_setting (guestfs_h *g, const char *name)
{
  char *value = guestfs_int_backend_setting (g, name);

  if (!value)
    guestfs_int_error_errno (g, ESRCH, "backend setting \"%s\": is not set",
                             name);
  return value;
}

static bool
is_setting (const char *setting, const char *name)
{
  size_t len = strlen (name);

  return strncmp (setting, name, len) == 0
    && (setting[len] == '=' || setting[len] == '\0');
}

int
guestfs_impl_clear_backend_setting (guestfs_h *g, const char *name)
{
  struct strvec *v = &g->backend_settings;
  size_t kept = 0, len = v->len;

  for (size_t i = 0; i < len; i++) {
    if (is_setting (v->ptr[i], name))
      free (v->ptr[i]);
    else
      v->ptr[kept++] = v->ptr[i];
  }
  if (v->ptr)
    v->ptr[kept] = NULL;
  v->len = kept;
  return len - kept;
}

int
guestfs_impl_set_backend_setting (guestfs_h *g, const char *name,
                                  const char *val)
{
  CLEANUP_FREE char *setting = NULL;

  if (name[0] == '\0' || strchr (name, '=')) {
    guestfs_int_error_errno (g, EINVAL, "backend setting \"%s\": not a name",
                             name);
    return -1;
  }
  guestfs_impl_clear_backend_setting (g, name);
  setting = safe_asprintf (g, "%s=%s", name, val);
  guestfs_int_add_backend_setting (g, &g->backend_settings, setting);
  return 0;
}

/* ---- Environment ---- */

int
guestfs_impl_parse_environment (guestfs_h *g)
{
  extern char **environ;

  return guestfs_int_parse_environment (g, environ);
}

int
guestfs_impl_parse_environment_list (guestfs_h *g, char *const *environment)
{
  return guestfs_int_parse_environment (g, environment);
}

/* ---- The handle and the library themselves ---- */

int64_t
guestfs_impl_c_pointer (guestfs_h *g)
{
  return (int64_t) (intptr_t) g;
}

struct guestfs_version *
guestfs_impl_version (guestfs_h *g)
{
  struct guestfs_version *v = safe_calloc (g, 1, sizeof *v);

  v->major = GUESTFS_VERSION_MAJOR;
  v->minor = GUESTFS_VERSION_MINOR;
  v->release = GUESTFS_VERSION_RELEASE;
  v->extra = safe_strdup (g, GUESTFS_VERSION_EXTRA);
  return v;
}
