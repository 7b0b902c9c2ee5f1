"""The plain files of `spatial` (see benches/src/files.rs), and one line of a result."""

import os
import sys
import time

import numpy as np


def read_points(path, count=None):
    """Points as an n x 2 array of lattice steps, longitude first; at most `count`."""
    points = np.fromfile(path, dtype="<i4").reshape(-1, 2)
    return points if count is None else points[:count]


def read_areas(path):
    """Where the polygons, rings and points start, and the points."""
    numbers = np.fromfile(path, dtype="<i4")
    areas, polygons, rings, points = numbers[:4]
    cuts = np.cumsum([4, areas + 1, polygons + 1, rings + 1, 2 * points])
    starts = [numbers[a:b].astype(np.int64) for a, b in zip(cuts[:3], cuts[1:4])]
    return starts, numbers[cuts[3] : cuts[4]].reshape(-1, 2)


def write_areas(path, areas):
    """Areas as lists of polygons, these as lists of closed rings, these as n x 2 arrays of steps."""
    polygons, rings, points, all_rings = [0], [0], [0], []
    for area in areas:
        for polygon in area:
            for ring in polygon:
                all_rings.append(ring)
                points.append(points[-1] + len(ring))
            rings.append(len(all_rings))
        polygons.append(len(rings) - 1)
    counts = [len(starts) - 1 for starts in (polygons, rings, points)] + [points[-1]]
    with open(path, "wb") as out:
        for part in (counts, polygons, rings, points, np.concatenate(all_rings)):
            out.write(np.asarray(part).astype("<i4").tobytes())


def geometries(path, scale=1.0):
    """Areas as shapely has them; coordinates are lattice steps, which doubles hold exactly."""
    import shapely

    (polygons, rings, points), coordinates = read_areas(path)
    multi = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON, coordinates * scale, (points, rings, polygons)
    )
    single = shapely.get_num_geometries(multi) == 1
    return np.where(single, shapely.get_geometry(multi, 0), multi)


def medians(runs, work, cpu=time.process_time):
    """CPU and wall seconds of `work`."""
    all_times = []
    for _ in range(runs):
        before = cpu(), time.perf_counter()
        work()
        all_times.append((cpu() - before[0], time.perf_counter() - before[1]))
    return np.median(np.array(all_times), axis=0)


def say(*words):
    """One result, with the load of the machine at that moment."""
    print(*words, f"load {os.getloadavg()[0]:.1f}", sep="\t", flush=True)


def warn(*words):
    print(*words, file=sys.stderr, flush=True)
