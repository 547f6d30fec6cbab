"""Finds the command that is asked for, runs it, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

import workbench
from workbench.cli import output
from workbench.cli.arguments import Parser, language_asked, parse
from workbench.errors import Cancelled, Problem
from workbench.i18n import N_, speak, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Command -> what it does. Each is a module of this package of the same name ("_" behind Python's own words).
COMMANDS: Final = {
    "new": N_("make an empty library"),
    "list": N_("list the plans of a library"),
    "import": N_("take plans into a library"),
    "check": N_("check a plan: is it executable, implementable, checkable, assessable?"),
    "fix": N_("mend what can only be meant so"),
    "explain": N_("explain a rule: what, why, how to satisfy it"),
    "assess": N_("score a year by its assessment scheme"),
    "progress": N_("tell how far the indicators of a plan have come"),
    "export": N_("write a plan to files of other programs"),
    "diff": N_("tell what two plans, or two states of one, differ in"),
    "history": N_("tell who changed what, when"),
    "catalogue": N_("list catalogues of indicators, check and add one of your own"),
    "roll": N_("roll a year's assessment scheme forward"),
    "doctor": N_("examine a library file, and repair it"),
}
_MODULES: Final = {"list": "list_", "import": "import_"}
_ASKING: Final = ("-h", "--help", "--version")

FINE: Final = 0
FOUND: Final = 1
WRONG: Final = 2
#: What a shell says of a program that was interrupted.
INTERRUPTED: Final = 130


def is_command(arguments: Sequence[str]) -> bool:
    """Whether a call is for a command rather than for the window."""
    return bool(arguments) and (arguments[0] in COMMANDS or arguments[0] in _ASKING)


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code: FINE, FOUND, WRONG, or 3 when the library cannot be used."""
    return guarded(lambda: run_command(arguments), arguments)


def guarded(call: Callable[[], int], arguments: Sequence[str]) -> int:
    """The exit code of a call; what the user can act on is said in one line, in the language asked for."""
    asked = language_asked(arguments)
    if asked:
        speak(asked)
    output.be_quiet(False)
    try:
        code = call()
        output.hand_over()
        return code
    except Problem as problem:
        output.complain(problem)
        return problem.exit_code
    except OSError as error:
        reason = error.strerror or str(error)
        output.complain(Problem(N_("“{file}”: {reason}"), file=error.filename or "-", reason=reason))
        return WRONG
    except (Cancelled, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit as end:  # argparse, once it has printed its help
        return end.code if isinstance(end.code, int) else FINE
    finally:
        output.drop_rest()


def run_command(arguments: Sequence[str]) -> int:
    """Run the command that the first argument names, or answer a question about the program."""
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        module = importlib.import_module(f"workbench.cli.{_MODULES.get(name, name)}")
        parser = Parser(f"workbench {name}", tr(COMMANDS[name]))
        module.declare(parser)
        parser.add_manner()
        options = parse(parser, arguments[1:])
        output.be_quiet(options.quiet)
        code = module.run(options)
        assert isinstance(code, int)
        return code
    if name == "--version":
        output.result(f"workbench {workbench.__version__}")
    elif name in _ASKING:
        output.result(overview())
    else:
        raise Problem(N_("There is no command “{name}”; see workbench --help"), name=name)
    return FINE


def overview() -> str:
    """All commands, a line each."""
    rows = [
        ("workbench [LIBRARY]", tr("open the window")),
        ("workbench --sample", tr("open the window with the sample plans")),
        *((f"workbench {name}", tr(summary)) for name, summary in COMMANDS.items()),
    ]
    return "\n".join([*output.table(rows), "", tr("More about a command: workbench COMMAND --help")])
