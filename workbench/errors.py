"""What a user can act on, told apart from our own mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Problem(Exception):
    """Something the user can act on: what happened, where, and what to do, in one line.

    The message is an English message id with named places; it is translated when it is shown, so the
    same problem reads in the language of whoever looks at it. Anything that is not a Problem is a bug.
    """

    #: Exit code of the command line: 2 the call or its input is wrong, 3 the library cannot be used.
    exit_code = 2

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        from workbench.i18n import tr

        return tr(self.message, **self.values)


def some_of(names: Sequence[str], most: int = 8) -> str:
    """Names for a sentence: of many the first, and that there are more."""
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


class LibraryProblem(Problem):
    """The library file is damaged, read-only, locked, full or not ours."""

    exit_code = 3


class StaleChange(Problem):
    """A change was worked out on a state that is not the present one; nothing happened."""


class ChangedElsewhere(LibraryProblem):
    """Another window or program changed the plan first; nothing was written. Reload, then edit again."""


class Cancelled(Exception):
    """The user stopped a job; it leaves no trace. Showing it is a no-op."""
