# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTML pages, looked at by a browser:  pages-browser.py SITE SHOTS

Phone and desk, light and dark: nothing is wider than the screen, text can be
told from what is behind it, nothing is loaded from elsewhere, the console is
silent. The search finds functions, messages, options and recipes; the pages
work by keys alone, and without scripts."""

import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from browser import Browser  # noqa: E402

SITE, SHOTS = os.path.abspath(sys.argv[1]), sys.argv[2]
ADDRESS = "file://" + SITE + "/"
CHECK_ERRORS = os.path.join(os.path.dirname(__file__), "..", "..", "tools",
                            "check-errors")
PAGES = ["index.html", "guestfs-fleet.1.html",
         "functions/mount_local.html", "functions/add_drive.html",
         "functions/part_get_gpt_attributes.html", "commands/index.html",
         "commands/add-drive.html", "guestfs/errors.html",
         "guestfs/remote-storage.html", "guestfs-python.3.html",
         "guestmount.1.html", "guestfs/structs.html",
         "guestfs-errors.1.html", "guestfs-errors/launching.html",
         "guestfs/ten-minutes.html", "guestfs-recipes.1.html"]
SCREENS = {"phone": (390, 844, True), "desk": (1280, 800, False)}
failed = 0


def check(what, right, found=""):
    global failed
    if not right:
        failed += 1
        print(f"pages-browser: FAIL: {what}: {found}", file=sys.stderr)


# What sticks out to the right, unless it is in a box that scrolls.
WIDER = """
(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX)
                             || scrolls(e.parentElement));
  const out = [...document.querySelectorAll("body *")].filter(e =>
    e.getClientRects().length && e.getBoundingClientRect().right > width + 1
    && !e.closest(".skip") && !scrolls(e));
  if (document.documentElement.scrollWidth > width) out.push(document.body);
  return out.slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join("; ");
})()
"""

# Text with less contrast to its background than WCAG's 4.5 : 1.
FAINT = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d",
                   {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = c => {
    const [r, g, b] = c.map(v => v / 255).map(v =>
      v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const c = rgba(getComputedStyle(e).backgroundColor);
      if (c[3] > 250) return c;
    }
    return [255, 255, 255, 255];
  };
  const faint = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !e.getClientRects().length
        || e.closest(".self, script")) continue;
    const [a, b] = [rgba(getComputedStyle(e).color), behind(e)].map(light);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5)
      faint.add(e.tagName + "." + e.className + " " + ratio.toFixed(1));
  }
  return [...faint].slice(0, 4).join("; ");
})()
"""


FOUND = """[...document.querySelectorAll(".results a")]
  .map(a => a.getAttribute("href").replace(/^\\.\\.\\//, ""))"""


def look(browser, page, screen, dark):
    where = f"{page}, {screen}, {'dark' if dark else 'light'}"
    browser.screen(*SCREENS[screen], dark=dark)
    browser.open(ADDRESS + page)
    check(f"{where}: wider than the screen", not browser.run(WIDER),
          browser.run(WIDER))
    check(f"{where}: faint", not browser.run(FAINT), browser.run(FAINT))
    back = browser.run("getComputedStyle(document.body).backgroundColor")
    check(f"{where}: background", (back == "rgb(255, 255, 255)") != dark, back)
    name = page.replace("/", "-").replace(".html", "")
    browser.shot(f"{SHOTS}/{name}-{screen}-{'dark' if dark else 'light'}.png")


def search(browser, query, page="index.html"):
    browser.open(ADDRESS + page)
    browser.key("/", "/")
    check("/ goes to the search",
          browser.run("document.activeElement.type") == "search")
    browser.type(query)
    browser.until("document.querySelector('.results a, .results p')")
    return browser.run(FOUND)


def search_finds(browser, query, wanted, among=1):
    found = search(browser, query)[:among]
    check(f"search for {query!r}", wanted in found, found)


def try_search(browser):
    browser.screen(*SCREENS["desk"])
    search_finds(browser, "mount_local", "functions/mount_local.html")
    search_finds(browser, "guestfs_mount_local", "functions/mount_local.html")
    search_finds(browser, "mount-local", "functions/mount_local.html")
    search_finds(browser, "copy-in", "commands/copy-in.html", 2)
    search_finds(browser, "remote storage", "guestfs/remote-storage.html", 2)
    found = search(browser, "--ro")
    check("search for an option", any("#" in f for f in found[:5]), found)
    check("search for nonsense", search(browser, "xyzzyplugh") == [])
    found = search(browser, "mount_local", "functions/cat.html")
    check("search from a page below",
          found[:1] == ["functions/mount_local.html"], found)
    browser.shot(SHOTS + "/search-desk-light.png")
    browser.key("ArrowDown")
    browser.key("Enter")
    browser.until("document.title.startsWith('mount_local')")
    browser.screen(*SCREENS["phone"], dark=True)
    search(browser, "mount_local", "functions/cat.html")
    check("results on a phone: wider than the screen", not browser.run(WIDER))
    browser.shot(SHOTS + "/search-phone-dark.png")


# Whole messages, with names of files that no page knows.
MESSAGES = {
    "libguestfs: error: no appliance found in /opt/x: install the package "
    "that has it, or make one with libguestfs-make-fixed-appliance DIR":
        "no-appliance-found",
    "libguestfs: error: launch failed: the appliance did not answer for 600 "
    "seconds: the host may be too busy": "the-appliance-did-not-answer",
    "the appliance is not running: call launch first (in guestfish: run)":
        "the-appliance-is-not-running",
}


def try_messages(browser):
    browser.screen(*SCREENS["desk"])
    for message, place in MESSAGES.items():
        found = search(browser, message)[:1]
        check(f"search for {message!r}",
              found and found[0].startswith("guestfs-errors")
              and place in found[0], found)


CONVERSION = re.compile(r"%[-+0# .*\d]*[a-z]*[diouxscm]")


def try_every_message(browser):
    """Each message of a launch and of the doctor, whose list is made from the
    sources, with names that no page has, leads to its section."""
    browser.screen(*SCREENS["desk"])
    search(browser, "launch")                   # the index is loaded
    said = subprocess.run([CHECK_ERRORS, "--list"], check=True, text=True,
                          stdout=subprocess.PIPE).stdout.splitlines()
    check("messages", len(said) > 60, len(said))
    for line in said:
        heading, message = line.split("\t")
        query = CONVERSION.sub("/x/1234",
                               re.sub(": %s$", ": Permission denied", message))
        urls = browser.run(f"find({json.dumps(query)}).map(e => e.url)")
        place = re.sub(r"\W+", "-", heading.lower())
        check(f"search for {query!r}",
              any(u.startswith("guestfs-errors") and place in u
                  for u in map(str.lower, urls[:5])), urls[:5])


def try_recipes(browser):
    found = search(browser, "reset root password")[:3]
    check("search for a recipe", any("guestfs-recipes" in f for f in found),
          found)


def try_theme(browser):
    browser.screen(*SCREENS["desk"])
    back = "getComputedStyle(document.body).backgroundColor"
    browser.open(ADDRESS + "index.html")
    before = browser.run(back)
    browser.click(".theme")
    check("the button changes the colours", browser.run(back) != before)
    browser.open(ADDRESS + "functions/cat.html")
    check("another page keeps them", browser.run(back) != before)
    browser.click(".theme")
    check("and back", browser.run(back) == before)


def try_phone(browser):
    browser.screen(*SCREENS["phone"])
    browser.open(ADDRESS + "functions/cat.html")
    shown = "document.querySelector('#menu').getClientRects().length > 0"
    check("the menu is not in the way", not browser.run(shown))
    browser.click(".menu-link")
    browser.until(shown)
    check("the menu: wider than the screen", not browser.run(WIDER))
    browser.shot(SHOTS + "/menu-phone-light.png")
    browser.key("Escape")
    browser.until("!(" + shown + ")")


def try_keys(browser):
    browser.screen(*SCREENS["desk"])
    browser.open(ADDRESS + "index.html")
    browser.key("Tab")
    check("the first key leads to the text",
          browser.run("document.activeElement.className") == "skip")
    browser.key("Enter")
    browser.until("document.activeElement.id === 'main'")


def try_without_scripts(browser):
    browser.scripts(False)
    browser.open(ADDRESS + "functions/cat.html")
    check("without scripts: the text", browser.run(
        "document.querySelector('main').innerText.includes('guestfs_')"))
    check("without scripts: no search", browser.run(
        "getComputedStyle(document.querySelector('.search')).visibility")
        == "hidden")
    browser.scripts(True)


with Browser() as b:
    for p in PAGES:
        if not os.path.exists(f"{SITE}/{p}"):
            check("no such page", False, p)
            continue
        for s in SCREENS:
            for d in False, True:
                look(b, p, s, d)
    for part in (try_search, try_messages, try_every_message, try_recipes,
                 try_theme, try_phone, try_keys, try_without_scripts):
        part(b)
    elsewhere = [r for r in b.requests
                 if not r.startswith(("file://" + SITE, "data:", "about:"))]
    check("requests that leave the site", not elsewhere, elsewhere[:3])
    check("files were read", any(r.endswith("style.css") for r in b.requests))
    check("the console", not b.messages, b.messages[:3])
sys.exit(1 if failed else 0)
