/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints results as the logs of all languages have them. */

import com.redhat.et.libguestfs.*;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class Log {
  final String scratch;
  final GuestFS g = new GuestFS ();
  final PrintStream out = new PrintStream (System.out, true, "UTF-8");

  interface Call {
    String run () throws Exception;
  }

  Log (String scratch) throws Exception
  {
    this.scratch = scratch;
  }

  static Map<String, Object> map (Object... pairs)
  {
    Map<String, Object> map = new HashMap<> ();

    for (int i = 0; i < pairs.length; i += 2)
      map.put ((String) pairs[i], pairs[i+1]);
    return map;
  }

  static String quoted (Object o)
  {
    return "\"" + o + "\"";
  }

  static String list (List<String> l)
  {
    return "[" + String.join (", ", l) + "]";
  }

  static String pairs (Map<?, ?> map)
  {
    List<String> l = new ArrayList<> ();

    for (Map.Entry<?, ?> e : new TreeMap<> (map).entrySet ())
      l.add (quoted (e.getKey ()) + ": " + quoted (e.getValue ()));
    return "{" + String.join (", ", l) + "}";
  }

  static String bytes (byte[] bytes)
  {
    StringBuilder s = new StringBuilder ();

    for (byte b : bytes)
      s.append (String.format ("<%02x>", b));
    return s.toString ();
  }

  /* A boolean, a number, text or null; a list, pairs or bytes. */
  static String show (Object o)
  {
    if (o instanceof byte[])
      return bytes ((byte[]) o);
    if (o instanceof Map)
      return pairs ((Map<?, ?>) o);
    if (!(o instanceof String[]))
      return o instanceof String ? quoted (o) : String.valueOf (o);
    List<String> l = new ArrayList<> ();
    for (String s : (String[]) o)
      l.add (quoted (s));
    return list (l);
  }

  /* A struct or an array of them. */
  static String showFields (Object o, String... names) throws Exception
  {
    List<String> l = new ArrayList<> ();

    if (o.getClass ().isArray ()) {
      for (int i = 0; i < Array.getLength (o); ++i)
        l.add (showFields (Array.get (o, i), names));
      return list (l);
    }
    for (String name : names)
      l.add (name + ": " + show (o.getClass ().getField (name).get (o)));
    return "{" + String.join (", ", l) + "}";
  }

  void step (String title, Call call) throws Exception
  {
    out.println (title);
    try {
      out.println (call.run ());
    } catch (LibGuestFSException e) {
      out.println ("error: " + e.getMessage () + " (" + e.getErrno () + ")");
    }
  }
}
