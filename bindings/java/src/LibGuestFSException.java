/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a call that fails throws. */

package com.redhat.et.libguestfs;

/** A call failed: {@link #getMessage} says why. */
public class LibGuestFSException extends Exception {
  private static final long serialVersionUID = 2L;

  private final int errno;

  /**
   * An error without number.
   *
   * @param message what went wrong
   */
  public LibGuestFSException (String message)
  {
    this (message, 0);
  }

  /**
   * An error with its number.
   *
   * @param message what went wrong
   * @param errno a number of the system
   */
  public LibGuestFSException (String message, int errno)
  {
    super (message);
    this.errno = errno;
  }

  /**
   * The errno of the call, for instance 2 for ENOENT on Linux.
   *
   * @return the number, or 0 when there is none
   */
  public int getErrno ()
  {
    return errno;
  }
}
