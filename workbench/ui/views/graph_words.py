"""What the traceability graph says in words: an element and its links, what is shown, a link being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.gaps import CHAIN, SENTENCES, lacks
from workbench.analysis.graph import HELD_IN
from workbench.i18n import plural, tr
from workbench.plan.elements import KINDS
from workbench.ui.models import cells
from workbench.ui.phrases import joined, labelled

if TYPE_CHECKING:
    from workbench.analysis.graph import Chain, Shown

#: Most names of one kind that are said of an element.
_MOST_NAMES = 6


def element_in_words(chain: Chain, id_: str) -> str:
    """An element: its name, its gaps, and what it is linked with; "" when it is not there."""
    element = chain.plan.get(id_)
    if element is None:
        return ""
    said = [f"{tr(element.label)} {cells.title_of(chain.plan, element)}"]
    said += [tr(SENTENCES[element.kind_name, one]) for one in lacks(chain.plan, element)]
    near = dict.fromkeys((*chain.up.get(id_, ()), *chain.down.get(id_, ())))
    for kind in CHAIN:
        names = [one for one in near if chain.plan.elements[one].kind_name == kind]
        if names:
            shown = joined(cells.named(chain.plan, one) for one in names[:_MOST_NAMES])
            more = f" … ({len(names):,})" if len(names) > _MOST_NAMES else ""
            said.append(labelled(tr(KINDS[kind].plural_label), f"{shown}{more}"))
    return "\n".join(said)


def shown_in_words(chain: Chain, shown: Shown) -> str:
    """How much is shown, and why not all of it."""
    count = len(shown.ids)
    gaps = sum(1 for id_ in shown.ids if lacks(chain.plan, chain.plan.elements[id_]))
    said = plural("{count} element", "{count} elements", count)
    if shown.is_cut and shown.around:
        said = tr(
            "{of} elements are too many for one picture: shown are {count} that hang together "
            "with {name}. Choose another element, or one problem.",
            of=f"{shown.of:,}",
            count=count,
            name=cells.named(chain.plan, shown.around),
        )
    return f"{said} · {plural('{count} with a gap', '{count} with gaps', gaps)}"


def linking_in_words(chain: Chain, source: str, target: str, *, fits: bool) -> str:
    """What the keys do while an element is being linked by them."""
    name, other = cells.named(chain.plan, source), cells.named(chain.plan, target)
    if target == source:
        kind = chain.plan.elements[source].kind_name
        kinds = dict.fromkeys(one for pair in HELD_IN if kind in pair for one in pair if one != kind)
        return tr(
            "Linking {name}: go with the arrows to one of these: {kinds}. Enter links, Escape leaves it.",
            name=name,
            kinds=joined(tr(KINDS[one].label) for one in kinds),
        )
    if fits:
        return tr("Enter links {name} with {other}", name=name, other=other)
    return tr("{name} and {other} cannot be linked", name=name, other=other)
