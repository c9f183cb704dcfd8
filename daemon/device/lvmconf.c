/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration of LVM: no udev, no backups, not the appliance's disk. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "call.h"
#include "lvm.h"

/* LVM_SYSTEM_DIR in main.c. */
#define LVM_CONF "/run/lvm/lvm.conf"

/* A name as a regular expression that matches itself only, in a string of the
 * configuration, where a backslash is written twice. */
static void
put_name (FILE *fp, const char *name)
{
  for (; *name; ++name)
    if (*name == '\\')
      fputs ("\\\\\\\\", fp);
    else if (*name == '"')
      fputs ("\\\"", fp);
    else if (strchr (".*+?|()[]^$", *name))
      fprintf (fp, "\\\\%c", *name);
    else
      putc (*name, fp);
}

static void
put_filter (FILE *fp, char *const *devices)
{
  if (!devices) {
    fprintf (fp, "  global_filter = [ \"r|^/dev/vda|\", \"a|.*|\" ]\n");
    return;
  }
  fprintf (fp, "  global_filter = [ ");
  for (size_t i = 0; devices[i]; ++i) {
    fputs ("\"a|^", fp);
    put_name (fp, devices[i]);
    fputs ("$|\", ", fp);
  }
  fprintf (fp, "\"r|.*|\" ]\n");
}

static void
put_config (FILE *fp, char *const *devices)
{
  fprintf (fp,
           "devices {\n"
           "  dir = \"/dev\"\n"
           "  scan = [ \"/dev\" ]\n"
           "  obtain_device_list_from_udev = 0\n"
           "  external_device_info_source = \"none\"\n"
           "  use_devicesfile = 0\n"
           "  scan_lvs = 1\n");
  put_filter (fp, devices);
  fprintf (fp,
           "}\n"
           "activation {\n"
           "  udev_sync = 0\n"
           "  udev_rules = 0\n"
           "  verify_udev_operations = 0\n"
           "  monitoring = 0\n"
           "  checks = 0\n"
           "}\n"
           "backup {\n"
           "  backup = 0\n"
           "  archive = 0\n"
           "}\n"
           "global {\n"
           "  locking_dir = \"/run/lock/lvm\"\n"
           "  use_lvmpolld = 0\n"
           "  use_lvmlockd = 0\n"
           "  event_activation = 0\n"
           "}\n");
}

static bool filtered;

bool
lvm_is_filtered (void)
{
  return filtered;
}

int
lvm_write_config (char *const *devices)
{
  FILE *fp;

  filtered = devices != NULL;
  mkdir ("/run/lvm", 0755);
  mkdir ("/run/lock/lvm", 0700);
  fp = fopen (LVM_CONF, "we");
  if (fp)
    put_config (fp, devices);
  if (!fp || fclose (fp) == EOF) {
    reply_with_perror ("%s", LVM_CONF);
    return -1;
  }
  return 0;
}
