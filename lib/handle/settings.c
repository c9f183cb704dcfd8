/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The settings of a handle: defaults, the environment, lookups. */

#include <config.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "handle.h"

#ifndef GUESTFS_DEFAULT_BACKEND
#define GUESTFS_DEFAULT_BACKEND "direct"
#endif

#define DEFAULT_MEMSIZE 1280    /* MiB */
#define MIN_MEMSIZE 256
#define MAX_MEMSIZE (16 << 20)

void
guestfs_int_init_settings (guestfs_h *g)
{
  g->autosync = true;
  g->recovery_proc = true;
  g->smp = 1;
  g->memsize = DEFAULT_MEMSIZE;
  g->path = safe_strdup (g, GUESTFS_DEFAULT_PATH);
  g->program = safe_strdup (g, program_invocation_short_name);
  g->identifier = safe_strdup (g, "");
  g->backend_name = safe_strdup (g, GUESTFS_DEFAULT_BACKEND);
}

void
guestfs_int_free_settings (guestfs_h *g)
{
  cleanup_free (&g->path);
  cleanup_free (&g->hv);
  cleanup_free (&g->found_hv);
  cleanup_free (&g->append);
  cleanup_free (&g->program);
  cleanup_free (&g->identifier);
  cleanup_free (&g->backend_name);
  strvec_done (&g->backend_settings);
  strvec_done (&g->libvirt_credentials);
  strvec_done (&g->hv_params);
  cleanup_free (&g->env_tmpdir);
  cleanup_free (&g->int_tmpdir);
  cleanup_free (&g->env_cachedir);
  cleanup_free (&g->int_cachedir);
  cleanup_free (&g->env_runtimedir);
  cleanup_free (&g->env_template);
  cleanup_free (&g->env_template_dir);
}

/* ---- Checks that actions and the environment share ---- */

int
guestfs_int_check_memsize (guestfs_h *g, int memsize)
{
  if (memsize < MIN_MEMSIZE)
    guestfs_int_error_errno (g, EINVAL, "memory size of %d MiB: too little for "
                             "the appliance: it must be at least %d",
                             memsize, MIN_MEMSIZE);
  else if (memsize > MAX_MEMSIZE)
    guestfs_int_error_errno (g, EINVAL, "memory size of %d MiB: more than a "
                             "machine has: it is in MiB, so 1024 is 1 GiB",
                             memsize);
  else
    return 0;
  return -1;
}

/* ---- Backend settings ---- */

static const struct known_setting {
  const char *name;
  bool is_number;
} known_settings[] = {
  { "call_timeout", true },
  { "force_kvm", false },
  { "force_tcg", false },
  { "inspect_without", false },
  { "libvirt_timeout", true },
  { "message_max", true },
  { "old_distros", false },
  { "template", false },
  { "template_days", true },
  { "template_dir", false },
  { "template_size", true },
  { "template_timeout", true },
  { "tls_certificates", false },
  { "tls_verify", false },
  { "trace_commands", false },
  { "trust_images", false },
  /* Programs set these for libraries that have them. */
  { "gdb", false },
  { "internal_libvirt_imagelabel", false },
  { "internal_libvirt_label", false },
  { "internal_libvirt_norelabel_disks", false },
  { "network_bridge", false },
};

static bool
is_number (const char *s)
{
  return s[0] != '\0' && s[strspn (s, "0123456789")] == '\0';
}

static const struct known_setting *
find_setting (const char *setting)
{
  const size_t len = strcspn (setting, "=");

  for (size_t i = 0; i < sizeof known_settings / sizeof known_settings[0]; i++)
    if (strlen (known_settings[i].name) == len
        && strncmp (known_settings[i].name, setting, len) == 0)
      return &known_settings[i];
  return NULL;
}

/* Not an error: a program may know settings of another version. */
void
guestfs_int_add_backend_setting (guestfs_h *g, struct strvec *settings,
                                 const char *setting)
{
  const struct known_setting *known = find_setting (setting);
  const char *value = strchr (setting, '=');

  if (!known)
    warning (g, "backend setting %s: unknown: it has no effect: see BACKEND "
             "SETTINGS in guestfs(3)", setting);
  else if (known->is_number && (!value || !is_number (value + 1)))
    warning (g, "backend setting %s: not a number: it has no effect",
             setting);
  if (strvec_add (settings, setting) == -1)
    g->abort_cb ();
}

char *
guestfs_int_backend_setting (guestfs_h *g, const char *name)
{
  size_t len = strlen (name);

  for (size_t i = 0; i < g->backend_settings.len; i++) {
    const char *s = g->backend_settings.ptr[i];

    if (strncmp (s, name, len) != 0)
      continue;
    if (s[len] == '\0')
      return safe_strdup (g, "1");
    if (s[len] == '=')
      return safe_strdup (g, &s[len + 1]);
  }
  return NULL;
}

/* Anything that is not clearly "no" is yes: the name itself was given. */
bool
guestfs_int_backend_setting_bool (guestfs_h *g, const char *name)
{
  CLEANUP_FREE char *value = guestfs_int_backend_setting (g, name);

  return value && strcasecmp (value, "0") != 0
    && strcasecmp (value, "no") != 0 && strcasecmp (value, "false") != 0
    && strcasecmp (value, "off") != 0;
}

long
guestfs_int_backend_setting_number (guestfs_h *g, const char *name, long min,
                                    long max, long otherwise)
{
  CLEANUP_FREE char *value = guestfs_int_backend_setting (g, name);
  long n;

  if (!value || !is_number (value))
    return otherwise;
  n = strtol (value, NULL, 10);
  return n < min || n > max ? otherwise : n;
}

/* ---- Environment ---- */

static int
parse_bool (guestfs_h *g, const char *name, const char *value, bool *ret)
{
  static const char *const yes[] = { "1", "true", "yes", "on", "t", "y" };
  static const char *const no[] = { "0", "false", "no", "off", "f", "n", "" };

  for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
    if (strcasecmp (value, yes[i]) == 0) {
      *ret = true;
      return 0;
    }
  for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
    if (strcasecmp (value, no[i]) == 0) {
      *ret = false;
      return 0;
    }
  guestfs_int_error_errno (g, EINVAL, "environment variable %s=%s: "
                           "not a boolean: use 0 or 1", name, value);
  return -1;
}

static int
env_debug (guestfs_h *g, const char *name, const char *value)
{
  return parse_bool (g, name, value, &g->verbose);
}

static int
env_trace (guestfs_h *g, const char *name, const char *value)
{
  return parse_bool (g, name, value, &g->trace);
}

/* LIBGUESTFS_TMPDIR and LIBGUESTFS_CACHEDIR come after TMPDIR in the table:
 * they win. */
static int
env_tmpdir (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return guestfs_int_set_directory (g, &g->env_tmpdir, value);
}

static int
env_cachedir (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return guestfs_int_set_directory (g, &g->env_cachedir, value);
}

static int
env_both_dirs (guestfs_h *g, const char *name, const char *value)
{
  if (env_tmpdir (g, name, value) == -1)
    return -1;
  return env_cachedir (g, name, value);
}

static int
env_runtimedir (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return guestfs_int_set_directory (g, &g->env_runtimedir, value);
}

static int
replace_string (guestfs_h *g, char **dest, const char *value)
{
  free (*dest);
  *dest = safe_strdup (g, value);
  return 0;
}

static int
env_path (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return replace_string (g, &g->path, value);
}

static int
env_hv (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return replace_string (g, &g->hv, value);
}

static int
env_append (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return replace_string (g, &g->append, value);
}

static int
env_template (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return replace_string (g, &g->env_template, value);
}

static int
env_template_dir (guestfs_h *g, const char *name, const char *value)
{
  (void) name;
  return guestfs_int_set_directory (g, &g->env_template_dir, value);
}

/* An error begins with the public call, which the new error puts there. */
static const char *
without_caller (const char *why)
{
  static const char call[] = "parse_environment";
  const char *colon = strstr (why, ": ");

  return colon && strncmp (why, call, strlen (call)) == 0 ? colon + 2 : why;
}

/* The check's own message says what is wrong; say also where it came from. */
static int
set_from_environment (guestfs_h *g, const char *name, const char *value,
                      int (*set) (guestfs_h *, const char *))
{
  CLEANUP_FREE char *why = NULL;
  int errnum, r;

  guestfs_push_error_handler (g, NULL, NULL);
  r = set (g, value);
  guestfs_pop_error_handler (g);
  if (r == 0)
    return 0;
  why = safe_strdup (g, guestfs_last_error (g));
  errnum = guestfs_last_errno (g);
  guestfs_int_error_errno (g, errnum, "environment variable %s=%s: %s",
                           name, value, without_caller (why));
  return -1;
}

static int
set_memsize (guestfs_h *g, const char *value)
{
  char *end;
  long n;

  errno = 0;
  n = strtol (value, &end, 10);
  if (errno != 0 || end == value || *end != '\0' || n > INT_MAX
      || n < INT_MIN) {
    guestfs_int_error_errno (g, EINVAL, "not a number of MiB, like %d",
                             DEFAULT_MEMSIZE);
    return -1;
  }
  if (guestfs_int_check_memsize (g, n) == -1)
    return -1;
  g->memsize = n;
  return 0;
}

static int
env_memsize (guestfs_h *g, const char *name, const char *value)
{
  return set_from_environment (g, name, value, set_memsize);
}

static int
env_backend (guestfs_h *g, const char *name, const char *value)
{
  return set_from_environment (g, name, value, g->set_backend);
}

/* "a=b:c": a list, separated by colons. */
static int
env_backend_settings (guestfs_h *g, const char *name, const char *value)
{
  CLEANUP_FREE char *copy = safe_strdup (g, value);
  char *word, *save = NULL;

  (void) name;
  strvec_done (&g->backend_settings);
  for (word = strtok_r (copy, ":", &save); word;
       word = strtok_r (NULL, ":", &save))
    guestfs_int_add_backend_setting (g, &g->backend_settings, word);
  return 0;
}

/* In this order: where two set the same thing, the later one wins. */
static const struct {
  const char *name;
  int (*set) (guestfs_h *g, const char *name, const char *value);
  bool empty_is_unset;
} variables[] = {
  { "LIBGUESTFS_DEBUG", env_debug, false },
  { "LIBGUESTFS_TRACE", env_trace, false },
  { "TMPDIR", env_both_dirs, true },
  { "LIBGUESTFS_TMPDIR", env_tmpdir, true },
  { "LIBGUESTFS_CACHEDIR", env_cachedir, true },
  { "XDG_RUNTIME_DIR", env_runtimedir, true },
  { "LIBGUESTFS_PATH", env_path, true },
  { "LIBGUESTFS_QEMU", env_hv, true },
  { "LIBGUESTFS_HV", env_hv, true },
  { "LIBGUESTFS_APPEND", env_append, false },
  { "LIBGUESTFS_MEMSIZE", env_memsize, true },
  { "LIBGUESTFS_ATTACH_METHOD", env_backend, true },
  { "LIBGUESTFS_BACKEND", env_backend, true },
  { "LIBGUESTFS_BACKEND_SETTINGS", env_backend_settings, false },
  { "LIBGUESTFS_TEMPLATE", env_template, true },
  { "LIBGUESTFS_TEMPLATE_DIR", env_template_dir, true },
};

/* The value of name in a list of "NAME=value". */
static const char *
find_variable (char *const *environment, const char *name)
{
  size_t len = strlen (name);

  for (size_t i = 0; environment[i]; i++)
    if (strncmp (environment[i], name, len) == 0
        && environment[i][len] == '=')
      return &environment[i][len + 1];
  return NULL;
}

int
guestfs_int_parse_environment (guestfs_h *g, char *const *environment)
{
  for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
    const char *value = find_variable (environment, variables[i].name);

    if (!value || (*value == '\0' && variables[i].empty_is_unset))
      continue;
    if (variables[i].set (g, variables[i].name, value) == -1)
      return -1;
  }
  return 0;
}
