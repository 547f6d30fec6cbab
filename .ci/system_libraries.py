"""Finds the system libraries that Qt lacks on this Linux machine, and installs them or says how.

Qt's own wheel brings everything but these. Its error text names the wrong library as often as the right one
("xcb-cursor0 is needed" also stands for any other missing one, and for no screen at all), so the dynamic
linker is asked instead.

    python .ci/system_libraries.py window    for a window on this session's screen; nothing without a screen
    python .ci/system_libraries.py tests     for the tests: drawing without a screen, and a virtual screen

Exit code 0: all there. 1: something is missing; the command that installs it stands on standard error.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# Debian's and Ubuntu's package of each library that Qt leaves to the system; the newest name first.
PACKAGES: dict[str, tuple[str, ...]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libGLX.so.0": ("libglx0",),
    "libICE.so.6": ("libice6",),
    "libOpenGL.so.0": ("libopengl0",),
    "libSM.so.6": ("libsm6",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
}

# The files of the wheel that stand for each way of drawing; a name that a release of Qt lacks is passed over.
WIDGETS = ("QtWidgets.abi3.so", "QtSvg.abi3.so", "QtPrintSupport.abi3.so")
OFFSCREEN = (*WIDGETS, "Qt/plugins/platforms/libqoffscreen.so")
X11 = (*WIDGETS, "Qt/plugins/platforms/libqxcb.so")
WAYLAND = (*WIDGETS, "Qt/plugins/platforms/libqwayland.so", "Qt/plugins/platforms/libqwayland-generic.so")


def files_for(purpose: str) -> tuple[str, ...]:
    """The wheel's files whose libraries the purpose needs; none for a window where there is no screen."""
    if purpose == "tests":
        return (*OFFSCREEN, *X11)
    if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY"):
        return WAYLAND
    return X11 if os.environ.get("DISPLAY") else ()


def not_found(linker_output: str) -> set[str]:
    """The libraries that `ldd` could not find."""
    return set(re.findall(r"^\s*(\S+) => not found", linker_output, flags=re.MULTILINE))


def missing_libraries(files: tuple[str, ...]) -> set[str]:
    """The system libraries that these files of the PySide6 wheel lack here."""
    wheel = importlib.util.find_spec("PySide6")
    if wheel is None or wheel.origin is None:
        sys.exit("PySide6 is not installed in this environment; run `make setup` first")
    folder = Path(wheel.origin).parent
    present = [str(folder / name) for name in dict.fromkeys(files) if (folder / name).exists()]
    if not present:
        return set()
    answer = subprocess.run(
        ["ldd", *present], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    return not_found(answer.stdout)


def known_to_apt(package: str) -> bool:
    """Whether apt's lists, as they are now, can install the package."""
    answer = subprocess.run(
        ["apt-cache", "policy", package],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    candidate = re.search(r"^\s*Candidate: (\S+)", answer.stdout, flags=re.MULTILINE)
    return candidate is not None and candidate.group(1) != "(none)"


def packages_for(libraries: set[str], extra: list[str]) -> list[str]:
    """The packages that bring these libraries, under the names that this release of the system uses."""
    chosen = set(extra)
    for library in libraries:
        names = PACKAGES[library]
        chosen.add(next((name for name in names if known_to_apt(name)), names[-1]))
    return sorted(chosen)


def apt_get(*arguments: str) -> bool:
    """Run apt-get as root, without questions; its talk is shown only when it fails."""
    answer = subprocess.run(
        ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        print(answer.stdout, file=sys.stderr)
    return answer.returncode == 0


def install(libraries: set[str], extra: list[str]) -> None:
    """Install the packages of these libraries; with fresh lists where the present ones will not do."""
    wanted = ("install", "-y", "--no-install-recommends")
    listed = all(any(map(known_to_apt, PACKAGES[library])) for library in libraries)
    if listed and all(map(known_to_apt, extra)) and apt_get(*wanted, *packages_for(libraries, extra)):
        return
    apt_get("update")
    apt_get(*wanted, *packages_for(libraries, extra))


def main(purpose: str) -> int:
    """Check, and install where that is possible without asking anybody for a password."""
    if not sys.platform.startswith("linux"):
        return 0
    files = files_for(purpose)
    libraries = missing_libraries(files)
    extra = ["xvfb"] if purpose == "tests" and shutil.which("Xvfb") is None else []
    if not libraries and not extra:
        return 0

    lacking = ", ".join(sorted(libraries) + extra)
    unknown = sorted(libraries - PACKAGES.keys())
    if unknown or shutil.which("apt-get") is None:
        print(
            f"Qt needs these libraries of the system, which are missing: {lacking}.\n"
            "Install the packages that bring them with the system's package manager, then run this again.",
            file=sys.stderr,
        )
        return 1
    if os.geteuid() == 0:
        print(f"installing what Qt lacks on this machine: {lacking}", file=sys.stderr)
        install(libraries, extra)
        libraries = missing_libraries(files)
        extra = [name for name in extra if shutil.which("Xvfb") is None]
        if not libraries and not extra:
            return 0
        lacking = ", ".join(sorted(libraries) + extra)
    packages = " ".join(packages_for(libraries, extra))
    print(
        f"Qt needs packages of the system that are missing ({lacking}). Install them:\n"
        f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}\n"
        "then run this again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    if sys.argv[1:] not in (["window"], ["tests"]):
        sys.exit("usage: system_libraries.py window|tests")
    sys.exit(main(sys.argv[1]))
