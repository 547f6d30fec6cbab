"""What the widgets that the program draws itself are, for those who hear the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

#: By the name of the class, or of one it derives from. Qt calls all of them a client area otherwise.
ROLES: Final = {
    "ChartArea": QAccessible.Role.Chart,
    "GanttChart": QAccessible.Role.Chart,
    "GraphCanvas": QAccessible.Role.Chart,
    "MoneyBand": QAccessible.Role.Chart,
    "PathChart": QAccessible.Role.Chart,
    "Sheet": QAccessible.Role.Chart,
    "TrendChart": QAccessible.Role.Chart,
    "MoneyLegend": QAccessible.Role.Graphic,
    "Legend": QAccessible.Role.Graphic,
    "PageView": QAccessible.Role.Document,
    # The pages of Qt's print preview; the graph has a name of its own above.
    "QGraphicsView": QAccessible.Role.Document,
    # The fields of an editor are told as belonging together, under its name.
    "ChipRow": QAccessible.Role.Grouping,
    "Editor": QAccessible.Role.Grouping,
    "Beginning": QAccessible.Role.Grouping,
    "MomentChoice": QAccessible.Role.Grouping,
}


def tell_roles() -> None:
    """Have Qt ask here first what a widget is."""
    QAccessible.installFactory(_made)


def _made(name: str, told: QObject) -> QAccessibleInterface | None:
    role = ROLES.get(name)
    return QAccessibleWidget(told, role) if role is not None and isinstance(told, QWidget) else None
