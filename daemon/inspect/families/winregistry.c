/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the registry says of a Windows: a value that is missing or damaged costs
 * itself. */

#include "config.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "hive.h"
#include "windows.h"

#define CURRENT_VERSION "Microsoft\\Windows NT\\CurrentVersion"
#define WINDOWS_CURRENT_VERSION "Microsoft\\Windows\\CurrentVersion"

/* ---- SOFTWARE ---- */

/* Since Windows 10 CurrentVersion stays at 6.3, and there are these numbers. */
static void
look_for_version (struct hive *h, hive_key key, struct findings *f)
{
  CLEANUP_FREE char *text = NULL;
  uint32_t major, minor;

  if (hive_number (h, key, "CurrentMajorVersionNumber", &major)
      && hive_number (h, key, "CurrentMinorVersionNumber", &minor)) {
    f->major = major & INT_MAX;
    f->minor = minor & INT_MAX;
    return;
  }
  text = hive_string (h, key, "CurrentVersion");
  if (text)
    parse_version (text, &f->major, &f->minor);
}

/* The groups of a policy have GUIDs for names. */
static bool
has_group_policy (struct hive *h, hive_key history)
{
  CLEANUP_FREE hive_key *keys = NULL;
  const size_t n = history ? hive_list_keys (h, history, &keys) : 0;

  for (size_t i = 0; i < n; ++i) {
    CLEANUP_FREE char *name = hive_key_name (h, keys[i]);

    if (name && name[0] == '{' && isxdigit ((unsigned char) name[1]))
      return true;
  }
  return false;
}

static void
look_for_group_policy (struct hive *h, struct findings *f)
{
  const hive_key key =
    hive_find_key (h, hive_root (h), WINDOWS_CURRENT_VERSION);

  if (key)
    f->group_policy =
      has_group_policy (h, hive_find_key (h, key, "Group Policy\\History"));
}

static void
look_in_software (struct hive *h, struct findings *f)
{
  const hive_key key = hive_find_key (h, hive_root (h), CURRENT_VERSION);

  look_for_group_policy (h, f);
  if (key == HIVE_NO_KEY)
    return;
  finding_set (&f->product_name, hive_string (h, key, "ProductName"));
  finding_set (&f->product_variant, hive_string (h, key, "InstallationType"));
  finding_set (&f->build_id, hive_string (h, key, "CurrentBuildNumber"));
  if (f->build_id == NULL)
    finding_set (&f->build_id, hive_string (h, key, "CurrentBuild"));
  look_for_version (h, key, f);
}

/* ---- SYSTEM ---- */

/* The control set with the number that a value has; 0: none. */
static hive_key
control_set_of (struct hive *h, hive_key select, const char *name,
                char **ret_name)
{
  uint32_t n;
  hive_key key;

  if (!hive_number (h, select, name, &n)
      || asprintf (ret_name, "ControlSet%03u", n) == -1) {
    *ret_name = NULL;
    return HIVE_NO_KEY;
  }
  key = hive_find_key (h, hive_root (h), *ret_name);
  if (key == HIVE_NO_KEY) {
    free (*ret_name);
    *ret_name = NULL;
  }
  return key;
}

/* The one that was running, or else the one that would be started. */
static hive_key
look_for_control_set (struct hive *h, struct findings *f)
{
  const hive_key select = hive_find_key (h, hive_root (h), "Select");
  hive_key key = HIVE_NO_KEY;

  if (select)
    key = control_set_of (h, select, "Current", &f->control_set);
  if (select && key == HIVE_NO_KEY)
    key = control_set_of (h, select, "Default", &f->control_set);
  return key;
}

/* Where the name of the computer may be, the first that there is. */
static const struct place {
  const char *key, *value;
} hostname_places[] = {
  { "Services\\Tcpip\\Parameters", "Hostname" },
  { "Services\\Tcpip\\Parameters", "NV Hostname" },
  { "Control\\ComputerName\\ComputerName", "ComputerName" },
  { "Control\\ComputerName\\ActiveComputerName", "ComputerName" },
};
#define HOSTNAME_PLACES (sizeof hostname_places / sizeof hostname_places[0])

static char *
string_at (struct hive *h, hive_key from, const struct place *p)
{
  const hive_key key = hive_find_key (h, from, p->key);

  return key ? hive_string (h, key, p->value) : NULL;
}

static void
look_for_computer_name (struct hive *h, hive_key control_set,
                        struct findings *f)
{
  for (size_t i = 0; i < HOSTNAME_PLACES && f->hostname == NULL; ++i) {
    char *name = string_at (h, control_set, &hostname_places[i]);

    if (name && *name)
      f->hostname = name;
    else
      free (name);
  }
}

static const char *const processors[][2] = {
  { "AMD64", "x86_64" }, { "x86", "i386" }, { "ARM64", "aarch64" },
  { "ARM", "arm" }, { "IA64", "ia64" },
};
#define PROCESSORS (sizeof processors / sizeof processors[0])

/* When no program could tell. */
static void
look_for_processor (struct hive *h, hive_key control_set, struct findings *f)
{
  static const struct place place = {
    "Control\\Session Manager\\Environment", "PROCESSOR_ARCHITECTURE"
  };
  CLEANUP_FREE char *name =
    f->arch ? NULL : string_at (h, control_set, &place);

  for (size_t i = 0; name && i < PROCESSORS; ++i)
    if (strcasecmp (name, processors[i][0]) == 0)
      finding_copy (&f->arch, processors[i][1]);
}

/* Windows NT 4 and older have no name of the product. */
static void
look_for_old_product (struct hive *h, hive_key control_set, struct findings *f)
{
  static const struct place place = {
    "Control\\ProductOptions", "ProductType"
  };
  CLEANUP_FREE char *type =
    f->product_name || f->major == 0 ? NULL
    : string_at (h, control_set, &place);
  char *name = NULL;

  if (type == NULL)
    return;
  if (asprintf (&name, "Windows NT %s %d.%d",
                strcasecmp (type, "WinNT") == 0 ? "Workstation" : "Server",
                f->major, f->minor) == -1)
    name = NULL;
  finding_set (&f->product_name, name);
}

#define DOS_DEVICES "\\DosDevices\\"

static void
add_letter (struct strvec *letters, const struct hive_value *v)
{
  CLEANUP_STRBUF struct strbuf hex = STRBUF_INIT;
  const char letter[] = { v->name[strlen (DOS_DEVICES)], '\0' };

  for (size_t i = 0; i < v->len; ++i)
    if (strbuf_addf (&hex, "%02x", v->data[i]) == -1)
      return;
  if (hex.len && strvec_add (letters, letter) == 0
      && strvec_add_owned (letters, strbuf_steal (&hex)) == -1)
    free (letters->ptr[--letters->len]);
}

/* "\DosDevices\C:" */
static bool
is_letter (const char *name)
{
  const size_t n = strlen (DOS_DEVICES);

  return strncasecmp (name, DOS_DEVICES, n) == 0
    && isalpha ((unsigned char) name[n]) && strcmp (name + n + 1, ":") == 0;
}

static void
look_for_letters (struct hive *h, struct findings *f)
{
  const hive_key key = hive_find_key (h, hive_root (h), "MountedDevices");
  const size_t n = key ? hive_count_values (h, key) : 0;

  for (size_t i = 0; i < n; ++i) {
    CLEANUP_HIVE_VALUE struct hive_value v = { .name = NULL };

    if (hive_get_value (h, key, i, &v) && v.type == HIVE_BINARY
        && is_letter (v.name))
      add_letter (&f->letters, &v);
  }
}

static void
look_in_system (struct hive *h, struct findings *f)
{
  const hive_key control_set = look_for_control_set (h, f);

  look_for_letters (h, f);
  if (control_set == HIVE_NO_KEY)
    return;
  look_for_computer_name (h, control_set, f);
  look_for_processor (h, control_set, f);
  look_for_old_product (h, control_set, f);
}

/* Opens a hive, if there is one, only while it is looked at. */
static void
look_in_hive (const struct tree *t, const char *path,
              void (*look) (struct hive *h, struct findings *f),
              struct findings *f)
{
  CLEANUP_HIVE struct hive *h = path ? hive_open (t, path) : NULL;

  if (h)
    look (h, f);
}

void
look_in_registry (const struct tree *t, struct findings *f)
{
  look_in_hive (t, f->software_hive, look_in_software, f);
  look_in_hive (t, f->system_hive, look_in_system, f);
}
