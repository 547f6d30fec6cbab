"""A plan as far as its outline shows it at first sight, while the rest is still being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.elements import Element


class Sketch(Plan):
    """Some kinds of a plan, with codes, titles and places alone; to be looked at, never edited or checked."""

    __slots__ = ("_counts",)

    def __init__(self, id_: str, elements: Iterable[Element], counts: dict[str, int]) -> None:
        super().__init__(id_, elements)
        self._counts = counts

    def count(self, kind: str) -> int:
        """How many elements of a kind the whole plan has."""
        return self._counts[kind]
