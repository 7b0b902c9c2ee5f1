"""The results of a run as Markdown.

    table.py RESULTS
"""

import sys
from collections import defaultdict
from statistics import median

ENGINES = [
    "shapely tree with predicate",
    "shapely tree, prepared areas",
    "geopandas sjoin",
    "DuckDB spatial",
    "SedonaDB",
    "PostGIS",
]
COUNTS = ["grids", "vertices drawn", "vertices of the partition", "index bytes"]
TIMES = [
    "check",
    "build the partition",
    "index",
    "open a draft",
    "one edit with figures, and undo",
    "freeze",
    "update the index after it",
    "make the map after it",
]


def row(*cells):
    print("|", " | ".join(map(str, cells)), "|")


def head(*cells):
    print()
    row(*cells)
    row(*["---"] * len(cells))


def milliseconds(seconds):
    return f"{seconds * 1e3:,.3g}" if seconds < 1 else f"{seconds * 1e3:,.0f}"


def main():
    ours = defaultdict(lambda: defaultdict(list))
    peers, oracles, checks, loads, sets = {}, [], [], [], []
    for line in open(sys.argv[1]):
        at, what, *rest = line.rstrip("\n").split("\t")
        sets += [] if at in sets else [at]
        if rest[-1].startswith("load "):
            loads.append(float(rest.pop()[5:]))
        if what == "peer":
            peers[at, rest[1], rest[0]] = rest[2:]
        elif what == "oracle":
            oracles.append([at, *rest])
        elif what == "check" and not is_number(rest[0]):
            checks.append([at, *rest])
        else:
            ours[at][what].append([float(it) for it in rest])
    of = lambda at, what, k: median(it[k] for it in ours[at][what])
    look_ups(sets, ours, peers, of)
    head("oracle in whole numbers", "points", "asked", "on a border", "other answers", "other flags", "in two")
    for it in oracles:
        row(*it)
    head("ours: CPU ms, then counts", *sets)
    for what in TIMES:
        row(what, *(milliseconds(of(at, what, 0)) if ours[at][what] else "–" for at in sets))
    for what in COUNTS:
        row(what, *(f"{of(at, what, 0):,.0f}" if ours[at][what] else "–" for at in sets))
    faults = sorted({what for at in sets for what in ours[at] if what.startswith("fault ")})
    for what in faults:
        row(what, *(f"{of(at, what, 0):,.0f}" if ours[at][what] else "0" for at in sets))
    head("check and repair", "CPU ms", "wall ms", "× our check", "found")
    for at, name, cpu, wall, *found in checks:
        ratio = float(cpu) / of(at, "check", 0)
        row(name, milliseconds(float(cpu)), milliseconds(float(wall)), f"{ratio:.1f}", *found or [""])
    print(f"\nLoad of the machine: {min(loads):.1f} to {max(loads):.1f}, median {median(loads):.1f}.")


def look_ups(sets, ours, peers, of):
    """Each peer beside ours of the same run: rates, our bulk rate over the peer's, disagreements."""
    head("areas", "points", "M/s CPU: bulk", "one by one", *ENGINES)
    wrong = 0
    for at in sets:
        for sort in ("uniform", "clustered", "adversarial"):
            if not ours[at][f"bulk {sort}"]:
                continue
            bulk = of(at, f"bulk {sort}", 0)
            cells = []
            for engine in ENGINES:
                it = peers.get((at, sort, engine))
                if it is None:
                    cells.append("failed")
                    continue
                bad = sum(map(int, it[3:6]))
                wrong += bad
                rate = float(it[1])
                cells.append(f"{rate:.3g} ({bulk / rate:,.0f} ×)" + (f" {bad} differ" if bad else ""))
            row(at, sort, f"{bulk:.1f}", f"{of(at, f'single {sort}', 0):.1f}", *cells)
    print(f"\nAnswers of peers that differ from ours: {wrong}.")


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


main()
