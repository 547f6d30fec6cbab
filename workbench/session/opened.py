"""An open library: what it holds and who else has it open. Nothing of its plans is changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from workbench.store import presence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from workbench.errors import Problem
    from workbench.plan.plan import Plan
    from workbench.store.library import Library
    from workbench.store.reading import PlanEntry


class OpenLibrary:
    """A library file that is open until ``close``."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._note = presence.enter(library.path)

    def close(self) -> None:
        """Close the file."""
        presence.leave(self._note)
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The library file."""
        return self._library.path

    @property
    def library_read_only(self) -> bool:
        """Whether the library cannot be changed, however the plan is shown."""
        return self._library.read_only

    @property
    def notices(self) -> list[Problem]:
        """What went wrong without keeping anybody from working: a daily backup that could not be made."""
        return self._library.notices

    @property
    def others(self) -> list[presence.Presence]:
        """Who else has the library open on this machine."""
        return presence.others(self._library.path, self._note)

    def plans(self) -> list[PlanEntry]:
        """The plans of the library."""
        return self._library.plans()

    def deleted_plans(self) -> list[tuple[str, str]]:
        """Id and title of the plans that ``restore_plan`` can bring back."""
        return self._library.deleted()

    def read(self, plan_id: str) -> Plan:
        """A plan of the library, without opening it for editing."""
        return self._library.read(plan_id)

    def sign_of(self, plan_id: str, number: int) -> str:
        """What tells a change of a plan from the one of the same number in another copy of it."""
        return self._library.change_digest(plan_id, number)

    def damaged(self, plan_id: str) -> list[tuple[str, str]]:
        """(kind, id) of the elements that could not be read as they were written when the plan was read."""
        return list(dict.fromkeys((kind, id_) for kind, id_, _ in self._library.damage.get(plan_id, ())))

    def keep(self, path: Path, progress: Callable[[int, int], Any] | None = None) -> str:
        """Take a file's bytes into the library as evidence; their digest."""
        return self._library.keep(path, progress)

    def kept(self) -> dict[str, int]:
        """Size in bytes of every file kept as evidence, by digest."""
        return self._library.attachments()

    def kept_bytes(self, digest: str, name: str) -> Iterator[bytes]:
        """The bytes of a file kept as evidence; a Problem where they are not what was attached."""
        return self._library.attachment(digest, name)

    def save_copy(self, path: Path) -> None:
        """Write a copy of the library to another file; refuses to overwrite."""
        self._library.copy_to(path)

    def diagnose(self, progress: Callable[[int, int], Any] | None = None) -> list[tuple[str, str]]:
        """(kind, id) of records whose content digest does not fit, for the background check."""
        return self._library.check_digests(progress)
