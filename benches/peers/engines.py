"""One peer, one folder of areas and points: answers compared row by row with ours, then timed.

    engines.py ENGINE DIR SORT COUNT RUNS [POSTGRES_URL]

Every peer gets the same doubles: lattice steps as whole numbers, in which its predicates meet no
rounding. Indices that an engine can keep are built before the clock starts. Prints the engine, the
sort of points, how many, millions of points a CPU second and a wall second, and the disagreements.
"""

import os
import sys
import time

import numpy as np
import plain
import shapely


class ShapelyPoints:
    """A tree over the areas, asked for each point with its predicate."""

    def __init__(self, areas, points):
        self.tree, self.points = shapely.STRtree(areas), shapely.points(points)
        shapely.prepare(areas)

    def join(self):
        return self.tree.query(self.points, predicate="intersects")


class ShapelyAreas:
    """A tree over the areas for boxes, then prepared areas: no geometry is made for a point."""

    def __init__(self, areas, points):
        self.areas, self.tree = areas, shapely.STRtree(areas)
        self.points, self.at = shapely.points(points), points.astype(float)
        shapely.prepare(areas)

    def join(self):
        near, area = self.tree.query(self.points)
        order = np.argsort(area, kind="stable")
        near, area = near[order], area[order]
        hit = shapely.intersects_xy(self.areas[area], self.at[near, 0], self.at[near, 1])
        return near[hit], area[hit]


class Geopandas:
    def __init__(self, areas, points):
        import geopandas

        self.areas = geopandas.GeoDataFrame(geometry=areas)
        self.points = geopandas.GeoDataFrame(geometry=shapely.points(points))
        self.areas.sindex.query(self.points.geometry.iloc[0])

    def join(self):
        found = self.points.sjoin(self.areas, predicate="intersects")
        return found.index.to_numpy(), found["index_right"].to_numpy()


def tables(areas, points):
    import pyarrow

    number = lambda of: np.arange(len(of), dtype=np.int32)
    return (
        pyarrow.table({"id": number(areas), "wkb": pyarrow.array(shapely.to_wkb(areas))}),
        pyarrow.table({"id": number(points), "x": points[:, 0] * 1.0, "y": points[:, 1] * 1.0}),
    )


JOIN = "select p.id as p, a.id as a from points p join areas a on ST_Intersects(a.geom, p.geom)"


class DuckDb:
    def __init__(self, areas, points):
        import duckdb
        import duckdb_extension_spatial

        home = os.path.dirname(duckdb_extension_spatial.__file__)
        found = [os.path.join(at, name) for at, _, names in os.walk(home) for name in names]
        extension = next(name for name in found if name.endswith(".duckdb_extension"))
        self.db = duckdb.connect(config={"threads": 1, "allow_unsigned_extensions": True})
        self.db.execute(f"load '{extension}'")
        drawn, placed = tables(areas, points)
        self.db.register("drawn", drawn)
        self.db.register("placed", placed)
        self.db.execute("create table areas as select id, ST_GeomFromWKB(wkb) as geom from drawn")
        self.db.execute("create table points as select id, ST_Point(x, y) as geom from placed")

    def join(self):
        found = self.db.execute(JOIN).fetchnumpy()
        return found["p"], found["a"]


class SedonaDb:
    def __init__(self, areas, points):
        import geopandas
        import sedonadb

        self.db = sedonadb.connect()
        for name, shapes in (("areas", areas), ("points", shapely.points(points))):
            ids = np.arange(len(shapes), dtype=np.int32)
            frame = geopandas.GeoDataFrame({"id": ids}, geometry=shapes).rename_geometry("geom")
            self.db.create_data_frame(frame).to_memtable().to_view(name)

    def join(self):
        found = self.db.sql(JOIN).to_arrow_table()
        return found["p"].to_numpy(), found["a"].to_numpy()


class Postgis:
    """Its time is that of the one process that serves the connection."""

    def __init__(self, areas, points):
        import psycopg

        self.db = psycopg.connect(sys.argv[6], autocommit=True)
        self.run = self.db.cursor().execute
        self.run("create extension if not exists postgis")
        self.run("set max_parallel_workers_per_gather = 0")
        self.run("set jit = off")
        self.run("set work_mem = '256MB'")
        for name, shapes in (("areas", areas), ("points", shapely.points(points))):
            self.run(f"drop table if exists {name}")
            self.run(f"create table {name} (id int, geom geometry)")
            with self.db.cursor().copy(f"copy {name} from stdin") as copy:
                for number, shape in enumerate(shapely.to_wkb(shapes, hex=True)):
                    copy.write_row((number, shape))
        self.run("create index on areas using gist (geom)")
        self.run("analyze areas, points")
        self.pid = self.db.info.backend_pid

    def cpu(self):
        with open(f"/proc/{self.pid}/stat") as stat:
            ticks = stat.read().rsplit(")", 1)[1].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def join(self):
        self.run("drop table if exists found")
        self.run(f"create temp table found as {JOIN}")

    def found(self):
        rows = np.array(self.run("select p, a from found").fetchall(), dtype=np.int64)
        return rows.reshape(-1, 2).T


ENGINES = {
    "shapely tree with predicate": ShapelyPoints,
    "shapely tree, prepared areas": ShapelyAreas,
    "geopandas sjoin": Geopandas,
    "DuckDB spatial": DuckDb,
    "SedonaDB": SedonaDb,
    "PostGIS": Postgis,
}


def disagreements(pairs, ours, border):
    """Points off every border where the peer names another grid than ours or several; points on one
    where ours is none of those that the peer names; points with several that we say are inside."""
    points, grids = (np.asarray(of, dtype=np.int64) for of in pairs)
    named = np.bincount(points, minlength=len(ours))
    same = np.bincount(points[grids + 1 == ours[points]], minlength=len(ours))
    inside = (border == 0) & ((named != (ours > 0)) | (same != named))
    on = (border == 1) & (same != 1)
    several = (border == 0) & (named > 1)
    return [int(of.sum()) for of in (inside, on, several)]


def main():
    engine, folder, sort, count, runs = sys.argv[1:6]
    file = lambda what: os.path.join(folder, what)
    areas = plain.geometries(file("areas.bin"))
    points = plain.read_points(file(f"{sort}.bin"), int(count))
    ours, border = (
        np.fromfile(file(f"{sort}.{what}.bin"), dtype="<u4")[: len(points)].astype(np.int64)
        for what in ("ours", "border")
    )
    begun = time.perf_counter()
    peer = ENGINES[engine](areas, points)
    ready = time.perf_counter() - begun
    pairs = peer.join()
    wrong = disagreements(peer.found() if pairs is None else pairs, ours, border)
    cpu = getattr(peer, "cpu", time.process_time)
    rates = len(points) / plain.medians(int(runs), peer.join, cpu) / 1e6
    plain.say("peer", engine, sort, len(points), *rates, *wrong, ready)


main()
