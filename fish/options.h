/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the command line asks for. */

#ifndef GUESTFISH_OPTIONS_H
#define GUESTFISH_OPTIONS_H

#include "fish.h"

struct options {
  struct drive_options drives;
  struct strvec mounts;
  const char *file;             /* -f */
  bool inspect, listen, csh, no_sync, network;
  int argc;                     /* commands */
  char **argv;

  /* While options are read: they hold for the drives that follow. */
  const char *format, *libvirt_uri;
  int blocksize;
};

/* Exits after --help, --version and after an error. */
extern void options_parse (int argc, char **argv, struct options *ret);
extern bool options_have_new_drive (const struct options *o);
extern void options_done (struct options *o);

#endif /* GUESTFISH_OPTIONS_H */
