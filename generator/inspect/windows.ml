(* SPDX-License-Identifier: GPL-2.0-or-later *)
(* Windows and DOS, which daemon/inspect recognises by their own files. *)

open Os

let product product condition = { condition with product }
let server condition = { condition with variant = "*Server" }
let build build condition = { condition with build }

let rows = [
  { nothing with
    distro = "reactos"; os_type = "windows"; name = "ReactOS";
    osinfo = osinfo ""; older = "windows";
    note = "Recognised by its directory F</reactos>." };
  { nothing with
    distro = "winpe"; os_type = "windows"; name = "Windows PE";
    osinfo = osinfo ""; older = "no root" };
  { nothing with
    distro = "windows"; os_type = "windows"; name = "Microsoft Windows";
    osinfo = [
      version 5 1, "winxp";
      product "*XP" (version 5 2), "winxp";
      product "*R2" (version 5 2), "win2k3r2";
      version 5 2, "win2k3";
      server (version 6 0), "win2k8"; version 6 0, "winvista";
      server (version 6 1), "win2k8r2"; version 6 1, "win7";
      server (version 6 2), "win2k12"; version 6 2, "win8";
      server (version 6 3), "win2k12r2"; version 6 3, "win8.1";
      server (product "*2025" (version 10 0)), "win2k25";
      server (product "*2022" (version 10 0)), "win2k22";
      server (product "*2019" (version 10 0)), "win2k19";
      server (product "*2016" (version 10 0)), "win2k16";
      server (build 26100 (version 10 0)), "win2k25";
      server (build 20348 (version 10 0)), "win2k22";
      server (build 17763 (version 10 0)), "win2k19";
      server (version 10 0), "win2k16";
      build 22000 (version 10 0), "win11"; version 10 0, "win10";
      always, ""
    ];
    icons = [ version 6 2, {
      path = "/ProgramData/Microsoft/Windows Live/WLive48x48.png";
      limit = 8192 } ];
    note = "Product name, variant and build decide the osinfo id." };
  { nothing with
    distro = "freedos"; os_type = "dos"; name = "FreeDOS";
    osinfo = osinfo "";
    note = "Recognised by F</FDOS/FREEDOS.BSS>." };
  { nothing with
    distro = "msdos"; os_type = "dos"; name = "MS-DOS";
    osinfo = osinfo "msdos6.22";
    note = "Recognised by F</DOS/COMMAND.COM>." };
]
