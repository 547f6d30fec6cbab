"""Elements in layers with few crossings of the lines between them, and where each then stands.

A line past a layer goes through a place of its own there. Lines past a layer that end at one unit, or begin
at one element, share that place: so a unit that leads fifty projects takes one place and not fifty.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Sweeps down and up; few are needed, and each costs as much as the lines take to be sorted.
_ROUNDS: Final = 12
#: Lines from which on fewer sweeps are made, so that the time stays bounded.
_MANY_LINES: Final = 20_000
#: Height of the place of a line that only passes, where that of an element is 1.
_PASSING: Final = 0.4
_ALIGNINGS: Final = 6


class Places(NamedTuple):
    """Where things stand: layer and height of each element, and the way of each line through the layers."""

    #: Elements of each layer, top down.
    layers: tuple[tuple[str, ...], ...]
    #: Height of the middle of each element, in heights of an element, from 0 on.
    heights: dict[str, float]
    #: Line -> (layer, height) of its two ends and of what it passes.
    ways: dict[tuple[str, str], tuple[tuple[int, float], ...]]
    crossings: int
    #: What they were in the order in which the elements were given.
    crossings_before: int
    height: float


def count_crossings(lines: Sequence[tuple[int, int]]) -> int:
    """How often lines between two layers cross, each given by its places above and below."""
    ordered = sorted(lines)
    width = max((below for _, below in ordered), default=-1) + 1
    tree = [0] * (width + 1)
    crossings = 0
    for done, (_, below) in enumerate(ordered):
        at, before = below + 1, 0
        while at:
            before += tree[at]
            at &= at - 1
        crossings += done - before
        at = below + 1
        while at <= width:
            tree[at] += 1
            at += at & -at
    return crossings


class _Ordering:
    """Things in layers as numbers, with the lines between neighbouring layers."""

    def __init__(self, layers: Sequence[Sequence[str]], edges: Sequence[tuple[str, str]]) -> None:
        self.names: list[str] = []
        self.layers: list[list[int]] = []
        self.layer_of: list[int] = []
        number: dict[str, int] = {}
        for depth, names in enumerate(layers):
            self.layers.append([])
            for name in names:
                number[name] = self._new(name, depth)
        self.ways: dict[tuple[str, str], list[int]] = {}
        self.lines: list[dict[tuple[int, int], None]] = [{} for _ in layers[1:]]
        passing: dict[tuple[int, int], int] = {}
        last = len(layers) - 1
        for source, target in edges:
            here, end = number[source], number[target]
            way = [here]
            for depth in range(self.layer_of[here] + 1, self.layer_of[end]):
                # Lines to the last layer, where few things are linked with many, are led together.
                key = (end if self.layer_of[end] == last else number[source], depth)
                place = passing.get(key)
                if place is None:
                    place = passing[key] = self._new("", depth)
                way.append(place)
            way.append(end)
            self.ways[source, target] = way
            for above, below in pairwise(way):
                self.lines[self.layer_of[above]][above, below] = None
        self.down: list[list[int]] = [[] for _ in self.names]
        self.up: list[list[int]] = [[] for _ in self.names]
        for lines in self.lines:
            for above, below in lines:
                self.down[above].append(below)
                self.up[below].append(above)

    def _new(self, name: str, depth: int) -> int:
        self.names.append(name)
        self.layer_of.append(depth)
        self.layers[depth].append(len(self.names) - 1)
        return len(self.names) - 1

    def places(self) -> list[int]:
        """The place of each thing in its layer."""
        found = [0] * len(self.names)
        for layer in self.layers:
            for at, one in enumerate(layer):
                found[one] = at
        return found

    def crossings(self) -> int:
        """All crossings in the present order."""
        at = self.places()
        return sum(
            count_crossings([(at[above], at[below]) for above, below in lines]) for lines in self.lines
        )

    def improve(self) -> None:
        """Sweep down and up until nothing is gained; the best order found stays."""
        best, fewest = [layer.copy() for layer in self.layers], self.crossings()
        many = sum(map(len, self.lines))
        rounds = _ROUNDS if many <= _MANY_LINES else max(2, _ROUNDS * _MANY_LINES // many)
        vain = 0
        for turn in range(rounds):
            if not fewest or vain == 4:
                break
            order = range(1, len(self.layers)) if turn % 2 == 0 else range(len(self.layers) - 2, -1, -1)
            near = self.up if turn % 2 == 0 else self.down
            for depth in order:
                self._sort(depth, near, by_median=turn % 4 < 2)
            crossings = self.crossings()
            if crossings < fewest:
                best, fewest, vain = [layer.copy() for layer in self.layers], crossings, 0
            else:
                vain += 1
        self.layers = best

    def _sort(self, depth: int, near: list[list[int]], *, by_median: bool) -> None:
        layer = self.layers[depth]
        at = self.places()
        keys: dict[int, float] = {}
        for place, one in enumerate(layer):
            beside = sorted(at[other] for other in near[one])
            if not beside:
                # What is linked with nothing keeps its place among the others.
                keys[one] = float(place)
            elif by_median:
                middle = len(beside) // 2
                keys[one] = beside[middle] if len(beside) % 2 else (beside[middle - 1] + beside[middle]) / 2
            else:
                keys[one] = sum(beside) / len(beside)
        free = [one for one in layer if not near[one]]
        bound = sorted((one for one in layer if near[one]), key=keys.__getitem__)
        if free:
            made: list[int] = []
            queue = iter(bound)
            kept = set(free)
            for one in layer:
                made.append(one if one in kept else next(queue))
            self.layers[depth] = made
        else:
            self.layers[depth] = bound


def arrange(layers: Sequence[Sequence[str]], edges: Sequence[tuple[str, str]]) -> Places:
    """Put elements in an order with few crossings, never more than as given, and give each a height.

    Edges lead from a layer to any later one.
    """
    ordering = _Ordering(layers, edges)
    before = ordering.crossings()
    ordering.improve()
    after = ordering.crossings()
    heights = _heights(ordering)
    names, layer_of = ordering.names, ordering.layer_of
    return Places(
        tuple(tuple(names[one] for one in layer if names[one]) for layer in ordering.layers),
        {names[one]: heights[one] for layer in ordering.layers for one in layer if names[one]},
        {edge: tuple((layer_of[one], heights[one]) for one in way) for edge, way in ordering.ways.items()},
        after,
        before,
        max((heights[layer[-1]] + 1 for layer in ordering.layers if layer), default=0.0),
    )


def _heights(ordering: _Ordering) -> list[float]:
    """Heights that keep the order and let lines run as level as they can."""
    sizes = [1.0 if name else _PASSING for name in ordering.names]
    heights = [0.0] * len(sizes)
    tallest = max((sum(sizes[one] for one in layer) for layer in ordering.layers), default=0.0)
    for layer in ordering.layers:
        y = (tallest - sum(sizes[one] for one in layer)) / 2
        for one in layer:
            heights[one] = y + sizes[one] / 2
            y += sizes[one]
    for turn in range(_ALIGNINGS):
        order = range(len(ordering.layers)) if turn % 2 == 0 else range(len(ordering.layers) - 1, -1, -1)
        for depth in order:
            layer = ordering.layers[depth]
            wished = []
            for one in layer:
                beside = [*ordering.up[one], *ordering.down[one]]
                wished.append(
                    sum(heights[other] for other in beside) / len(beside) if beside else heights[one]
                )
            for one, y in zip(layer, _apart(wished, [sizes[one] for one in layer]), strict=True):
                heights[one] = y
    low = min((heights[layer[0]] - sizes[layer[0]] / 2 for layer in ordering.layers if layer), default=0.0)
    return [y - low for y in heights]


def _apart(wished: list[float], sizes: list[float]) -> list[float]:
    """The heights nearest to those wished (by least squares) that keep the order and lie on nothing else."""
    if not wished:
        return []
    offsets = [0.0]
    for one, other in pairwise(sizes):
        offsets.append(offsets[-1] + (one + other) / 2)
    # Blocks of neighbours that touch one another: sum of what they wish, and how many they are.
    blocks: list[tuple[float, int]] = []
    for want, offset in zip(wished, offsets, strict=True):
        total, many = want - offset, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / many:
            earlier, count = blocks.pop()
            total, many = total + earlier, many + count
        blocks.append((total, many))
    placed: list[float] = []
    for total, many in blocks:
        placed.extend([total / many] * many)
    return [base + offset for base, offset in zip(placed, offsets, strict=True)]
