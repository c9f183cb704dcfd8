/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The appliance's network card, when the handle asked for one. */

#include "config.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "run.h"
#include "serve.h"

#define NET "/sys/class/net"
#define SCRIPT "/run/dhcp-script"

/* What the DHCP client runs when it has something to say; the one that comes
 * with it writes to /etc. */
static const char script[] =
  "#!/bin/sh\n"
  "case $reason in\n"
  "  PREINIT) ip link set \"$interface\" up ;;\n"
  "  BOUND | RENEW | REBIND | REBOOT)\n"
  "    ip addr replace \"$new_ip_address/$new_subnet_mask\" "
  "dev \"$interface\"\n"
  "    for router in $new_routers; do\n"
  "      ip route replace default via \"$router\" dev \"$interface\"\n"
  "    done\n"
  "    for server in $new_domain_name_servers; do\n"
  "      echo \"nameserver $server\"\n"
  "    done > /run/etc/resolv.conf ;;\n"
  "esac\n";

static int
write_script (void)
{
  FILE *fp = fopen (SCRIPT, "we");

  if (fp)
    fputs (script, fp);
  if (!fp || fclose (fp) == EOF || chmod (SCRIPT, 0755) == -1) {
    reply_with_perror (SCRIPT);
    return -1;
  }
  return 0;
}

/* There is no udev to load the driver or to give the card another name. */
static int
find_card (char **ret_name)
{
  CLEANUP_CLOSEDIR DIR *dir = NULL;
  struct dirent *d;

  if (run (NULL, "modprobe", "virtio_net", NULL) == -1)
    return -1;
  dir = opendir (NET);
  while (dir && (d = readdir (dir)) != NULL)
    if (d->d_name[0] != '.' && strcmp (d->d_name, "lo") != 0) {
      *ret_name = strdup (d->d_name);
      return *ret_name ? 0 : -1;
    }
  reply_with_error_errno (ENODEV, "network: the machine has no network card");
  return -1;
}

int
network_start (void)
{
  CLEANUP_FREE char *card = NULL;

  if (network_enabled)
    return 0;
  if (find_card (&card) == -1 || write_script () == -1
      || run (NULL, "ip", "link", "set", "lo", "up", NULL) == -1
      || run (NULL, "dhclient", "-1", "-q", "-sf", SCRIPT,
              "-lf", "/run/dhcp.leases", "-pf", "/run/dhcp.pid", card,
              NULL) == -1)
    return -1;
  network_enabled = true;
  return 0;
}
