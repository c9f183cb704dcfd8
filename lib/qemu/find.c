/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Finding QEMU. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qemu.h"

static bool
is_program (const char *path)
{
  struct stat st;

  return stat (path, &st) == 0 && S_ISREG (st.st_mode) &&
    access (path, X_OK) == 0;
}

/* The file that PATH finds for a name without a slash; malloc'd or NULL. */
static char *
look_along_path (guestfs_h *g, const char *name)
{
  const char *p = getenv ("PATH");

  if (strchr (name, '/'))
    return is_program (name) ? safe_strdup (g, name) : NULL;
  for (p = p && *p ? p : "/usr/bin:/bin"; *p; p += *p == ':') {
    const size_t n = strcspn (p, ":");
    CLEANUP_FREE char *path = safe_asprintf (g, "%.*s/%s", (int) n, p, name);
    if (n > 0 && is_program (path))
      return steal (&path);
    p += n;
  }
  return NULL;
}

static char *
find_hv_that_is_set (guestfs_h *g)
{
  char *ret = look_along_path (g, g->hv);

  if (!ret)
    guestfs_int_error_errno (g, ENOENT, "%s: this is set as the hypervisor "
                             "(set_hv, LIBGUESTFS_HV) but is not a program "
                             "that can be run", g->hv);
  return ret;
}

/* qemu-kvm is this machine's; the second is where some distributions hide
 * it. */
static char *
find_qemu_kvm (guestfs_h *g)
{
  char *ret = look_along_path (g, "qemu-kvm");

  if (!ret)
    ret = look_along_path (g, "/usr/libexec/qemu-kvm");
#ifdef GUESTFS_QEMU
  if (!ret && is_program (GUESTFS_QEMU))
    ret = safe_strdup (g, GUESTFS_QEMU);
#endif
  return ret;
}

char *
guestfs_int_find_qemu (guestfs_h *g, const struct arch *arch)
{
  const bool is_host = arch == guestfs_int_host_arch ();
  char *ret;

  if (g->hv)
    return find_hv_that_is_set (g);
  ret = look_along_path (g, arch->qemu);
  if (!ret && is_host)
    ret = find_qemu_kvm (g);
  if (!ret)
    guestfs_int_error_errno (g, ENOENT, "no QEMU found: looked for %s%s "
                             "along PATH%s: install %s or set LIBGUESTFS_HV",
                             arch->qemu, is_host ? " and qemu-kvm" : "",
                             is_host ? " and for /usr/libexec/qemu-kvm" : "",
                             arch->qemu_package);
  return ret;
}

char *
guestfs_int_find_qemu_nbd (guestfs_h *g)
{
  return look_along_path (g, "qemu-nbd");
}

const char *
guestfs_int_get_hv (guestfs_h *g)
{
  if (g->hv)
    return g->hv;
  if (!g->found_hv)
    g->found_hv = guestfs_int_find_qemu (g, guestfs_int_host_arch ());
  return g->found_hv;
}

/* qboot does nothing but start the kernel.  It lies where QEMU's data is,
 * which follows from where the program is. */
char *
guestfs_int_find_bios (guestfs_h *g, const struct arch *arch,
                       const char *qemu)
{
  static const char *const dirs[] = { "qemu", "qemu-kvm", NULL };
  const char *slash = strrchr (qemu, '/');
  const int n = slash ? (int) (slash - qemu) : 0;

  for (size_t i = 0; arch->has_qboot && dirs[i]; i++) {
    CLEANUP_FREE char *path =
      safe_asprintf (g, "%.*s/../share/%s/qboot.rom", n, qemu, dirs[i]);
    if (access (path, R_OK) == 0)
      return steal (&path);
  }
  return NULL;
}
