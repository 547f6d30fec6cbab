"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import Problem
from workbench.files import atomic_write, why_not_written, write_together


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_new_file_holds_the_data(tmp_path: Path) -> None:
    atomic_write(tmp_path / "规划.docx", b"text")
    assert (tmp_path / "规划.docx").read_bytes() == b"text"
    assert names(tmp_path) == ["规划.docx"]


def test_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"a longer old text")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["plan.json"]


def test_a_name_as_long_as_the_disk_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("长" * 83 + ".docx")
    atomic_write(path, b"x")
    assert path.read_bytes() == b"x"


@pytest.mark.parametrize("place", ["missing/plan.docx", "file/plan.docx", "folder"])
def test_what_is_no_place_for_a_file_is_told_in_a_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Problem) as told:
        atomic_write(tmp_path / place, b"data")
    assert str(tmp_path / place) in str(told.value)
    assert names(tmp_path) == ["file", "folder"]


if os.name == "posix":

    def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
        path = tmp_path / "shared.json"
        path.write_bytes(b"old")
        path.chmod(0o640)
        (tmp_path / "link.json").symlink_to(path)
        atomic_write(tmp_path / "link.json", b"new")
        assert path.read_bytes() == b"new"
        assert path.stat().st_mode & 0o777 == 0o640
        assert (tmp_path / "link.json").is_symlink()

    def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
        """The limit on file size is the one disk fault that a test can have without a disk of its own."""
        path = tmp_path / "report.docx"
        path.write_bytes(b"old")
        script = (
            "import resource, signal, sys; from pathlib import Path; from workbench.errors import Problem\n"
            "from workbench.files import atomic_write\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
            "try: atomic_write(Path(sys.argv[1]), b'x' * 5000)\n"
            "except Problem as problem: sys.exit(str(problem))\n"
        )
        root = Path(__file__).resolve().parent.parent
        ran = subprocess.run(
            [sys.executable, "-c", script, str(path)], cwd=root, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 1
        assert "report.docx" in ran.stderr
        assert "Traceback" not in ran.stderr
        assert path.read_bytes() == b"old"
        assert names(tmp_path) == ["report.docx"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "full"), (errno.EROFS, "may not write"), (errno.EIO, "choose another place or name")],
)
def test_every_refusal_says_what_to_do(number: int, words: str) -> None:
    problem = why_not_written(Path("p.docx"), OSError(number, os.strerror(number)))
    assert words in problem.message
    assert "choose another" in problem.message


def test_a_file_held_by_word_is_called_open() -> None:
    class Held(OSError):
        winerror = 32

    assert "open in another program" in why_not_written(Path("p.docx"), Held(errno.EACCES, "held")).message


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("规划.docx", ".~lock.规划.docx#"),
        ("规划.xlsx", "~$规划.xlsx"),
        ("规划.xlsx", ".~规划.xlsx"),
        ("memo12.docx", "~$memo12.docx"),
        ("minutes.docx", "~$inutes.docx"),
        ("document.docx", "~$cument.docx"),
        ("annual figures.xlsx", "~$annual figures.xlsx"),
    ],
)
def test_a_file_open_in_an_office_program_is_not_written_over(tmp_path: Path, name: str, mark: str) -> None:
    """LibreOffice, Excel, WPS, and Word, which leaves out the beginning of longer names."""
    path, other = tmp_path / name, tmp_path / "other.docx"
    path.write_bytes(b"old")
    (tmp_path / mark).write_bytes(b"")
    with pytest.raises(Problem, match="is open in another program") as told:
        write_together([(other, b"new"), (path, b"new")])
    assert name in str(told.value)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == sorted([name, mark])
    (tmp_path / mark).unlink()
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"


def test_the_mark_of_a_file_that_is_gone_keeps_nothing_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "~$cument.docx").write_bytes(b"")
    atomic_write(tmp_path / "document.docx", b"new")
    assert (tmp_path / "document.docx").read_bytes() == b"new"


def test_several_files_are_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "plan.json", tmp_path / "plan.docx"
    first.write_bytes(b"old")
    second.mkdir()
    with pytest.raises(Problem, match="is a folder"):
        write_together([(first, b"new"), (second, b"new")])
    assert first.read_bytes() == b"old"
    assert names(tmp_path) == ["plan.docx", "plan.json"]
    second.rmdir()
    write_together([(first, b"new"), (second, b"new too")])
    assert (first.read_bytes(), second.read_bytes()) == (b"new", b"new too")


def test_a_library_is_never_written_over(tmp_path: Path) -> None:
    library = tmp_path / "plan.json"
    library.write_bytes(b"SQLite format 3\0 and more")
    with pytest.raises(Problem, match="is a library"):
        atomic_write(library, b"new")
    assert library.read_bytes().endswith(b"and more")


if os.name == "posix":

    def test_only_files_are_written_over(tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.json")
        (tmp_path / "loop.json").symlink_to("loop.json")
        for name in ("pipe.json", "loop.json"):
            with pytest.raises(Problem, match=name):
                atomic_write(tmp_path / name, b"x")
        assert names(tmp_path) == ["loop.json", "pipe.json"]
        assert (tmp_path / "pipe.json").is_fifo()
