"""Rules as a profile applies them, in the words of an editor of profiles."""

from __future__ import annotations

from workbench.i18n import words
from workbench.rules.registry import RULES
from workbench.session.rule_choices import _PARAMETERS, parameter_in_words, rule_lines


def test_every_parameter_of_every_rule_is_called_by_a_name_in_both_languages() -> None:
    names = {name for line in rule_lines(None, words("en")) for name, _ in line.parameters}
    assert names - set(_PARAMETERS) == set()
    assert set(_PARAMETERS) - names == set()
    for name in names:
        assert not parameter_in_words(name, words("zh")).isascii()


def test_every_rule_has_a_line() -> None:
    assert [line.code for line in rule_lines(None, words("zh"))] == sorted(RULES)
