"""Fills in a template in a process of its own: a line of JSON in, a line of JSON out.

    python -m workbench.documents.template_child

The first line has the template, each further one the data of a document. A template that never ends or eats
all memory takes only this process along.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from typing import Any, Final

from workbench.errors import Problem
from workbench.i18n import N_

#: Bytes that the process may have.
_MEMORY: Final = 1 << 30


def main() -> int:
    """Read standard input, tell on standard output."""
    from workbench.documents.memory_limit import limit_memory
    from workbench.documents.template_filling import filled

    first = json.loads(sys.stdin.buffer.readline())
    template, tables = b64decode(first["template"]), b64decode(first["tables"])
    limit_memory(_MEMORY)
    for line in sys.stdin.buffer:
        told: dict[str, Any]
        try:
            asked = json.loads(line)
            made = filled(template, asked["data"], b64decode(asked["built"]), first["language"], tables)
            told = {"document": b64encode(made).decode("ascii")}
        except Problem as problem:
            told = {"message": problem.message, "values": problem.values}
        except RecursionError:
            told = {"message": N_("The template is not used: a macro in it calls itself without end")}
        except MemoryError:
            told = {}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
