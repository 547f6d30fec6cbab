"""Makes the templates and the guide to them that come with the program.

    python -m workbench.documents.template_making

Offices copy these templates and change them. As shipped they make the built-in documents, chapter by chapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench import paths
from workbench.documents.outline import NewPage, Outline, Paragraph, plain
from workbench.documents.source import KINDS
from workbench.documents.template_guide import guide
from workbench.documents.writers import written
from workbench.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.documents.outline import Block

#: Kinds whose pages lie.
_LYING: Final = frozenset({"annex", "breakdown", "ledger"})
_CHAPTERS: Final = (
    "{{ head }}",
    "{%p for chapter in chapters %}",
    "{{ chapter.heading }}",
    "{{ chapter.body }}",
    "{%p endfor %}",
)


def made() -> Iterator[tuple[Path, bytes]]:
    """Every shipped template and both guides: where it stands and what is in it."""
    folder = paths.resources() / "templates" / "documents"
    for language in LANGUAGES:
        for kind in KINDS:
            name = f"{kind}-{language}.docx"
            yield folder / name, _template(language, lies=kind in _LYING)
        beside = folder / f"template-guide-{language}.md"
        content = guide(beside.read_text(encoding="utf-8"), language).encode("utf-8")
        # The same beside the templates and among the manuals.
        for path in (beside, paths.resources() / "help" / language / "templates.md"):
            yield path, content


def _template(language: str, *, lies: bool) -> bytes:
    blocks: list[Block] = [NewPage(landscape=True)] if lies else []
    blocks += [Paragraph(plain(line)) for line in _CHAPTERS]
    return written(
        Outline("{{ document.title }}", language, tuple(blocks), "{{ plan.issuing_body }}"), ".docx"
    )


def main() -> None:
    """Write them all."""
    for path, content in made():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
