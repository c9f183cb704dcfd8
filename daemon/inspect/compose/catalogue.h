/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All file systems that were found, to be looked up by their names. */

#ifndef GUESTFSD_CATALOGUE_H
#define GUESTFSD_CATALOGUE_H

#include "devices.h"
#include "inspect.h"

struct catalogue {
  struct candidate *all;        /* borrowed, in the order of devices */
  size_t n;
  const struct devices *devices;
  /* Pointers to them: those that are not subvolumes, in their order; all,
   * sorted by mountable; all, sorted by the number of the subvolume. */
  struct candidate **whole, **by_name, **by_volume;
  size_t nr_whole;
};
/* -1 when memory is out, without an error. */
extern int catalogue_init (struct catalogue *c, struct candidate *all,
                           size_t n, const struct devices *devices);
extern void catalogue_done (struct catalogue *c);
#define CLEANUP_CATALOGUE __attribute__ ((cleanup (catalogue_done)))

/* Each NULL when there is none. */
extern struct candidate *find_mountable (const struct catalogue *c,
                                         const char *mountable);
/* What a device alone stands for. */
extern struct candidate *find_whole (const struct catalogue *c,
                                     const char *device);
extern struct candidate *find_volume (const struct catalogue *c,
                                      const char *device, uint64_t id);
/* The device that it is on. */
extern const struct device *device_of (const struct catalogue *c,
                                       const struct candidate *fs);

enum tag { TAG_UUID, TAG_LABEL, TAG_PARTUUID, TAG_PARTLABEL };
/* Of several, as after copying a disk, one on a disk that "near" is on. */
extern struct candidate *find_tag (const struct catalogue *c, enum tag tag,
                                   const char *value,
                                   const struct device *near);

#endif /* GUESTFSD_CATALOGUE_H */
