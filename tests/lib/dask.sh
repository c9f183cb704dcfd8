# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034
# A scheduler of Dask and its workers, ended by the test; after fleet.sh.
#
# Debian's package is for its own Python, which is not always the one that was
# configured; it must be able to load our binding.

dask_python() {
  local p
  for p in "$python" /usr/bin/python3; do
    if "$p" -c 'import distributed, guestfs' 2> /dev/null; then
      echo "$p"
      return
    fi
  done
}
python=$(dask_python)
[ -n "$python" ] || skip "python3-distributed is not installed"
export DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES=3
export DASK_LOGGING__DISTRIBUTED=warning

# fleet with that Python.
fleet() {
  timeout 900 "$python" -m guestfs_fleet "$@"
}

# start_scheduler ADDRESS PORT [COMMAND…]: COMMAND runs it, as ip netns exec NAME
start_scheduler() {
  local address=$1 port=$2; shift 2
  background "$@" "$python" -m distributed.cli.dask_scheduler --no-dashboard \
    --host "$address" --port "$port"
  scheduler=$server
}

# start_worker SCHEDULER THREADS [COMMAND…]
start_worker() {
  local to=$1 threads=$2; shift 2
  background "$@" "$python" -m distributed.cli.dask_worker "$to" \
    --no-dashboard --nthreads "$threads" --no-nanny --memory-limit 0 \
    --local-directory "$test_tmp/dask" --death-timeout 120
  worker=$server
}

# results OUTPUT: images, and rows, of each image one.
results() {
  sql "$1" "SELECT count(*), sum(status = 'ok'), (SELECT count(*) FROM job_slow),
            (SELECT count(DISTINCT image) FROM job_slow) FROM result"
}
