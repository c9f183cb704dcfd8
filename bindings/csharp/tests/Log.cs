/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is printed of the results of calls. */

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

static class Log
{
  static readonly TextWriter output =
    new StreamWriter (Console.OpenStandardOutput (), new UTF8Encoding (false))
      { AutoFlush = true, NewLine = "\n" };

  internal static void Step (string title, Func<string> call)
  {
    output.WriteLine (title);
    try {
      output.WriteLine (call ());
    }
    catch (Guestfs.Error e) {
      output.WriteLine ("error: " + e.Message + " (" + e.Errno + ")");
    }
  }

  static string Join (string open, IEnumerable<string> items, string close)
  {
    return open + string.Join (", ", items) + close;
  }

  internal static string Nothing (Action call)
  {
    call ();
    return "ok";
  }

  internal static string Bool (bool b)
  {
    return b ? "true" : "false";
  }

  internal static string Number (long n)
  {
    return n.ToString ();
  }

  internal static string Text (string text)
  {
    return text == null ? "null" : "\"" + text + "\"";
  }

  internal static string Texts (string[] texts)
  {
    return Join ("[", texts.Select (Text), "]");
  }

  internal static string Pairs (Dictionary<string, string> pairs)
  {
    var keys = pairs.Keys.OrderBy (k => k, StringComparer.Ordinal);

    return Join ("{", keys.Select (k => Text (k) + ": " + Text (pairs[k])),
                 "}");
  }

  internal static string Bytes (byte[] bytes)
  {
    return string.Concat (bytes.Select (b => "<" + b.ToString ("x2") + ">"));
  }

  static string Field (object s, string name)
  {
    var value = s.GetType ().GetProperty (name).GetValue (s);

    return name + ": " + (value is string text ? Text (text)
                          : value.ToString ());
  }

  internal static string Struct (object s, params string[] fields)
  {
    return Join ("{", fields.Select (f => Field (s, f)), "}");
  }

  internal static string Structs (object[] list, params string[] fields)
  {
    return Join ("[", list.Select (s => Struct (s, fields)), "]");
  }
}
