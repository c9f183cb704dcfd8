/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux: which file system is the root of one, which is /usr. */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspect.h"
#include "linux.h"

/* ---- Roots ---- */

static bool
has_release (const struct tree *t)
{
  return tree_has_file (t, "/etc/os-release")
    || tree_has_file (t, "/usr/lib/os-release");
}

/* Where /usr is another file system, a link to usr/bin leads nowhere. */
static bool
has_bin (const struct tree *t)
{
  return tree_has_dir (t, "/bin")
    || (tree_has_link (t, "/bin") && tree_has_dir (t, "/usr"));
}

/* What every Linux has, be it old or without a release. */
static bool
has_etc_and_bin (const struct tree *t)
{
  return tree_has_dir (t, "/etc") && has_bin (t)
    && (tree_has_file (t, "/etc/fstab") || tree_has_file (t, "/etc/hosts")
        || tree_has_file (t, "/etc/lsb-release")
        || tree_has_file (t, "/etc/machine-id"));
}

/* The root of a system whose /usr is another file system, A or B. */
static const char *
root_without_usr (const struct tree *t)
{
  if (tree_has_file (t, "/etc/flatcar/update.conf"))
    return "flatcar";
  if (tree_has_file (t, "/etc/coreos/update.conf"))
    return "coreos";
  return NULL;
}

/* Systems that are installed, and have not yet made their /etc. */
static const char *
system_of_store (const struct tree *t)
{
  if (tree_has_dir (t, "/nix/store")
      && (tree_has_file (t, "/etc/NIXOS")
          || tree_has_link (t, "/nix/var/nix/profiles/system")))
    return "nixos";
  if (tree_has_dir (t, "/gnu/store")
      && tree_has_link (t, "/var/guix/profiles/system"))
    return "guix";
  return NULL;
}

static const char *
system_of_programs (const struct tree *t)
{
  return tree_has_dir (t, "/System/Settings")
    && tree_has_dir (t, "/System/Index") && tree_has_dir (t, "/Programs")
    ? "gobolinux" : NULL;
}

/* The root is an image, which is encrypted. */
static const char *
system_of_image (const struct tree *t)
{
  return tree_has_file (t, "/rootfs.gz")
    && (tree_has_file (t, "/flatkc") || tree_has_file (t, "/.fgtsum"))
    ? "fortios" : NULL;
}

/* Which NixOS, while there is no /etc/os-release. */
static void
look_for_nixos_version (const struct tree *t, struct findings *f)
{
  CLEANUP_FREE char *version =
    tree_first_line (t, "/nix/var/nix/profiles/system/nixos-version");
  char *product;

  if (version == NULL || asprintf (&product, "NixOS %s", version) == -1)
    return;
  finding_set (&f->product_name, product);
  parse_version (version, &f->major, &f->minor);
}

/* What a layout that nothing else has tells of the distribution. */
static const char *
distro_of_layout (const struct tree *t)
{
  const char *distro = root_without_usr (t);

  if (distro == NULL)
    distro = system_of_store (t);
  if (distro == NULL)
    distro = system_of_image (t);
  return distro ? distro : system_of_programs (t);
}

static void
describe_root (const struct tree *t, const char *distro, struct findings *f)
{
  f->role = ROLE_ROOT;
  finding_copy (&f->type, "linux");
  look_for_release (t, "linux", false, f);
  finding_copy (&f->distro, distro);
  if (f->product_name == NULL && distro && strcmp (distro, "nixos") == 0)
    look_for_nixos_version (t, f);
  look_for_hostname (t, f);
  look_for_fstab (t, f);
  look_for_arch (t, f);
  describe_by_table (t, f);
}

static bool
look_for_root (const struct tree *t, struct findings *f)
{
  const char *distro = distro_of_layout (t);

  if (!distro && !has_release (t) && !has_etc_and_bin (t))
    return false;
  describe_root (t, distro, f);
  return true;
}

/* ---- Roots that are below a directory ---- */

static void
set_vyos (const struct deployment *d, struct findings *f)
{
  char *product;

  if (d->version == NULL || f->product_name
      || asprintf (&product, "VyOS %s", d->version) == -1)
    return;
  finding_set (&f->product_name, product);
  parse_version (d->version, &f->major, &f->minor);
}

static bool
look_for_deployment (const struct tree *t, struct findings *f)
{
  CLEANUP_DEPLOYMENT struct deployment d = DEPLOYMENT_INIT;
  CLEANUP_CLOSE int fd = -1;
  struct tree below;

  if (!find_deployment (t, &d) || tree_below (t, d.path, &below) == -1)
    return false;
  fd = below.fd;
  describe_root (&below, d.distro, f);
  set_vyos (&d, f);
  finding_set (&f->deployment, steal (&d.path));
  return true;
}

/* ---- /usr ---- */

/* That of a system with slots, of which the root says nothing. */
static const char *
usr_of_slots (const struct tree *t)
{
  if (tree_has_dir (t, "/share/flatcar"))
    return "flatcar";
  if (tree_has_dir (t, "/share/coreos"))
    return "coreos";
  return NULL;
}

static bool
is_usr (const struct tree *t)
{
  return tree_has_dir (t, "/bin") && tree_has_dir (t, "/share")
    && !tree_has_file (t, "/etc/fstab")
    && (tree_has_file (t, "/lib/os-release")
        || (tree_has_dir (t, "/local")
            && (tree_has_dir (t, "/src") || usr_of_slots (t))));
}

static bool
look_for_usr (const struct tree *t, struct findings *f)
{
  if (!is_usr (t))
    return false;
  f->role = ROLE_USR;
  finding_copy (&f->type, "linux");
  look_for_release (t, "linux", true, f);
  finding_copy (&f->distro, usr_of_slots (t));
  look_for_arch (t, f);
  describe_by_table (t, f);
  return true;
}

/* A system is a root even if boot loaders have files at its top.  Deployments
 * come first: beside them there may be an /etc that is of no use. */
static bool
look_for_linux (const struct tree *t, struct findings *f)
{
  return look_for_deployment (t, f) || look_for_root (t, f)
    || look_for_usr (t, f);
}

const struct family family_linux = { "linux", look_for_linux };
