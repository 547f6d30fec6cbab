"""Makes the templates and the guide to them that come with the program.

    python -m workbench.documents.template_making

Offices copy these templates and change them. As shipped they make the built-in documents, chapter by chapter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench import paths
from workbench.documents.outline import NewPage, Outline, Paragraph, plain
from workbench.documents.source import KINDS
from workbench.documents.template_names import GROUPS, TABLES
from workbench.documents.writers import written
from workbench.i18n import LANGUAGES, N_, words

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
_HEADS: Final = "template-guide"


def made() -> Iterator[tuple[Path, bytes]]:
    """Every shipped template and both guides: where it stands and what is in it."""
    for language in LANGUAGES:
        for kind in KINDS:
            name = f"{kind}-{language}.docx"
            yield (
                paths.resources() / "templates" / "documents" / name,
                _template(language, lies=kind in _LYING),
            )
        yield paths.resources() / "help" / language / "templates.md", _guide(language).encode("utf-8")


def _template(language: str, *, lies: bool) -> bytes:
    blocks: list[Block] = [NewPage(landscape=True)] if lies else []
    blocks += [Paragraph(plain(line)) for line in _CHAPTERS]
    return written(
        Outline("{{ document.title }}", language, tuple(blocks), "{{ plan.issuing_body }}"), ".docx"
    )


def _guide(language: str) -> str:
    """The hand-written head, then the names with their meanings and examples."""
    told = words(language)
    folder = paths.resources() / "templates" / "documents"
    lines = [(folder / f"{_HEADS}-{language}.md").read_text(encoding="utf-8").rstrip()]
    head = [told(one) for one in (N_("Placeholder"), N_("Meaning"), N_("Example"))]
    for group in GROUPS:
        lines += ["", f"### {told(group.meaning)}", ""]
        if group.is_list:
            lines += [f"`{{%tr for row in {group.name} %}}` … `{{%tr endfor %}}`", ""]
        lines += [f"| {' | '.join(head)} |", "| --- | --- | --- |"]
        owner = "row" if group.is_list else group.name
        if group.is_list:
            lines.append(f"| `{{{{ row.number }}}}` | {told(N_('No.'))} | 1 |")
        lines += [
            f"| `{{{{ {owner}.{one.name} }}}}` | {told(one.meaning)} | {one.example} |" for one in group.names
        ]
    lines += ["", f"### {told(N_('Whole tables, each alone in a paragraph'))}", ""]
    lines += [f"| {head[0]} | {head[1]} | {head[2]} |", "| --- | --- | --- |"]
    for table in TABLES:
        example = f"`{{%p if tables.{table.name} %}}` … `{{%p endif %}}`"
        lines.append(f"| `{{{{ tables.{table.name} }}}}` | {told(table.title)} | {example} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write them all."""
    for path, content in made():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
