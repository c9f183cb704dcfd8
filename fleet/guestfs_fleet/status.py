# SPDX-License-Identifier: GPL-2.0-or-later
"""guestfs-fleet status: what is done, and what has failed."""

from __future__ import annotations

import json
from typing import Any, Dict

from guestfs_fleet import errors, sidecar
from guestfs_fleet.progress import printable
from guestfs_fleet.store import read_all


def collect(out: str) -> Dict[str, Any]:
    db = read_all(out).db
    try:
        total = sidecar.read(out).get("total")
    except errors.UsageError:
        total = None
    jobs = [{"job": name, "arguments": json.loads(arguments), "ok": ok,
             "failed": failed, "rows": rows or 0}
            for name, arguments, ok, failed, rows in db.execute(
                "SELECT name, arguments, sum(status = 'ok'), "
                "sum(status = 'failed'), sum(rows) FROM job JOIN result "
                "ON job.id = result.job GROUP BY job.id ORDER BY job.id")]
    failures = [{"image": image, "job": job, "failure": kind,
                 "message": message, "remedy": remedy}
                for image, job, kind, message, remedy in db.execute(
                    "SELECT image.name, job.name, failure, message, remedy "
                    "FROM result JOIN image ON image.id = result.image "
                    "JOIN job ON job.id = result.job WHERE status = 'failed' "
                    "ORDER BY image.name, job.id")]
    return {"running": sidecar.running(out), "total": total, "jobs": jobs,
            "failures": failures}


def status(out: str, as_json: bool) -> int:
    """The exit code is that of the run as far as it has come."""
    found = collect(out)
    if as_json:
        print(json.dumps(found, indent=1))
    else:
        pid, total = found["running"], found["total"]
        print(f"running (process {pid})" if pid is not None
              else "not running")
        for job in found["jobs"]:
            words = "".join(f" {k}={v}" for k, v in job["arguments"].items()
                            if len(str(v)) < 60)
            of = "" if total is None else f" of {total}"
            print(printable(f"{job['job']}{words}: {job['ok']}{of} images "
                            f"done, {job['failed']} failed, {job['rows']} "
                            "rows"))
        for failed in found["failures"]:
            print(printable(f"{failed['image']}: {failed['job']}: "
                            f"{failed['message']}: {failed['remedy']}"))
    return errors.SOME_FAILED if found["failures"] else errors.ALL_DONE
