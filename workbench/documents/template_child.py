"""Fills in a template in a process of its own: JSON in, JSON out.

    python -m workbench.documents.template_child

A template that never ends or eats all memory takes only this process along.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from typing import Any, Final

from workbench.errors import Problem

_MEMORY: Final = 1 << 30


def main() -> int:
    """Read standard input, tell on standard output."""
    from workbench.documents.template_filling import filled

    asked = json.load(sys.stdin.buffer)
    template = b64decode(asked["template"])
    _limit()
    told: dict[str, Any]
    try:
        made = [
            filled(template, one["data"], b64decode(one["built"]), asked["language"])
            for one in asked["documents"]
        ]
        told = {"documents": [b64encode(one).decode("ascii") for one in made]}
    except Problem as problem:
        told = {"message": problem.message, "values": problem.values}
    except (MemoryError, RecursionError):
        told = {"exhausted": True}
    json.dump(told, sys.stdout)
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the parent's patience is
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    sys.exit(main())
