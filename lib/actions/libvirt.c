/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The disks of libvirt's domains; logging in to libvirt. */

#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "add_drive.h"
#include "drives.h"
#include "impl.h"
#include "libvirt.h"

/* ---- Domains ---- */

/* What both actions have, as they were given. */
struct options {
  bool readonly, live;
  enum readonlydisk readonlydisk;
  const char *cachemode, *discard;      /* or NULL */
  int copyonread;                       /* -1: not given */
};

static int
check_live (guestfs_h *g, bool live)
{
  if (!live)
    return 0;
  guestfs_int_error_errno (g, ENOTSUP, "live: attaching to a daemon inside of "
                           "a running guest does not exist any more: add its "
                           "disks with readonly");
  return -1;
}

typedef struct guestfs_add_drive_opts_argv drive_t;

static void
set_string (drive_t *o, const char **field, uint64_t bit, const char *value)
{
  if (value) {
    *field = value;
    o->bitmask |= bit;
  }
}

#define SET(o, OPT, opt, value) \
  set_string (o, &(o)->opt, GUESTFS_ADD_DRIVE_OPTS_##OPT##_BITMASK, value)

/* What libvirt says of the disk, and what the caller says of all.  A disk that
 * the domain itself cannot write to has nothing to discard. */
static void
set_options (drive_t *o, const struct domain_disk *disk,
             const struct options *opts, bool readonly)
{
  o->bitmask |= GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK;
  o->readonly = readonly;
  SET (o, FORMAT, format, disk->format);
  SET (o, PROTOCOL, protocol, disk->protocol);
  SET (o, USERNAME, username, disk->username);
  SET (o, CACHEMODE, cachemode, opts->cachemode);
  if (!readonly || opts->readonly)
    SET (o, DISCARD, discard, opts->discard);
  if (disk->servers) {
    o->server = disk->servers;
    o->bitmask |= GUESTFS_ADD_DRIVE_OPTS_SERVER_BITMASK;
  }
  if (opts->copyonread != -1) {
    o->copyonread = opts->copyonread;
    o->bitmask |= GUESTFS_ADD_DRIVE_OPTS_COPYONREAD_BITMASK;
  }
  if (disk->blocksize) {
    o->blocksize = disk->blocksize;
    o->bitmask |= GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE_BITMASK;
  }
}

/* A hint for inspection: "/dev/vda". */
static char *
name_in_guest (guestfs_h *g, const struct domain_disk *disk)
{
  return disk->target ? safe_asprintf (g, "/dev/%s", disk->target) : NULL;
}

static int
add_disk (guestfs_h *g, struct domain *d, size_t i,
          const struct options *opts, bool readonly)
{
  const struct domain_disk *disk = &d->disks.ptr[i];
  CLEANUP_FREE char *name = name_in_guest (g, disk);
  char *secret = NULL;
  drive_t o = { .bitmask = 0 };
  int r;

  if (guestfs_int_domain_resolve_disk (g, d, i, &secret) == -1)
    return -1;
  set_options (&o, disk, opts, readonly);
  SET (&o, NAME, name, name);
  SET (&o, SECRET, secret, secret);
  guestfs_push_error_handler (g, NULL, NULL);
  r = guestfs_int_add_drive_with (g, disk->filename, &o, &disk->extras);
  guestfs_pop_error_handler (g);
  if (r == -1)
    guestfs_int_domain_disk_failed (g, d, i);
  if (secret)
    explicit_bzero (secret, strlen (secret));
  free (secret);
  return r;
}

/* The number of disks that were added; -1 with error set. */
static int
add_wanted_disks (guestfs_h *g, struct domain *d, const struct options *opts)
{
  bool readonly;
  int added = 0;

  for (size_t i = 0; i < d->disks.len; i++) {
    const int r =
      guestfs_int_domain_wants_disk (g, d, i, opts->readonly,
                                     opts->readonlydisk, &readonly);

    if (r == -1 || (r == 1 && add_disk (g, d, i, opts, readonly) == -1))
      return -1;
    added += r;
  }
  if (added > 0)
    return added;
  guestfs_int_error_errno (g, ENODEV, "%s: the domain has no disks that can be "
                           "added", d->what);
  return -1;
}

/* The libvirt backend runs the appliance under the label of the guest, which
 * may open its disks as they are. */
static void
keep_label (guestfs_h *g, const char *setting, const char *value)
{
  if (value)
    guestfs_impl_set_backend_setting (g, setting, value);
  else
    guestfs_impl_clear_backend_setting (g, setting);
}

static void
keep_labels (guestfs_h *g, const struct libvirt_disks *disks)
{
  keep_label (g, "internal_libvirt_label", disks->label);
  keep_label (g, "internal_libvirt_imagelabel", disks->imagelabel);
  keep_label (g, "internal_libvirt_norelabel_disks", disks->label ? "1" : NULL);
}

/* All, or none. */
static int
add_disks (guestfs_h *g, struct domain *d, const struct options *opts)
{
  const size_t nr_before = g->nr_drives;
  int added = -1;

  if (guestfs_int_domain_check_state (g, d, opts->readonly) == 0)
    added = add_wanted_disks (g, d, opts);
  while (added == -1 && g->nr_drives > nr_before)
    guestfs_int_delete_drive (g, g->nr_drives - 1);
  if (added != -1)
    keep_labels (g, &d->disks);
  return added;
}

#define HAS(opts, ACTION, OPT) \
  ((opts)->bitmask & GUESTFS_##ACTION##_##OPT##_BITMASK)
#define GET(opts, ACTION, OPT, opt, otherwise) \
  (HAS (opts, ACTION, OPT) ? (opts)->opt : (otherwise))

/* The options that both have, which C has in two structs. */
#define COMMON_OPTIONS(opts, ACTION)                                    \
  {                                                                     \
    .readonly = GET (opts, ACTION, READONLY, readonly, 0),              \
    .live = GET (opts, ACTION, LIVE, live, 0),                          \
    .readonlydisk = READONLYDISK_WRITE,                                 \
    .cachemode = GET (opts, ACTION, CACHEMODE, cachemode, NULL),        \
    .discard = GET (opts, ACTION, DISCARD, discard, NULL),              \
    .copyonread = GET (opts, ACTION, COPYONREAD, copyonread, -1),       \
  }

int
guestfs_impl_add_domain (guestfs_h *g, const char *dom,
                         const struct guestfs_add_domain_argv *o)
{
  CLEANUP_DOMAIN struct domain d = DOMAIN_INIT;
  struct options opts = COMMON_OPTIONS (o, ADD_DOMAIN);

  if (HAS (o, ADD_DOMAIN, READONLYDISK) &&
      guestfs_int_parse_readonlydisk (g, o->readonlydisk,
                                      &opts.readonlydisk) == -1)
    return -1;
  if (check_live (g, opts.live) == -1 ||
      guestfs_int_domain_find (g, dom,
                               GET (o, ADD_DOMAIN, LIBVIRTURI, libvirturi,
                                    NULL),
                               GET (o, ADD_DOMAIN, ALLOWUUID, allowuuid, 0),
                               &d) == -1)
    return -1;
  return add_disks (g, &d, &opts);
}

int
guestfs_impl_add_libvirt_dom (guestfs_h *g, void *dom,
                              const struct guestfs_add_libvirt_dom_argv *o)
{
  CLEANUP_DOMAIN struct domain d = DOMAIN_INIT;
  struct options opts = COMMON_OPTIONS (o, ADD_LIBVIRT_DOM);

  if (HAS (o, ADD_LIBVIRT_DOM, READONLYDISK) &&
      guestfs_int_parse_readonlydisk (g, o->readonlydisk,
                                      &opts.readonlydisk) == -1)
    return -1;
  if (check_live (g, opts.live) == -1 ||
      guestfs_int_domain_adopt (g, dom, &d) == -1)
    return -1;
  return add_disks (g, &d, &opts);
}

/* ---- Logging in ---- */

int
guestfs_impl_set_libvirt_supported_credentials (guestfs_h *g,
                                                char *const *creds)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;

  if (!guestfs_int_libvirt (g))
    return -1;
  for (; *creds; creds++) {
    if (guestfs_int_libvirt_check_credential (g, *creds) == -1)
      return -1;
    if (!strvec_contains (&v, *creds) && strvec_add (&v, *creds) == -1)
      g->abort_cb ();
  }
  strvec_done (&g->libvirt_credentials);
  g->libvirt_credentials = v;
  v = (struct strvec) STRVEC_INIT;
  return 0;
}

static int
check_asked (guestfs_h *g)
{
  if (g->libvirt_asked)
    return 0;
  guestfs_int_error_errno (g, EINVAL, "nobody asks for credentials: this works "
                           "only in the callback of the event libvirt_auth");
  return -1;
}

static struct libvirt_credential *
asked_credential (guestfs_h *g, int index)
{
  if (check_asked (g) == -1)
    return NULL;
  if (index >= 0 && (size_t) index < g->nr_libvirt_asked)
    return &g->libvirt_asked[index];
  guestfs_int_error_errno (g, EINVAL, "credential index %d: out of range: "
                           "there are %zu, counted from 0", index,
                           g->nr_libvirt_asked);
  return NULL;
}

char **
guestfs_impl_get_libvirt_requested_credentials (guestfs_h *g)
{
  CLEANUP_STRVEC struct strvec v = STRVEC_INIT;
  char **ret;

  if (check_asked (g) == -1)
    return NULL;
  for (size_t i = 0; i < g->nr_libvirt_asked; i++)
    if (strvec_add (&v, g->libvirt_asked[i].type) == -1)
      g->abort_cb ();
  ret = strvec_steal (&v);
  if (!ret)
    g->abort_cb ();
  return ret;
}

#define GETTER(field)                                                   \
  char *                                                                \
  guestfs_impl_get_libvirt_requested_credential_##field (guestfs_h *g,  \
                                                         int index)     \
  {                                                                     \
    const struct libvirt_credential *c = asked_credential (g, index);   \
                                                                        \
    return c ? safe_strdup (g, c->field) : NULL;                        \
  }

GETTER (prompt)
GETTER (challenge)
GETTER (defresult)

int
guestfs_impl_set_libvirt_requested_credential (guestfs_h *g, int index,
                                               const char *cred,
                                               size_t cred_size)
{
  struct libvirt_credential *c = asked_credential (g, index);

  if (!c)
    return -1;
  free (c->result);
  c->result = safe_malloc (g, cred_size + 1);
  memcpy (c->result, cred, cred_size);
  c->result[cred_size] = '\0';
  c->result_len = cred_size;
  return 0;
}
