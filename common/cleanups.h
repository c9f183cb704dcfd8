/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes that release a local variable when it goes out of scope. */

#ifndef GUESTFS_INT_CLEANUPS_H
#define GUESTFS_INT_CLEANUPS_H

extern void cleanup_free (void *ptr);           /* void ** */
extern void cleanup_close (const int *fd);      /* ignores -1 */
extern void cleanup_fclose (void *ptr);         /* FILE ** */
extern void cleanup_closedir (void *ptr);       /* DIR ** */
extern void cleanup_free_string_list (void *ptr); /* char *** */
extern void cleanup_unlink_free (void *ptr);    /* char **: unlink, free */

#define CLEANUP_FREE __attribute__ ((cleanup (cleanup_free)))
#define CLEANUP_CLOSE __attribute__ ((cleanup (cleanup_close)))
#define CLEANUP_FCLOSE __attribute__ ((cleanup (cleanup_fclose)))
#define CLEANUP_CLOSEDIR __attribute__ ((cleanup (cleanup_closedir)))
#define CLEANUP_FREE_STRING_LIST \
  __attribute__ ((cleanup (cleanup_free_string_list)))
#define CLEANUP_UNLINK_FREE __attribute__ ((cleanup (cleanup_unlink_free)))

/* Move ownership out of a variable: return steal (&local); */
static inline void *
guestfs_int_steal (void *pp)
{
  void **p = pp, *v = *p;
  *p = 0;
  return v;
}
#define steal(p) ((__typeof__ (*(p))) guestfs_int_steal (p))

static inline int
steal_fd (int *fd)
{
  int r = *fd;
  *fd = -1;
  return r;
}

#endif /* GUESTFS_INT_CLEANUPS_H */
