/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is thrown when C has no memory. */

package com.redhat.et.libguestfs;

/** There was not enough memory to make the call. */
public class LibGuestFSOutOfMemory extends Error {
  private static final long serialVersionUID = 2L;

  /**
   * The error.
   *
   * @param message what there was no memory for
   */
  public LibGuestFSOutOfMemory (String message)
  {
    super (message);
  }
}
