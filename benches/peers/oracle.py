"""The border rule once more, from its words, in whole numbers: compared with our answers.

    oracle.py DIR SORT COUNT

A point belongs to the grid that holds it after a shift by an infinitesimal e to the east and e * e
to the north (even-odd over all rings); one that this gives to nobody to the grid with the smallest
number whose border it lies on. Every grid looks at every point in its box; no index is shared with
what is tested. Longitudes and latitudes differ by less than 2^32, so the products are computed in
64 bits only where they are smaller than 2^62, which is asserted.
"""

import os
import sys

import numpy as np
import plain


def main():
    folder, sort, count = sys.argv[1:4]
    file = lambda what: os.path.join(folder, what)
    (polygons, rings, starts), corners = plain.read_areas(file("areas.bin"))
    points = plain.read_points(file(f"{sort}.bin"), int(count)).astype(np.int64)
    ours = np.fromfile(file(f"{sort}.ours.bin"), dtype="<u4")[: len(points)].astype(np.int64)
    border = np.fromfile(file(f"{sort}.border.bin"), dtype="<u4")[: len(points)]
    order = np.argsort(points[:, 0], kind="stable")
    east = points[order, 0]
    holder = np.zeros(len(points), dtype=np.int64)
    touched = np.zeros(len(points), dtype=np.int64)
    twice = 0
    for grid in range(len(polygons) - 1):
        first, last = rings[polygons[grid]], rings[polygons[grid + 1]]
        if first == last:
            continue
        line = corners[starts[first] : starts[last]].astype(np.int64)
        low, high = line.min(axis=0), line.max(axis=0)
        near = order[np.searchsorted(east, low[0]) : np.searchsorted(east, high[0], side="right")]
        near = near[(points[near, 1] >= low[1]) & (points[near, 1] <= high[1])]
        if len(near) == 0:
            continue
        assert (high - low).max() < 2**30
        # Every side, without those that join the end of one ring to the start of the next.
        ends = starts[first + 1 : last] - starts[first] - 1
        a, b = np.delete(line[:-1], ends, axis=0), np.delete(line[1:], ends, axis=0)
        inside, on = look(points[near], a, b)
        held = near[inside]
        twice += int((holder[held] != 0).sum())
        holder[held] = grid + 1
        lies = near[on]
        touched[lies] = np.where(touched[lies] == 0, grid + 1, touched[lies])
    rule = np.where(holder > 0, holder, touched)
    wrong = int((rule != ours).sum())
    unflagged = int(((touched > 0) != (border > 0)).sum())
    plain.say("oracle", sort, len(points), int((touched > 0).sum()), wrong, unflagged, twice)


def look(points, a, b, at_once=4_000_000):
    """Whether each shifted point is inside the rings of sides a-b, and whether it was on one."""
    rows = max(1, at_once // len(a))
    parts = [part(points[k : k + rows], a, b) for k in range(0, len(points), rows)]
    return [np.concatenate(of) for of in zip(*parts)]


def part(points, a, b):
    x, y = points[:, :1], points[:, 1:]
    wide, tall = b[:, 0] - a[:, 0], b[:, 1] - a[:, 1]
    turn = wide * (y - a[:, 1]) - tall * (x - a[:, 0])
    # After the shift north a side is beside the point when one end only is not above it, and never
    # when it is level. Of a side through the point, the point is then to the east.
    beside = (a[:, 1] <= y) != (b[:, 1] <= y)
    to_the_east = beside & np.where(tall > 0, turn > 0, turn < 0)
    inside = to_the_east.sum(axis=1) % 2 == 1
    within = (np.minimum(a[:, 0], b[:, 0]) <= x) & (x <= np.maximum(a[:, 0], b[:, 0]))
    within &= (np.minimum(a[:, 1], b[:, 1]) <= y) & (y <= np.maximum(a[:, 1], b[:, 1]))
    return inside, (within & (turn == 0)).any(axis=1)


main()
