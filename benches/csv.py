"""`gridbeat assign` on a large table: megabytes a second, in and out, and the memory it takes.

    csv.py GRIDBEAT DIR [ROWS]

Makes a demo city and a CSV of ROWS points (10 million by default) over its box in DIR, five decimals
and an id each, and assigns it three times on one core. Prints the medians; the memory is the largest
resident set. Columns and rows are counted afterwards. Python 3.11 or later, nothing else.
"""

import os
import random
import statistics
import subprocess
import sys
import time


def points(path, rows):
    """Points in a box about the demo city, the same every time."""
    dice = random.Random(1)
    with open(path, "w", encoding="ascii", buffering=1 << 20) as out:
        out.write("id,lon,lat\n")
        for row in range(rows):
            out.write(f"{row},{dice.uniform(103.55, 103.85):.6f},{dice.uniform(36.0, 36.2):.6f}\n")


def run(program, store, table, copy):
    """Seconds of processor and of wall, and the largest resident set in KiB."""
    pid = os.posix_spawn(
        program,
        [program, "assign", "--store", store, "--points", table, "-o", copy],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)],
    )
    started = time.monotonic()
    _, status, used = os.wait4(pid, 0)
    wall = time.monotonic() - started
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit("assign failed")
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss


def main():
    program, folder = sys.argv[1:3]
    rows = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000_000
    os.makedirs(folder, exist_ok=True)
    store, table, copy = (os.path.join(folder, name) for name in ("c.gpkg", "in.csv", "out.csv"))
    if not os.path.exists(store):
        subprocess.run([program, "demo", "--like", "qilihe", "-o", store], check=True)
    points(table, rows)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    took = [run(program, store, table, copy) for _ in range(3)]
    megabytes = (os.path.getsize(table) + os.path.getsize(copy)) / 1e6
    with open(copy, "rb") as lines:
        header = next(lines).rstrip()
        count = sum(1 for _ in lines)
    if header != b"id,lon,lat,grid" or count != rows:
        sys.exit(f"the copy has {count} rows and the header {header!r}")
    cpu, wall, memory = (statistics.median(column) for column in zip(*took))
    print(f"rows {rows}, in and out {megabytes:.0f} MB")
    print(f"processor {cpu:.2f} s, {megabytes / cpu:.0f} MB/s; wall {wall:.2f} s")
    print(f"memory {memory / 1024:.0f} MiB")


main()
