/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which systems are on the disks: finding them, and what is known of each. */

#include <stdlib.h>
#include <string.h>

#include "daemon.h"
#include "inspect.h"

/* ---- Inspecting ---- */

char **
do_inspect_os (void)
{
  if (do_umount_all () == -1)
    return NULL;
  guest_root_release ();
  return inspect () == 0 ? do_inspect_get_roots () : NULL;
}

char **
do_inspect_get_roots (void)
{
  CLEANUP_STRVEC struct strvec roots = STRVEC_INIT;
  const struct inspection *found = inspection ();

  for (size_t i = 0; found && i < found->nr_roots; ++i)
    if (strvec_add (&roots, found->roots[i].mountable) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  return strvec_steal (&roots);
}

/* ---- What is known of one ---- */

/* NULL with the error set. */
static const struct inspected_root *
find_root (const mountable_t *root)
{
  CLEANUP_FREE char *name = mountable_to_string (root);

  if (name)
    return inspected_root (name);
  reply_with_perror ("mountable_to_string");
  return NULL;
}

static char *
text_or_unknown (const char *s)
{
  char *ret = strdup (s ? s : "unknown");

  if (ret == NULL)
    reply_with_perror ("strdup");
  return ret;
}

#define GET_TEXT(action, member)                                        \
  char *                                                                \
  do_##action (const mountable_t *root)                                 \
  {                                                                     \
    const struct inspected_root *r = find_root (root);                  \
                                                                        \
    return r ? text_or_unknown (r->found.member) : NULL;                \
  }

GET_TEXT (inspect_get_type, type)
GET_TEXT (inspect_get_package_format, package_format)
GET_TEXT (inspect_get_package_management, package_management)
GET_TEXT (inspect_get_product_name, product_name)
GET_TEXT (inspect_get_product_variant, product_variant)
GET_TEXT (inspect_get_arch, arch)
GET_TEXT (inspect_get_hostname, hostname)
GET_TEXT (inspect_get_build_id, build_id)
GET_TEXT (internal_inspect_get_osinfo, osinfo)

char *
do_inspect_get_distro (const mountable_t *root)
{
  const struct inspected_root *r = find_root (root);

  return r ? text_or_unknown (distro_to_tell (&r->found)) : NULL;
}

int
do_inspect_get_major_version (const mountable_t *root)
{
  const struct inspected_root *r = find_root (root);

  return r ? r->found.major : -1;
}

int
do_inspect_get_minor_version (const mountable_t *root)
{
  const struct inspected_root *r = find_root (root);

  return r ? r->found.minor : -1;
}

/* ---- File systems ---- */

/* Pairs of mount points and devices, or only the latter with those that are
 * not mounted. */
static char **
list_mounts (const mountable_t *root, bool mountpoints)
{
  const struct inspected_root *r = find_root (root);
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  for (size_t i = 0; r && i < r->nr_mounts; ++i) {
    const struct inspected_mount *m = &r->mounts[i];

    if (mountpoints && m->mountpoint == NULL)
      continue;
    if ((mountpoints && strvec_add (&v, m->mountpoint) == -1)
        || strvec_add (&v, m->mountable) == -1) {
      reply_with_perror ("strvec_add");
      return NULL;
    }
  }
  return r ? strvec_steal (&v) : NULL;
}

char **
do_inspect_get_mountpoints (const mountable_t *root)
{
  return list_mounts (root, true);
}

char **
do_inspect_get_filesystems (const mountable_t *root)
{
  return list_mounts (root, false);
}

/* ---- Logo ---- */

/* All that is mounted, in which the system may be below a directory. */
static int
send_logo (const struct inspected_root *r, const struct tree *whole,
           bool favicon, bool high_quality)
{
  CLEANUP_STRBUF struct strbuf logo = STRBUF_INIT;
  const char *deployment = r->found.deployment;
  CLEANUP_CLOSE int fd = -1;
  struct tree t = *whole;

  if (deployment && tree_below (whole, deployment, &t) == -1) {
    reply_with_perror ("%s", deployment);
    return -1;
  }
  fd = deployment ? t.fd : -1;
  if (find_logo (&t, &r->found, favicon, high_quality, &logo) == -1)
    return -1;
  return logo.len ? stream_send (logo.ptr, logo.len) : 0;
}

int
do_internal_inspect_get_icon (const mountable_t *root, int favicon,
                              int high_quality)
{
  CLEANUP_STRVEC struct strvec warnings = STRVEC_INIT;
  const struct inspected_root *r = find_root (root);
  int result;

  if (r == NULL || !need_root ())
    return -1;
  result = send_logo (r, &(struct tree) {
      .fd = guest_root (), .name = r->mountable, .warnings = &warnings,
    }, favicon, high_quality);
  for (size_t i = 0; i < warnings.len; ++i)
    call_warning (warnings.ptr[i]);
  return result;
}

/* ---- Windows ---- */

char **
do_inspect_get_drive_mappings (const mountable_t *root)
{
  static char *const none[] = { NULL };
  const struct inspected_root *r = find_root (root);
  char **ret;

  if (r == NULL)
    return NULL;
  ret = string_list_copy (r->drive_mappings ? r->drive_mappings
                          : (char **) none);
  if (ret == NULL)
    reply_with_perror ("string_list_copy");
  return ret;
}

static const struct inspected_root *
find_windows (const mountable_t *root)
{
  const struct inspected_root *r = find_root (root);

  if (r == NULL || (r->found.type && strcmp (r->found.type, "windows") == 0))
    return r;
  reply_with_error_errno (EINVAL, "%s: the system is not Windows but %s",
                          r->mountable,
                          r->found.type ? r->found.type : "unknown");
  return NULL;
}

/* what: missing. */
static char *
text_or_error (const struct inspected_root *r, const char *s, const char *what)
{
  if (r == NULL)
    return NULL;
  if (s)
    return text_or_unknown (s);
  reply_with_error_errno (ENOENT, "%s: %s: the warnings of inspect_os say "
                          "what could not be read", r->mountable, what);
  return NULL;
}

char *
do_inspect_get_windows_systemroot (const mountable_t *root)
{
  const struct inspected_root *r = find_windows (root);

  return text_or_error (r, r ? r->found.systemroot : NULL,
                        "its directory is not known");
}

char *
do_inspect_get_windows_software_hive (const mountable_t *root)
{
  const struct inspected_root *r = find_windows (root);

  return text_or_error (r, r ? r->found.software_hive : NULL,
                        "it has no file of HKLM\\SOFTWARE");
}

char *
do_inspect_get_windows_system_hive (const mountable_t *root)
{
  const struct inspected_root *r = find_windows (root);

  return text_or_error (r, r ? r->found.system_hive : NULL,
                        "it has no file of HKLM\\SYSTEM");
}

char *
do_inspect_get_windows_current_control_set (const mountable_t *root)
{
  const struct inspected_root *r = find_windows (root);

  return text_or_error (r, r ? r->found.control_set : NULL,
                        "its registry does not tell the control set");
}

int
do_inspect_get_windows_group_policy (const mountable_t *root)
{
  const struct inspected_root *r = find_windows (root);

  if (r && r->found.group_policy == -1)
    reply_with_error_errno (ENOENT, "%s: its registry does not tell whether "
                            "it has group policies: the warnings of "
                            "inspect_os say what could not be read",
                            r->mountable);
  return r ? r->found.group_policy : -1;
}

/* ---- What install disks were once asked ---- */

char *
do_inspect_get_format (const mountable_t *root)
{
  (void) root;
  return text_or_unknown ("installed");
}

int
do_inspect_is_live (const mountable_t *root)
{
  (void) root;
  return 0;
}

int
do_inspect_is_netinst (const mountable_t *root)
{
  (void) root;
  return 0;
}

int
do_inspect_is_multipart (const mountable_t *root)
{
  (void) root;
  return 0;
}
