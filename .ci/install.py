"""Makes the project importable in the environment that runs this, and leaves the `workbench` command there.

Both point at the project relative to themselves: a folder that is moved whole goes on working.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# -P: a file in the folder the user stands in must never stand in for a module of the program.
LAUNCHER = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/python" -P -m workbench "$@"
"""


def main() -> None:
    """Writes the path file and the launcher."""
    packages = Path(sysconfig.get_path("purelib"))
    path_file = packages / "workbench-project.pth"
    path_file.write_text(os.path.relpath(ROOT, packages) + "\n", encoding="utf-8")
    launcher = Path(sys.executable).parent / "workbench"
    launcher.write_text(LAUNCHER, encoding="utf-8")
    launcher.chmod(0o755)


if __name__ == "__main__":
    main()
