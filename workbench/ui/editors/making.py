"""Which editor a declaration gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.typed import any_element
from workbench.plan.elements import SchemeItem
from workbench.ui.editors.choose import BooleanEditor, ChoiceEditor, ChoicesEditor
from workbench.ui.editors.free import ObjectEditor
from workbench.ui.editors.group import GroupEditor
from workbench.ui.editors.line import DateEditor, FigureEditor, LineEditor, MoneyEditor
from workbench.ui.editors.paragraph import LinesEditor, ParagraphEditor
from workbench.ui.editors.reference import ReferenceEditor, ReferencesEditor
from workbench.ui.editors.table import TableEditor

if TYPE_CHECKING:
    from workbench.plan.fields import Field, FieldType
    from workbench.ui.bridge import Bridge
    from workbench.ui.editors.editor import Editor

EDITORS: Final[dict[FieldType, type[Editor]]] = {
    "text": LineEditor,
    "long_text": ParagraphEditor,
    "choice": ChoiceEditor,
    "boolean": BooleanEditor,
    "integer": FigureEditor,
    "year": LineEditor,
    "number": FigureEditor,
    "money": MoneyEditor,
    "date": DateEditor,
    "period": LineEditor,
    "reference": ReferenceEditor,
    "texts": LinesEditor,
    "choices": ChoicesEditor,
    "numbers": LineEditor,
    "references": ReferencesEditor,
    "record": GroupEditor,
    "records": TableEditor,
    "absent": TableEditor,
    "object": ObjectEditor,
}


def editor_for(declared: Field, bridge: Bridge) -> Editor:
    """A new editor for a field."""
    if declared.files and declared.type == "texts":
        from workbench.ui.editors.evidence import EvidenceEditor

        return EvidenceEditor(declared, bridge)
    if declared is SchemeItem.field_of["parameters"]:
        from workbench.ui.editors.method import MethodEditor

        return MethodEditor(declared, bridge)
    return EDITORS[declared.type](declared, bridge)


def element_editor(declared: Field, bridge: Bridge) -> Editor:
    """An editor for a text that is the id of any element of the plan."""
    editor = ReferenceEditor(any_element(declared), bridge)
    editor.line.can_begin = False
    return editor
