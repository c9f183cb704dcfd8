# SPDX-License-Identifier: GPL-2.0-or-later
"""The report of guestfs-fleet, looked at by a browser:  fleet-report.py SHOTS

Phone and desk, light and dark: nothing is wider than the screen, nothing is
loaded from elsewhere, no script runs, the charts have the sizes of their
numbers, and what a guest says is text."""

import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
from browser import Browser  # noqa: E402

from guestfs_fleet.jobs import Job  # noqa: E402
from guestfs_fleet.outcome import failure  # noqa: E402
from guestfs_fleet.store import Record, open_store  # noqa: E402

SHOTS = sys.argv[1]
SCREENS = {"phone": (390, 844, True), "desk": (1280, 800, False)}
# (distribution, product, major, minor, how many)
SYSTEMS = [
    ("debian", "Debian GNU/Linux 12 (bookworm)", 12, 0, 90),
    ("debian", "Debian GNU/Linux 10 (buster)", 10, 0, 24),
    ("ubuntu", "Ubuntu 22.04.5 LTS", 22, 4, 64),
    ("ubuntu", "Ubuntu 14.04.6 LTS", 14, 4, 9),
    ("rocky", "Rocky Linux 9.4", 9, 4, 31),
    ("centos", "CentOS Linux 7 (Core)", 7, 9, 22),
    ("windows", "Windows Server 2019 Standard", 10, 0, 18),
    ("windows", "Windows Server 2012 R2 Datacenter", 6, 3, 7),
    ("alpinelinux", "Alpine Linux v3.22", 3, 22, 13),
    ("freebsd", "FreeBSD 14.1-RELEASE", 14, 1, 4),
    ("toyos", "<b onmouseover=document.title='broken'>Toy</b> OS", 1, 0, 1)]
EVIL = "<script>document.title = 'broken'</script>"
failed = 0


def check(what, right, found=""):
    global failed
    if not right:
        failed += 1
        print(f"fleet-report: FAIL: {what}: {found}", file=sys.stderr)


def packages(rng):
    for name in "openssl", "bash", "linux-image-amd64", "openssh-server", \
            "glibc", "sudo", "curl", "a-package-with-a-rather-long-name-dev":
        if rng.random() < 0.9:
            yield {"root": "/dev/sda1", "name": name, "version":
                   f"{rng.randint(1, 3)}.{rng.randint(0, 9)}", "release": "1"}


def rows_of(rng, n, system):
    distro, product, major, minor = system
    size = rng.choice([8, 20, 40, 100, 500]) << 30
    yield "inspect", [{"root": "/dev/sda1", "type": "linux", "distro": distro,
                       "product": product, "major": major, "minor": minor,
                       "hostname": f"host{n}"}]
    yield "packages", list(packages(rng))
    yield "usage", [{"device": "/dev/sda1", "filesystem": "ext4", "mounted":
                     "/", "size": size, "used": int(size * rng.random()),
                     "free": 0, "directory": None}]
    yield "config", [{"root": "/dev/sda1", "file": "/etc/ssh/sshd_config",
                      "key": "PermitRootLogin", "value":
                      rng.choice(["no", "no", "yes", EVIL])}]


def fill(path):
    rng = random.Random(300)
    jobs = {name: Job(name, name) for name in
            ("inspect", "packages", "usage", "config")}
    store = open_store(path, list(jobs.values()))
    names = iter(range(1000))
    for *system, count in SYSTEMS:
        for _ in range(count):
            n = next(names)
            name = f"/var/lib/glance/images/{rng.getrandbits(64):016x}"
            store.record([
                Record(name, name, "1", jobs[job].digest, job, job, {}, rows,
                       None, 1, 0.5, 1.79e9 + n)
                for job, rows in rows_of(rng, n, system)])
    for kind, message, count in [
            ("time-limit", "it took longer than the time limit of 600 seconds",
             25), ("not-found", EVIL + ": No such file or directory", 3),
            ("appliance-lost", "mount_ro: lost the appliance: the appliance "
             "panicked: Kernel panic - not syncing: Fatal exception", 2)]:
        for i in range(count):
            name = f"/backup/{kind}-{i:02}.qcow2"
            store.record([Record(name, name, "1", jobs["inspect"].digest,
                                 "inspect", "inspect", {}, [],
                                 failure(kind, message), 3, 600, 1.79e9)])
    store.close()


# What sticks out to the right, unless it is in a box that scrolls.
WIDER = """
(() => { const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")].filter(e =>
      e.getClientRects().length && !e.closest(".wide") && !e.closest("svg")
      && e.getBoundingClientRect().right > width + 1)
    .concat(document.documentElement.scrollWidth > width ? [document.body] : [])
    .slice(0, 3).map(e => e.outerHTML.slice(0, 100)).join("; ") })()"""

# A label that runs into the number beside it.
OVERLAPS = """
[...document.querySelectorAll(".bar")].filter(b =>
    b.querySelector("span").getBoundingClientRect().right >
      b.querySelector("b").getBoundingClientRect().left)
  .map(b => b.textContent).join("; ")"""

# The widths of the bars of systems.
WIDTHS = """
[...document.querySelectorAll("#systems div.chart rect")].map(r =>
  r.getBoundingClientRect().width)"""

CONTRAST = """
(() => { const light = c => { const [r, g, b] =
    c.match(/[\\d.]+/g).map(Number).map(v => v / 255).map(v =>
      v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b };
  const back = e => { const c = getComputedStyle(e).backgroundColor;
    return c == "rgba(0, 0, 0, 0)" ? back(e.parentElement) : c };
  return [...document.querySelectorAll("h1,h2,p,td,th,a,b,span,li,footer")]
    .map(e => [e, light(getComputedStyle(e).color), light(back(e))])
    .map(([e, a, b]) => [e, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)])
    .filter(([e, c]) => c < 4.5)
    .map(([e, c]) => e.outerHTML.slice(0, 60) + " " + c.toFixed(1))
    .slice(0, 3).join("; ") })()"""


def look(browser, name, screen, dark):
    where = f"{name}, {'dark' if dark else 'light'}"
    browser.screen(*screen, dark=dark)
    browser.open("file://" + os.path.abspath("out.html"))
    wider = browser.run(WIDER)
    check(f"{where}: wider than the screen", not wider, wider)
    overlaps = browser.run(OVERLAPS)
    check(f"{where}: labels run into numbers", not overlaps, overlaps)
    faint = browser.run(CONTRAST)
    check(f"{where}: hard to read", not faint, faint)
    background = browser.run("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, background.strip("rgb()").split(","))) > 384
    check(f"{where}: the background", light != dark, background)
    for part in "top", "systems", "failures", "packages", "filesystems":
        browser.run(f"document.getElementById('{part}')?.scrollIntoView()")
        browser.shot(f"{SHOTS}/fleet-{name}-{'dark' if dark else 'light'}-"
                     f"{part}.png")


def check_content(browser):
    text = browser.run("document.body.innerText")
    for words in ("313\nimages", "30\nwith a failure", "283\nsystems",
                  "allow more with --time-limit", "5 more are not shown"):
        check("on the page", words in text, words)
    check("what a guest says is text", EVIL in text)
    check("the title", browser.run("document.title") == "Cloud & <images>",
          browser.run("document.title"))
    widths = browser.run(WIDTHS)
    check("bars", abs(widths[0] / widths[1] - 90 / 64) < 0.05, widths)
    check("no script", browser.run("document.scripts.length") == 0)


def main():
    fill("out.sqlite")
    subprocess.run(["guestfs-fleet", "report", "out.sqlite", "out.html",
                    "--title", "Cloud & <images>"], check=True)
    with Browser() as browser:
        for name, screen in SCREENS.items():
            for dark in False, True:
                look(browser, name, screen, dark)
        check_content(browser)
        check("the console", not browser.messages, browser.messages)
        strange = [u for u in browser.requests
                   if not u.startswith(("file:", "about:", "data:"))]
        check("requests", not strange, strange)
    size = os.path.getsize("out.html")
    check("the size of the page", size < 200000, size)
    sys.exit(failed > 0)


main()
