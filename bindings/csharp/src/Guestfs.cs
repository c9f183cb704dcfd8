/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The class Guestfs but for its methods, which are generated. */

using System;

namespace Guestfs
{
  /// <summary>A handle: the drives of one appliance, and what is done to
  /// them.</summary>
  /// <remarks>
  /// <para>guestfs-csharp(3) explains the class, and guestfs(3) the library
  /// behind it.  Several threads may use a handle.</para>
  /// <code>
  /// using (var g = new Guestfs.Guestfs ()) {
  ///   g.add_drive ("disk.qcow2", @readonly: true);
  ///   g.launch ();
  ///   foreach (var root in g.inspect_os ())
  ///     Console.WriteLine (g.inspect_get_product_name (root));
  /// }
  /// </code>
  /// </remarks>
  public sealed partial class Guestfs : IDisposable
  {
    readonly Handle handle;

    /// <summary>Makes a handle.</summary>
    /// <param name="environment">Whether variables LIBGUESTFS_* are
    /// read.</param>
    /// <param name="close_on_exit">Whether the handle is closed when the
    /// program ends.</param>
    public Guestfs (bool environment = true, bool close_on_exit = true)
    {
      handle = new Handle ((environment ? 0u : 1u)
                           | (close_on_exit ? 0u : 2u));
    }

    /// <summary>Closes the handle, and ends its appliance.  When another
    /// thread is in a call, that happens at its end.  Methods throw
    /// ObjectDisposedException afterwards.</summary>
    public void Dispose ()
    {
      handle.Dispose ();
    }

    /// <summary>The same as <see cref="Dispose"/>.</summary>
    public void Close ()
    {
      Dispose ();
    }

    /// <summary>Has a function called on events.  An exception that it throws
    /// is printed on standard error, and goes no further.</summary>
    /// <returns>What <see cref="delete_event_callback"/> takes.</returns>
    public int set_event_callback (EventCallback callback, Event events)
    {
      if (callback == null)
        throw new ArgumentNullException (nameof (callback));
      using (var c = new Call (handle, "set_event_callback"))
        return c.Int (handle.AddCallback (callback, events));
    }

    /// <summary>Undoes <see cref="set_event_callback"/>.</summary>
    public void delete_event_callback (int event_handle)
    {
      using (new Call (handle, "delete_event_callback"))
        handle.RemoveCallback (event_handle);
    }

    /// <summary>"close,trace" for Event.Close | Event.Trace.</summary>
    public static string event_to_string (Event events)
    {
      var names = Native.guestfs_event_to_string ((ulong) events);

      try {
        return Utf8.Get (names);
      }
      finally {
        Native.free (names);
      }
    }
  }
}
