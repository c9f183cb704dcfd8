/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A large directory in libtsk in less than quadratic time.
 *
 * libtsk compares each name that it adds to a directory with all that are
 * there: a million names would take hours.  guestfsd exports a function of the
 * same name, so that the library calls this one, which knows where in the
 * directory an inode has its first name.  The library's own function is then
 * shown the array of names from there on, or only its free end: what lies
 * before cannot be the same name.  It must not make the array longer then. */

#include "config.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tskdir.h"

/* Free elements that the library must see, or it makes the array longer. */
#define ROOM 2

__typeof__ (tsk_fs_dir_add) *real_tsk_fs_dir_add;
__typeof__ (tsk_fs_dir_realloc) *real_tsk_fs_dir_realloc;

struct slot {
  uint64_t inode;               /* plus one; 0: free */
  size_t first;                 /* index of its first name */
};

/* The inodes of the directory that is being read: a hash table with open
 * addressing. */
static struct {
  const TSK_FS_DIR *dir;
  size_t used;                  /* names of dir that are in the table */
  struct slot *slots;
  size_t nr_slots, nr_inodes;
} seen;

static struct slot *
find_slot (struct slot *slots, size_t nr_slots, uint64_t inode)
{
  size_t i = (inode * UINT64_C (0x9e3779b97f4a7c15)) >> 20;

  for (i %= nr_slots; slots[i].inode != 0 && slots[i].inode != inode; )
    i = i + 1 < nr_slots ? i + 1 : 0;
  return &slots[i];
}

/* At least half of the table stays free. */
static bool
make_room (void)
{
  const size_t n = seen.nr_slots > 0 ? seen.nr_slots * 4 : 4096;
  struct slot *slots;

  if (seen.nr_inodes * 2 < seen.nr_slots)
    return true;
  slots = calloc (n, sizeof *slots);
  if (slots == NULL)
    return false;
  for (size_t i = 0; i < seen.nr_slots; ++i)
    if (seen.slots[i].inode != 0)
      *find_slot (slots, n, seen.slots[i].inode) = seen.slots[i];
  free (seen.slots);
  seen.slots = slots;
  seen.nr_slots = n;
  return true;
}

/* The index of the first name with this inode; new, if it has none yet. */
static size_t
first_name (TSK_INUM_T inode, size_t new)
{
  struct slot *slot;

  if (inode == UINT64_MAX || !make_room ())
    return 0;
  slot = find_slot (seen.slots, seen.nr_slots, inode + 1);
  if (slot->inode == 0) {
    slot->inode = inode + 1;
    slot->first = new;
    seen.nr_inodes++;
  }
  return slot->first;
}

/* Another directory, or one that was filled by others. */
static void
start_over (const TSK_FS_DIR *dir)
{
  if (seen.nr_inodes > 0)
    memset (seen.slots, 0, seen.nr_slots * sizeof *seen.slots);
  seen.nr_inodes = 0;
  seen.dir = dir;
  for (size_t i = 0; i < dir->names_used; ++i)
    first_name (dir->names[i].meta_addr, i);
}

static uint8_t
add_after (TSK_FS_DIR *dir, size_t skip, const TSK_FS_NAME *name)
{
  uint8_t r;

  dir->names += skip;
  dir->names_alloc -= skip;
  dir->names_used -= skip;
  r = real_tsk_fs_dir_add (dir, name);
  dir->names -= skip;
  dir->names_alloc += skip;
  dir->names_used += skip;
  return r;
}

uint8_t
tsk_fs_dir_add (TSK_FS_DIR *dir, const TSK_FS_NAME *name)
{
  size_t skip;
  uint8_t r;

  if (dir != seen.dir || dir->names_used != seen.used)
    start_over (dir);
  skip = first_name (name->meta_addr, dir->names_used);
  if (dir->names_used + ROOM > dir->names_alloc
      && real_tsk_fs_dir_realloc (dir, dir->names_used * 2 + 512) != 0)
    return 1;
  r = add_after (dir, skip, name);
  seen.used = dir->names_used;
  return r;
}
