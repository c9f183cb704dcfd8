/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -i: what is encrypted is opened, so that inspection sees what is inside. */

#include <config.h>

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "guest.h"

enum outcome { FAILED = -1, LOCKED, OPENED };

/* How often a passphrase is asked for at a terminal. */
#define TRIES 3

static bool
is_encrypted (const char *type)
{
  return strcmp (type, "crypto_LUKS") == 0 || strcmp (type, "BitLocker") == 0 ||
         strcmp (type, "cs_fvault2") == 0;
}

/* ---- Opening one ---- */

/* "/dev/sda2" is opened as "cryptsda2". */
static char *
name_of_device (const char *device)
{
  char *name = xasprintf ("crypt%s", strncmp (device, "/dev/", 5) == 0
                                       ? device + 5 : device);
  char *to = name;

  for (const char *p = name; *p; ++p)
    if (isalnum ((unsigned char) *p))
      *to++ = *p;
  *to = '\0';
  return name;
}

/* key NULL: with Clevis. */
static int
open_as (guestfs_h *g, const char *device, const char *key, const char *name)
{
  struct guestfs_cryptsetup_open_argv opts = { .bitmask = 0 };

  if (key)
    return guestfs_cryptsetup_open_argv (g, device, key, name, &opts);
  return guestfs_clevis_luks_unlock (g, device, name);
}

/* Many systems call it "luks-UUID" in their own configuration, too.  A copy of
 * a disk has the same UUID. */
static int
open_device (guestfs_h *g, const char *device, const char *uuid,
             const char *key)
{
  CLEANUP_FREE char *by_device = name_of_device (device);
  CLEANUP_FREE char *by_uuid = uuid ? xasprintf ("luks-%s", uuid) : NULL;

  if (by_uuid && open_as (g, device, key, by_uuid) == 0)
    return 0;
  if (by_uuid && guestfs_last_errno (g) != EEXIST)
    return -1;
  return open_as (g, device, key, by_device);
}

/* ---- With the keys of --key ---- */

/* "/dev/vda2" is also "/dev/sda2", and "/dev/mapper/VG-LV" "/dev/VG/LV". */
static bool
is_name_of (guestfs_h *g, const char *id, const char *device)
{
  CLEANUP_FREE char *canonical = NULL;

  if (strcmp (id, device) == 0)
    return true;
  if (strncmp (id, "/dev/", 5) == 0)
    canonical = guestfs_canonical_device_name (g, id);
  return canonical && strcmp (canonical, device) == 0;
}

/* All that could fit.  A key that names the device and does not open it is an
 * error; those of "all" may be for others, but who gave them is told. */
static enum outcome
try_keys (guestfs_h *g, const char *device, const char *uuid)
{
  enum outcome r = LOCKED;
  bool tried = false;

  for (size_t i = 0; r != OPENED && i < cli_keys.len; ++i) {
    struct cli_key *k = &cli_keys.ptr[i];
    const bool all = strcmp (k->id, "all") == 0;

    if (!all && !(uuid && strcasecmp (k->id, uuid) == 0) &&
        !is_name_of (g, k->id, device))
      continue;
    k->used = tried = true;
    if (open_device (g, device, uuid, k->key) == 0 ||
        (k->other && open_device (g, device, uuid, k->other) == 0))
      r = OPENED;
    else if (!all)
      r = FAILED;
  }
  if (r == FAILED)
    cli_error ("--key: %s", cli_error_of_call (g));
  else if (r == LOCKED && tried)
    cli_warning ("--key all: %s", cli_error_of_call (g));
  return r;
}

/* ---- By asking ---- */

/* Who types nothing wants it to stay closed. */
static enum outcome
ask_for_key (guestfs_h *g, const char *device, const char *uuid)
{
  for (int i = 0; i < TRIES; ++i) {
    CLEANUP_FREE char *typed = cli_read_key (device), *key = NULL;

    if (!typed)
      return FAILED;
    if (typed[0] == '\0')
      return LOCKED;
    key = cli_key_of_text (typed);
    if (open_device (g, device, uuid, key) == 0)
      return OPENED;
    cli_error ("%s", cli_error_of_call (g));
    if (guestfs_last_errno (g) != EACCES || cli.keys_from_stdin)
      break;
  }
  return FAILED;
}

/* ---- All ---- */

/* NULL when it has none, or none that could be part of a name. */
static char *
luks_uuid (guestfs_h *g, const char *device, const char *type)
{
  CLEANUP_FREE char *uuid = NULL;

  if (strcmp (type, "crypto_LUKS") != 0 ||
      !(uuid = guestfs_vfs_uuid (g, device)) || !*uuid ||
      uuid[strspn (uuid, "0123456789abcdefABCDEF-")] != '\0')
    return NULL;
  return steal (&uuid);
}

static enum outcome
unlock (guestfs_h *g, const char *device, const char *type)
{
  CLEANUP_FREE char *uuid = NULL;
  enum outcome r;

  guestfs_push_error_handler (g, NULL, NULL);
  uuid = luks_uuid (g, device, type);
  r = try_keys (g, device, uuid);
  if (r == LOCKED && cli_can_read_key ())
    r = ask_for_key (g, device, uuid);
  guestfs_pop_error_handler (g);
  return r;
}

/* Those that have not been seen before.  LOCKED: nothing was opened. */
static enum outcome
unlock_new (guestfs_h *g, struct strvec *seen, struct strvec *ret_locked)
{
  CLEANUP_FREE_STRING_LIST char **fses = guestfs_list_filesystems (g);
  enum outcome all = fses ? LOCKED : FAILED;

  for (size_t i = 0; fses && fses[i] && all != FAILED; i += 2) {
    enum outcome one;

    if (!is_encrypted (fses[i + 1]) || strvec_contains (seen, fses[i]))
      continue;
    must (strvec_add (seen, fses[i]));
    one = unlock (g, fses[i], fses[i + 1]);
    if (one == LOCKED)
      must (strvec_add (ret_locked, fses[i]));
    else
      all = one;
  }
  return all;
}

static void
warn_of_unused_keys (void)
{
  for (size_t i = 0; i < cli_keys.len; ++i)
    if (!cli_keys.ptr[i].used && strcmp (cli_keys.ptr[i].id, "all") != 0)
      cli_warning ("--key %s: no encrypted device has this name or UUID",
                   cli_keys.ptr[i].id);
}

/* There may be logical volumes inside, and they may be encrypted. */
int
cli_unlock_disks (guestfs_h *g, struct strvec *ret_locked)
{
  static const char *const lvm[] = { "lvm2", NULL };
  CLEANUP_STRVEC struct strvec seen = STRVEC_INIT;
  enum outcome r;

  while ((r = unlock_new (g, &seen, ret_locked)) == OPENED)
    if (guestfs_feature_available (g, (char **) lvm) == 1 &&
        guestfs_lvm_scan (g, 1) == -1)
      return -1;
  if (r == FAILED)
    return -1;
  warn_of_unused_keys ();
  return 0;
}
