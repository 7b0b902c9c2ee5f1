"""Peers of the redraw, and one judge for all.

peers.py lattice SIDE OUT.json                  unit squares with weights 1 to 31
peers.py judge GRAPH.json K TOLERANCE GRIDS     figures of a drawing: a grid a line
peers.py metis|kahip|recom GRAPH.json K TOLERANCE SLACK SEED OUT
"""

import json
import random
import sys
import time

import numpy


def lattice(side: int, out: str) -> None:
    """Weights are those of numpy's default generator from seed 20261121."""
    weights = numpy.random.default_rng(20261121).integers(1, 32, side * side)
    nodes = [
        {"id": at, "weight": int(weights[at]), "x": at % side, "y": at // side}
        for at in range(side * side)
    ]
    links = [(at, at + 1) for at in range(side * side) if at % side < side - 1]
    links += [(at, at + side) for at in range(side * side - side)]
    graph = {"nodes": nodes, "links": [{"source": a, "target": b, "shared_perim": 1.0} for a, b in links]}
    with open(out, "w") as file:
        json.dump(graph, file)


def load(path: str):
    """Weights, neighbours with lengths, edges."""
    with open(path) as file:
        graph = json.load(file)
    place = {node["id"]: at for at, node in enumerate(graph["nodes"])}
    weights = [node["weight"] for node in graph["nodes"]]
    edges = [(place[it["source"]], place[it["target"]], it["shared_perim"]) for it in graph["links"]]
    near = [[] for _ in weights]
    for a, b, length in edges:
        near[a].append((b, length))
        near[b].append((a, length))
    return weights, near, edges


def judge(path: str, grids: int, tolerance: float, drawing: list[int]) -> str:
    """Border, grids inside the window, more pieces than grids, empty grids."""
    weights, near, edges = load(path)
    ideal = sum(weights) / grids
    sums = [0] * grids
    for weight, grid in zip(weights, drawing):
        sums[grid] += weight
    border = sum(length for a, b, length in edges if drawing[a] != drawing[b])
    inside = sum(ideal * (1 - tolerance) <= it <= ideal * (1 + tolerance) for it in sums)
    pieces, met = 0, [False] * len(weights)
    for start in range(len(weights)):
        if met[start]:
            continue
        pieces += 1
        met[start], stack = True, [start]
        while stack:
            for other, _ in near[stack.pop()]:
                if not met[other] and drawing[other] == drawing[start]:
                    met[other] = True
                    stack.append(other)
    empty = grids - len(set(drawing))
    share = 100 * inside / grids
    return f"border {border:.0f}\tinside {share:.1f} %\ttorn {pieces - grids + empty}\tempty {empty}"


def scaled(near):
    """Neighbours as flat lists; lengths as whole numbers with a mean of a thousand, at least 1."""
    lengths = [length for own in near for _, length in own]
    scale = 1000 * len(lengths) / sum(lengths)
    starts, others, costs = [0], [], []
    for own in near:
        others += [other for other, _ in own]
        costs += [max(1, round(length * scale)) for _, length in own]
        starts.append(len(others))
    return starts, others, costs


def metis(near, weights, grids, slack, seed):
    """METIS, k-way, asked for connected parts."""
    import pymetis

    starts, others, costs = scaled(near)
    options = pymetis.Options(seed=seed, contig=True, ufactor=round(slack * 1000))
    return lambda: pymetis.part_graph(
        grids, xadj=starts, adjncy=others, vweights=weights, eweights=costs, options=options, recursive=False
    )[1]


def kahip(near, weights, grids, slack, seed):
    """KaHIP, mode strong."""
    import kahip as library

    starts, others, costs = scaled(near)
    return lambda: library.kaffpa(weights, starts, costs, others, grids, slack, 1, seed, 2)[1]


def recom(near, weights, grids, slack, seed):
    """GerryChain's recursive tree partition: what it begins a chain with."""
    import networkx
    from gerrychain import Graph
    from gerrychain.tree import recursive_tree_part

    random.seed(seed)
    graph = networkx.Graph()
    for at, weight in enumerate(weights):
        graph.add_node(at, weight=weight)
    for at, own in enumerate(near):
        graph.add_edges_from((at, other) for other, _ in own)
    ideal = sum(weights) / grids
    graph = Graph.from_networkx(graph)

    def part():
        made = recursive_tree_part(graph, range(grids), ideal, "weight", slack)
        return [made[at] for at in range(len(weights))]

    return part


def main() -> None:
    """Does what the words say."""
    words = sys.argv[1:]
    if words[0] == "lattice":
        lattice(int(words[1]), words[2])
        return
    path, grids, tolerance = words[1], int(words[2]), float(words[3])
    if words[0] == "judge":
        with open(words[4]) as file:
            print(judge(path, grids, tolerance, [int(line) for line in file]))
        return
    slack, seed = float(words[4]), int(words[5])
    weights, near, _ = load(path)
    # Libraries are loaded and their graphs made before the clock is looked at.
    part = {"metis": metis, "kahip": kahip, "recom": recom}[words[0]](near, weights, grids, slack, seed)
    begun = time.process_time()
    drawing = part()
    took = time.process_time() - begun
    with open(words[6], "w") as file:
        file.writelines(f"{grid}\n" for grid in drawing)
    print(judge(path, grids, tolerance, list(drawing)), f"{took:.2f} s", sep="\t")


if __name__ == "__main__":
    main()
