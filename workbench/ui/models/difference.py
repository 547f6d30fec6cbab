"""The rows of a comparison: a heading for each kind, its elements, under each what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from workbench.i18n import current, tr, words
from workbench.plan.compare import WHATS
from workbench.plan.elements import KINDS
from workbench.ui.phrases import beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from workbench.plan.compare import What
    from workbench.plan.differences_in_words import Line, Paragraph

_Index = QModelIndex | QPersistentModelIndex
#: The role that gives the Row itself.
ROW: Final = Qt.ItemDataRole.UserRole
#: The sign of what became of an element, so that colour alone never says it.
SIGNS: Final[dict[What, str]] = {"added": "＋", "deleted": "－", "changed": "≠", "moved": "↕"}


class Row(NamedTuple):
    """A heading (a kind and how many of it differ), an element, or a line of one."""

    kind: str
    many: int = 0
    paragraph: Paragraph | None = None
    line: Line | None = None


class DifferenceModel(QAbstractTableModel):
    """What differs, one row a heading, an element or a field; three columns: what, before, after."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._all: Sequence[Paragraph] = ()
        #: The rows of each element, made once: filtering only picks among them.
        self._rows_of: list[list[Row]] = []
        #: What each element says, for the filter; made when a filter is first typed.
        self._texts: list[str] = []
        #: Elements folded otherwise than at first: what came or went begins folded, the rest open.
        self._turned: set[str] = set()
        self._text, self._what, self._kind = "", "", ""

    def put(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show these differences."""
        self._all = paragraphs
        self._texts = []
        self._rows_of = [
            [Row(one.kind, paragraph=one), *(Row(one.kind, paragraph=one, line=line) for line in one.lines)]
            for one in paragraphs
        ]
        self._turned.clear()
        self._lay()

    def filter(self, text: str, what: str, kind: str) -> None:
        """Show only what holds all words of a text, became so, and is of a kind; "" lets all through."""
        self._text, self._what, self._kind = text, what, kind
        self._lay()

    @property
    def kinds(self) -> list[str]:
        """The kinds that anything differs in, in the order of the format."""
        there = {one.kind for one in self._all}
        return [kind for kind in KINDS if kind in there]

    @property
    def shown(self) -> int:
        """How many elements the filter lets through."""
        return sum(1 for row in self.rows if row.paragraph is not None and row.line is None)

    @property
    def is_filtered(self) -> bool:
        """Whether the filter asks for anything."""
        return bool(self._text.strip() or self._what or self._kind)

    def is_open(self, paragraph: Paragraph) -> bool:
        """Whether the lines of an element are seen."""
        begins_open = paragraph.what in ("changed", "moved")
        return begins_open != (paragraph.id in self._turned)

    def fold(self, paragraph: Paragraph, *, away: bool) -> None:
        """Fold the lines of an element away, or out."""
        if self.is_open(paragraph) == away and paragraph.lines:
            self._turned ^= {paragraph.id}
            self._lay()

    def row_of(self, id_: str) -> int:
        """The row of an element; -1 when it is not shown."""
        for at, row in enumerate(self.rows):
            if row.paragraph is not None and row.paragraph.id == id_ and row.line is None:
                return at
        return -1

    def _lay(self) -> None:
        wanted = [one.casefold() for one in self._text.split()]
        if wanted and not self._texts:
            self._texts = [_text_of(one) for one in self._all]
        by_kind: dict[str, list[int]] = {}
        for at, one in enumerate(self._all):
            if (self._what and one.what != self._what) or (self._kind and one.kind != self._kind):
                continue
            by_kind.setdefault(one.kind, []).append(at)
        for word in wanted:
            by_kind = {
                kind: [at for at in members if word in self._texts[at]] for kind, members in by_kind.items()
            }
        rows: list[Row] = []
        for kind, members in by_kind.items():
            rows.extend([Row(kind, len(members))] if members else [])
            for at in members:
                mine = self._rows_of[at]
                rows.extend(mine if self.is_open(self._all[at]) else mine[:1])
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    # -- for the view ----------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return (tr("Element and field"), tr("It was"), tr("It became"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_of(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and (said := cell_of(row, index.column())):
            from html import escape

            return f"<p>{escape(said)}</p>"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return read_out(row) if index.column() == 0 else cell_of(row, index.column())
        return None


def cell_of(row: Row, column: int) -> str:
    """The words of a cell."""
    if row.line is not None:
        return (row.line.label, row.line.before, row.line.after)[column]
    if column:
        return ""
    if row.paragraph is not None:
        return row.paragraph.name
    return beside(tr(KINDS[row.kind].plural_label), str(row.many))


def read_out(row: Row) -> str:
    """A row as it is read aloud."""
    if row.line is not None:
        nothing = tr("nothing")
        before, after = row.line.before or nothing, row.line.after or nothing
        return tr("{label}: from {before} to {after}", label=row.line.label, before=before, after=after)
    if row.paragraph is not None:
        return row.paragraph.said(words(current()))
    return cell_of(row, 0)


def _text_of(one: Paragraph) -> str:
    parts = [one.name, one.place, tr(WHATS[one.what])]
    for line in one.lines:
        parts += [line.label, line.before, line.after]
    return "\n".join(parts).casefold()
