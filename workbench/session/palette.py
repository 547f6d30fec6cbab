"""All commands found by a few typed characters, with what keeps a command from being chosen now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.search import matches
from workbench.i18n import N_
from workbench.session.commands import COMMANDS, MENUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.i18n import Words
    from workbench.session.commands import Command

#: Why a command cannot be chosen: what is told is the first that is missing.
_WHY: Final = {
    "library": N_("Open a library first"),
    "plan": N_("Open a plan first"),
    "writable": N_("What is open can only be read now"),
    "undo": N_("There is nothing to undo"),
    "redo": N_("There is nothing to redo"),
    "back": N_("There is nothing to go back to"),
    "forward": N_("There is nothing to go forward to"),
    "findings": N_("The plan is still being checked"),
    "past": N_("The plan is shown as it is today"),
}
#: Facts that hold only where another does.
_NEEDS: Final = {"plan": "library"}
#: Added to the rank of a command found by the other language or by its menu.
_BY_THE_WAY: Final = 10


class Offer(NamedTuple):
    """A command with its title and menu in words, and the message that says why it cannot be chosen now."""

    command: Command
    title: str
    menu: str
    why: str


def offers(query: str, facts: set[str], recent: Sequence[str], words: Words) -> list[Offer]:
    """The commands that answer what was typed: best first, then those used last, then as in the menus.

    Titles are found in the language spoken, by its pinyin, and in English.
    """
    ranked: list[tuple[int, int, int, Offer]] = []
    for at, command in enumerate(COMMANDS):
        offer = Offer(command, plain(words(command.title)), _menu(command, words), _why(command, facts))
        rank = _rank(query, offer)
        if rank is not None:
            used = recent.index(command.id) if command.id in recent else len(recent)
            ranked.append((rank, used, at, offer))
    return [offer for _, _, _, offer in sorted(ranked, key=lambda one: one[:3])]


def plain(title: str) -> str:
    """A title of a menu or a command without its mark for the keyboard and without dots."""
    bare, _, mark = title.partition("(&")
    return (bare if len(mark) == len("F)") else title).replace("&", "").rstrip("…")


def _menu(command: Command, words: Words) -> str:
    above = command.menu.rpartition(".")[0]
    return " › ".join(plain(words(MENUS[id_])) for id_ in (above, command.menu) if id_)


def _why(command: Command, facts: set[str]) -> str:
    wanted = set(command.when.split())
    wanted |= {_NEEDS[one] for one in wanted if one in _NEEDS}
    return next((why for fact, why in _WHY.items() if fact in wanted - facts), "")


def _rank(query: str, offer: Offer) -> int | None:
    by_title = matches(query, offer.title)
    if by_title is not None:
        return by_title
    english = plain(offer.command.title)
    by_more = matches(query, f"{offer.menu} {offer.title} {english} {offer.command.shortcut}")
    return None if by_more is None else _BY_THE_WAY + by_more
