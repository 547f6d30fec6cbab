"""The editor of a free object: one "name: value" a line, values as in exchange files."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.plan.change import same
from workbench.plan.values import half_width, parse_number
from workbench.ui.editors.paragraph import ParagraphEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge


class ObjectEditor(ParagraphEditor):
    """Names and values, one a line. Words need no quotes; lists and groups are written as JSON."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.text.setPlaceholderText(tr("name: value, one per line"))

    def retranslate(self) -> None:
        super().retranslate()
        self.text.setPlaceholderText(tr("name: value, one per line"))

    def shown(self, value: Any) -> str:
        return "\n".join(f"{name}: {_written(one)}" for name, one in (value or {}).items())

    def flush(self) -> None:
        self._pause.stop()
        try:
            value = read_object(self.text.toPlainText())
        except Problem as problem:
            self.set_fault(str(problem))
            return
        if not same(value, self._value):
            self.commit(value)
        else:
            self.set_fault("")


def read_object(text: str) -> dict[str, Any] | None:
    """The object that the lines stand for, None for no lines; a Problem names the line that is none."""
    made: dict[str, Any] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, colon, value = line.replace("：", ":", 1).partition(":")
        if not colon or not name.strip():
            raise Problem(N_("Line {number} is not “name: value”"), number=number)
        if name.strip() in made:
            raise Problem(
                N_("Line {number}: “{name}” stands there already"), number=number, name=name.strip()
            )
        made[name.strip()] = _read(value.strip(), number)
    return made or None


def _read(text: str, number: int) -> Any:
    plain = half_width(text)
    words = {"true": True, "false": False, "是": True, "否": False, "null": None, "": None}
    if plain in words:
        return words[plain]
    figure = parse_number(plain)
    if figure is not None:
        return figure
    if text[0] in '[{"':
        try:
            return json.loads(text, parse_float=Decimal, parse_int=Decimal)
        except (json.JSONDecodeError, RecursionError):
            raise Problem(N_("Line {number}: the brackets or quotes do not pair"), number=number) from None
    return text


def _written(value: Any) -> str:
    if isinstance(value, str) and value and value == value.strip() and value[0] not in '[{"':
        if (
            value not in {"true", "false", "是", "否", "null"}
            and parse_number(value) is None
            and "\n" not in value
        ):
            return value
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(
                f"{json.dumps(name, ensure_ascii=False)}: {_inside(one)}" for name, one in value.items()
            )
            + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inside(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _inside(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else _written(value)
