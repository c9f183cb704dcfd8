/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Domains of libvirt: which of their disks are added, and how. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain.h"
#include "libvirt.h"

int
guestfs_int_parse_readonlydisk (guestfs_h *g, const char *s,
                                enum readonlydisk *ret)
{
  static const char *const words[] = {
    [READONLYDISK_ERROR] = "error", [READONLYDISK_READ] = "read",
    [READONLYDISK_WRITE] = "write", [READONLYDISK_IGNORE] = "ignore",
  };

  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strcmp (words[i], s) == 0) {
      *ret = i;
      return 0;
    }
  guestfs_int_error_errno (g, EINVAL, "readonlydisk %s: use error, read, write "
                           "or ignore", s);
  return -1;
}

/* ---- Finding ---- */

static int
not_found (guestfs_h *g, struct libvirt_error *err, const struct domain *d,
           const char *what)
{
  if (err->errnum == ENOENT && d->conn)
    guestfs_int_error_errno (g, ENOENT, "%s: %s: virsh -c %s list --all names "
                             "those that there are", what,
                             err->text ? err->text : "not found",
                             d->module->uri (d->conn));
  else
    guestfs_int_libvirt_error (g, err, "%s", what);
  free (err->text);
  return -1;
}

static int
read_disks (guestfs_h *g, struct domain *d)
{
  struct libvirt_error err = { .errnum = 0 };

  debug (g, "%s: %s: XML:\n%s", d->what,
         d->info.active ? "active" : "shut off", d->info.shown_xml);
  if (d->module->read_disks (d->info.xml, &d->disks, &err) == -1) {
    guestfs_int_libvirt_error (g, &err, "%s", d->what);
    return -1;
  }
  if (d->disks.len > 0)
    return 0;
  guestfs_int_error_errno (g, ENODEV, "%s: the domain has no disks", d->what);
  return -1;
}

static char *
domain_in_errors (guestfs_h *g, const struct domain *d, const char *name)
{
  return safe_asprintf (g, "domain %s (%s)", name, d->module->uri (d->conn));
}

int
guestfs_int_domain_find (guestfs_h *g, const char *name, const char *uri,
                         bool allowuuid, struct domain *ret)
{
  struct libvirt_error err = { .errnum = 0 };

  ret->module = guestfs_int_libvirt (g);
  if (!ret->module)
    return -1;
  ret->conn = guestfs_int_libvirt_connect (g, uri, NULL);
  if (!ret->conn)
    return -1;
  ret->what = domain_in_errors (g, ret, name);
  if (ret->module->find_domain (ret->conn, name, allowuuid, &ret->info,
                                &err) == -1)
    return not_found (g, &err, ret, ret->what);
  return read_disks (g, ret);
}

int
guestfs_int_domain_adopt (guestfs_h *g, void *dom, struct domain *ret)
{
  struct libvirt_error err = { .errnum = 0 };
  struct libvirt_caller caller;

  ret->module = guestfs_int_libvirt (g);
  if (!ret->module)
    return -1;
  guestfs_int_libvirt_caller (g, &caller);
  if (ret->module->adopt_domain (dom, &caller, &ret->conn, &ret->info,
                                 &err) == -1)
    return not_found (g, &err, ret, "domain");
  ret->what = domain_in_errors (g, ret, ret->info.name);
  return read_disks (g, ret);
}

void
guestfs_int_domain_done (struct domain *d)
{
  if (!d->module)
    return;
  d->module->disks_done (&d->disks);
  d->module->domain_done (&d->info);
  d->module->disconnect (d->conn);
  free (d->what);
}

/* ---- Choosing ---- */

int
guestfs_int_domain_check_state (guestfs_h *g, const struct domain *d,
                                bool readonly)
{
  if (readonly)
    return 0;
  if (d->info.active) {
    guestfs_int_error_errno (g, EBUSY, "%s: the domain is live, writing to its "
                             "disks would destroy them: add it read-only "
                             "(readonly:true, or --ro), or shut it down first",
                             d->what);
    return -1;
  }
  if (d->info.saved)
    warning (g, "%s: its state was saved, and it will go on from there: what "
             "is changed on its disks meanwhile destroys them", d->what);
  return 0;
}

static const char *
disk_name (const struct domain_disk *disk)
{
  return disk->target ? disk->target : "(without a target)";
}

static int
disk_error (guestfs_h *g, const struct domain *d, size_t i, int errnum,
            const char *why)
{
  guestfs_int_error_errno (g, errnum, "%s: disk %s: %s", d->what,
                           disk_name (&d->disks.ptr[i]), why);
  return -1;
}

static bool
has_no_medium (const struct domain_disk *disk)
{
  return disk->empty ||
    (disk->optional && disk->protocol &&
     strcmp (disk->protocol, "file") == 0 &&
     access (disk->filename, F_OK) == -1 && errno == ENOENT);
}

static int
wants_readonly_disk (guestfs_h *g, const struct domain *d, size_t i,
                     enum readonlydisk rod, bool *ret_readonly)
{
  *ret_readonly = rod == READONLYDISK_READ;
  if (rod == READONLYDISK_ERROR)
    return disk_error (g, d, i, EROFS, "it is read-only for the domain, and "
                       "readonlydisk is \"error\"");
  return rod == READONLYDISK_IGNORE ? 0 : 1;
}

static void
warn_of_disk (guestfs_h *g, const struct domain *d, size_t i,
              char *const *warnings)
{
  for (; warnings && *warnings; warnings++)
    warning (g, "%s: disk %s: %s", d->what, disk_name (&d->disks.ptr[i]),
             *warnings);
}

int
guestfs_int_domain_wants_disk (guestfs_h *g, const struct domain *d, size_t i,
                               bool readonly, enum readonlydisk rod,
                               bool *ret_readonly)
{
  const struct domain_disk *disk = &d->disks.ptr[i];

  *ret_readonly = readonly;
  if (disk->skipped) {
    warning (g, "%s: disk %s is left out: %s", d->what, disk_name (disk),
             disk->skipped);
    return 0;
  }
  if (has_no_medium (disk)) {
    debug (g, "%s: disk %s is left out: there is no medium in it", d->what,
           disk_name (disk));
    return 0;
  }
  if (disk->readonly && (!readonly || rod == READONLYDISK_IGNORE)) {
    const int r = wants_readonly_disk (g, d, i, rod, ret_readonly);

    if (r != 1)
      return r;
    *ret_readonly |= readonly;
  }
  if (disk->refused)
    return disk_error (g, d, i, ENOTSUP, disk->refused);
  warn_of_disk (g, d, i, disk->warnings);
  if (!*ret_readonly)
    warn_of_disk (g, d, i, disk->write_warnings);
  return 1;
}

/* ---- Asking for the rest ---- */

static int
find_volume (guestfs_h *g, struct domain *d, size_t i)
{
  struct domain_disk *disk = &d->disks.ptr[i];
  struct libvirt_error err = { .errnum = 0 };

  if (disk->protocol)
    return 0;
  if (d->module->find_volume (d->conn, disk, &err) == -1) {
    guestfs_int_libvirt_error (g, &err, "%s: disk %s: volume %s of pool %s",
                               d->what, disk_name (disk), disk->volume,
                               disk->pool);
    return -1;
  }
  return disk->refused ? disk_error (g, d, i, ENOTSUP, disk->refused) : 0;
}

int
guestfs_int_domain_resolve_disk (guestfs_h *g, struct domain *d, size_t i,
                                 char **ret_secret)
{
  struct domain_disk *disk = &d->disks.ptr[i];
  const struct libvirt_secret *s = &disk->secret;
  struct libvirt_error err = { .errnum = 0 };

  *ret_secret = NULL;
  if (find_volume (g, d, i) == -1)
    return -1;
  if (!s->uuid && !s->usage)
    return 0;
  if (d->module->find_secret (d->conn, s, ret_secret, &err) == 0)
    return 0;
  guestfs_int_libvirt_error (g, &err, "%s: disk %s: secret %s", d->what,
                             disk_name (disk), s->uuid ? s->uuid : s->usage);
  return -1;
}

/* "qemu+ssh://host/system" */
static bool
is_on_other_machine (const struct domain *d)
{
  const char *authority = strstr (d->module->uri (d->conn), "://");

  return authority && authority[3] != '/' && authority[3] != '\0';
}

void
guestfs_int_domain_disk_failed (guestfs_h *g, const struct domain *d, size_t i)
{
  const struct domain_disk *disk = &d->disks.ptr[i];
  const bool remote = disk->protocol && strcmp (disk->protocol, "file") == 0 &&
    is_on_other_machine (d);
  CLEANUP_FREE char *what =
    safe_asprintf (g, "%s: disk %s%s", d->what, disk_name (disk),
                   remote ? ", a file of another machine" : "");

  guestfs_int_raise_error_in (g, what);
}
