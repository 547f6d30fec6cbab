"""Phrases that several views put together the same way."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from workbench.i18n import current, plural, tr
from workbench.plan.settled import FROZEN, frozen_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan


def joined(parts: Iterable[str]) -> str:
    """Several phrases as one, with the comma of the language now spoken."""
    return ("，" if current() == "zh" else ", ").join(parts)


def listed(parts: Iterable[str]) -> str:
    """Several phrases that may have commas of their own, as one."""
    return ("；" if current() == "zh" else "; ").join(parts)


def beside(text: str, aside: str) -> str:
    """A text with something behind it in the round brackets of the language now spoken."""
    return f"{text}（{aside}）" if current() == "zh" else f"{text} ({aside})"


def labelled(label: str, text: str) -> str:
    """A text behind what it is about, with the colon of the language now spoken."""
    return f"{label}：{text}" if current() == "zh" else f"{label}: {text}"


def sentences(parts: Iterable[str]) -> str:
    """Several sentences one after another, as the language now spoken parts them."""
    return ("" if current() == "zh" else " ").join(parts)


def frozen_in_words(plan: Plan, element: Element | None) -> str:
    """Why an element of a frozen scheme cannot be changed, and what to do; "" for any other."""
    frozen = frozen_of(plan, element)
    return tr(FROZEN, year=frozen.year) if frozen is not None else ""


def counts_in_words(counts: Mapping[str, int]) -> list[str]:
    """Counts of findings ("error", "warning", "info", "waived") and of checks that cannot be judged
    ("unknown"), one phrase each; nothing that is zero.
    """
    said = []
    if counts.get("error"):
        said.append(plural("{count} error", "{count} errors", counts["error"]))
    if counts.get("warning"):
        said.append(plural("{count} warning", "{count} warnings", counts["warning"]))
    if counts.get("info"):
        said.append(plural("{count} hint", "{count} hints", counts["info"]))
    if counts.get("unknown"):
        said.append(
            plural("{count} check cannot be judged", "{count} checks cannot be judged", counts["unknown"])
        )
    if counts.get("waived"):
        said.append(plural("{count} waived", "{count} waived", counts["waived"]))
    return said


def local_time(iso: str) -> str:
    """A moment of the log in local time, to the minute; as it stands when it is no time."""
    try:
        return datetime.fromisoformat(iso).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return iso
