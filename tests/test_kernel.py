"""A random planner at the kernel: after every step three things hold.

File = memory; live findings = full check; every past state can be had again.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.plans import sound_elements
from tests.random_values import random_value
from workbench.errors import Problem
from workbench.plan import edits
from workbench.plan.change import Change, same
from workbench.plan.elements import KINDS
from workbench.plan.plan import Plan
from workbench.rules.fixing import is_fixable, mend_safely, settling_ways
from workbench.rules.registry import RULES
from workbench.session.session import Session

OWN = {
    "code": "X001",
    "title": "名称不能太长",
    "kind": "project",
    "holds": 'title contains "平台"',
    "message": "{title} 不是平台",
    "severity": "warning",
}
SEEDS = st.integers(0, 2**32)


class Planner(RuleBasedStateMachine):
    """Adds, edits, links, moves, deletes, duplicates, imports, undoes, redoes and reopens at random."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.session = Session.create(self.folder / "library.workbench", author="planner")
        self.past: dict[int, dict[str, Any]] = {}

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        elements = sound_elements(40, seed)
        self.session.import_plan(sound_elements(40, seed + 1, "above"))
        self.session.import_plan([elements[0].but(parents=("above",)), *elements[1:]])
        self.session.open_plan("plan")
        self._remember()

    def teardown(self) -> None:
        if self.session.plan is not None:
            self._all_past_states_come_back()
        self.session.close()
        shutil.rmtree(self.folder)

    @property
    def plan(self) -> Plan:
        assert self.session.plan is not None
        return self.session.plan

    def _remember(self) -> None:
        self.past[self.session.newest] = dict(self.plan.elements)

    def _apply(self, change: Change) -> None:
        self.session.apply(change)
        self._remember()

    def _attempt(self, make: Any) -> None:
        """Try an edit that may rightly be refused; refused, it has changed nothing."""
        before, newest = dict(self.plan.elements), self.session.newest
        try:
            change = make()
            if change is not None:
                self._apply(change)
        except Problem:
            assert self.session.newest == newest
            assert self.plan.elements == before

    def _any(self, chance: random.Random, *kinds: str) -> Any:
        found = [one for one in self.plan.elements.values() if not kinds or one.kind_name in kinds]
        return chance.choice(found) if found else None

    # -- what a planner does ---------------------------------------------------------------------------

    @rule(seed=SEEDS)
    def add(self, seed: int) -> None:
        chance = random.Random(seed)
        kind = chance.choice([name for name in KINDS if name != "plan"])
        cls = KINDS[kind]
        values = {
            declared.name: random_value(declared, chance, self.plan)
            for declared in cls.fields
            if declared.name not in ("id", "position", "code")
            and (declared.required or chance.random() < 0.4)
        }
        if cls.owner_field:
            owner = self._any(chance, cls.owner_kind or "")
            values[cls.owner_field] = owner.id if owner else None
        if cls is KINDS["waiver"]:
            values |= {
                "rule": chance.choice(["I301", "C401", "E203", "S113", "A516", "X001", "nonsense"]),
                "element": self._any(chance).id,
                "until": chance.choice([None, None, date(2020, 1, 1), date(2199, 1, 1)]),
            }
            values["field"] = None
        self._attempt(lambda: edits.add(self.plan, kind, values))

    @rule(seed=SEEDS)
    def set_any_field(self, seed: int) -> None:
        chance = random.Random(seed)
        element = self._any(chance)
        declared = chance.choice(
            [one for one in element.fields if one.name not in ("id", "position", "empty_lists")]
        )
        value = random_value(declared, chance, self.plan)
        key = chance.choice(["", "", "typing"])
        self._attempt(lambda: edits.set_field(self.plan, element.id, declared.name, value, merge_key=key))

    @rule(seed=SEEDS, letters=st.lists(st.sampled_from("新平台x"), min_size=1, max_size=4))
    def type_a_title(self, seed: int, letters: list[str]) -> None:
        chance = random.Random(seed)
        element = self._any(chance, "goal", "project", "unit", "indicator")
        if element is None:
            return
        before = dict(self.plan.elements)
        for number in range(1, len(letters) + 1):
            text = element.name_shown + "".join(letters[:number])
            self._apply(edits.rename(self.plan, element.id, text, merge_key=f"typing {seed}"))
        self.session.undo()
        assert self.plan.elements == before
        self._remember()

    @rule(seed=SEEDS)
    def link(self, seed: int) -> None:
        chance = random.Random(seed)
        project, goal = self._any(chance, "project"), self._any(chance, "goal")
        if project and goal:
            self._attempt(lambda: edits.link(self.plan, project.id, "goals", goal.id, role="supporting"))

    @rule(seed=SEEDS)
    def unlink(self, seed: int) -> None:
        chance = random.Random(seed)
        project = self._any(chance, "project")
        if project and project.goals:
            self._attempt(lambda: edits.unlink(self.plan, project.id, "goals", project.goals[0].goal))

    @rule(seed=SEEDS)
    def move(self, seed: int) -> None:
        chance = random.Random(seed)
        element = self._any(chance, "goal", "project", "milestone", "indicator", "section")
        if element is None:
            return
        holder = self._any(chance, type(element).owner_kind or element.kind_name)
        next_to = self._any(chance, element.kind_name)
        parent = holder.id if chance.random() < 0.7 else None
        self._attempt(lambda: edits.move(self.plan, element.id, parent=parent, after=next_to.id))

    @rule(seed=SEEDS)
    def reschedule(self, seed: int) -> None:
        chance = random.Random(seed)
        project = self._any(chance, "project")
        if project:
            start, end = (
                random_value(project.field_of[name], chance, self.plan) for name in ("start", "end")
            )
            self._attempt(lambda: edits.reschedule(self.plan, project.id, start, end))

    @rule(seed=SEEDS)
    def delete_and_take_back(self, seed: int) -> None:
        chance = random.Random(seed)
        element = self._any(chance)
        if element.kind_name == "plan":
            return
        before = dict(self.plan.elements)
        self._apply(edits.delete(self.plan, [element.id]))
        assert element.id not in self.plan
        if chance.random() < 0.6:
            self.session.undo()
            assert self.plan.elements == before
            self._remember()

    @rule(seed=SEEDS)
    def duplicate(self, seed: int) -> None:
        chance = random.Random(seed)
        element = self._any(chance, "goal", "project", "milestone", "unit", "scheme")
        if element is not None and len(self.plan) < 150:
            self._attempt(lambda: edits.duplicate(self.plan, [element.id]))

    @rule()
    def undo(self) -> None:
        # The import itself stays: without a head there would be no plan to go on with.
        if self.session.undo_label is not None and "Import" not in self.session.undo_label.message:
            self.session.undo()
            self._remember()

    @rule()
    def redo(self) -> None:
        if self.session.redo_label is not None:
            self.session.redo()
            self._remember()

    @rule(seed=SEEDS)
    def undo_an_older_step(self, seed: int) -> None:
        rows = [
            row for row in self.session.history() if not row.undone and not row.is_undo and row.number > 1
        ]
        if rows:
            row = random.Random(seed).choice(rows)
            self._attempt(lambda: self._undo_step(row.number))
            self._remember()

    def _undo_step(self, number: int) -> None:
        self.session.undo_step(number)

    @rule(seed=SEEDS)
    def choose_rules(self, seed: int) -> None:
        chance = random.Random(seed)
        off = tuple(chance.sample(sorted(RULES), 5))
        profile = chance.choice(
            [
                None,
                {"extends": chance.choice(["strict", "draft", "action_plan", "no such profile"])},
                {"off": list(off), "severity": {chance.choice(sorted(RULES)): "info"}},
                {"own": [OWN, {**OWN, "code": "X002", "kind": "goal", "holds": "count(projects) > 1"}]},
                {"own": [{**OWN, "holds": "((("}], "off": "S101"},
            ]
        )
        self._attempt(lambda: edits.set_field(self.plan, "plan", "rule_profile", profile))

    @rule(seed=SEEDS)
    def mend(self, seed: int) -> None:
        chance = random.Random(seed)
        self.session.check_whole_now()
        checker = self.session.checker
        waiting = [one for one in checker.findings() if is_fixable(checker.view, one)]
        if not waiting:
            return
        finding = chance.choice(waiting)
        ways = settling_ways(checker, finding)
        if ways:
            self._apply(chance.choice(ways).change)
            self.session.check_whole_now()
            place = (finding.rule, finding.id, finding.field)
            assert place not in {(one.rule, one.id, one.field) for one in checker.findings()}

    @rule()
    def mend_all(self) -> None:
        self.session.check_whole_now()
        mended = mend_safely(self.session.checker)
        before = {one for one in self.session.checker.findings() if one.severity == "error"}
        if not mended.change.is_empty:
            self._apply(mended.change)
            self.session.check_whole_now()
            after = {one for one in self.session.checker.findings() if one.severity == "error"}
            assert len(after) <= len(before)

    @rule(seed=SEEDS)
    def import_over(self, seed: int) -> None:
        before = dict(self.plan.elements)
        self.session.import_plan(sound_elements(40, seed), replace=True)
        self._remember()
        if random.Random(seed).random() < 0.7 and self.plan.elements != before:
            self.session.undo()
            assert self.plan.elements == before
            self._remember()

    @rule()
    def reopen(self) -> None:
        path, undo, redo = self.session.path, self.session.undo_label, self.session.redo_label
        self.session.close()
        self.session = Session.open(path, author="planner")
        self.session.open_plan("plan")
        assert (self.session.undo_label, self.session.redo_label) == (undo, redo)

    # -- what always holds -----------------------------------------------------------------------------

    @invariant()
    def file_is_memory(self) -> None:
        if self.session.plan is None:
            return
        stored = self.session.read("plan")
        assert stored.elements.keys() == self.plan.elements.keys()
        for id_, element in stored.elements.items():
            assert same(element, self.plan.elements[id_]), id_

    @invariant()
    def live_is_full(self) -> None:
        if self.session.plan is None:
            return
        self.session.check_whole_now()
        live = self.session.checker
        fresh = live.on(Plan(self.plan.id, self.plan.elements.values()))
        fresh.full()
        assert live.findings() == fresh.findings()
        assert live.verdicts() == fresh.verdicts()

    @invariant()
    def indexes_are_true(self) -> None:
        if self.session.plan is None:
            return
        fresh = Plan(self.plan.id, self.plan.elements.values())
        for id_ in self.plan.elements:
            assert self.plan.children(id_) == fresh.children(id_)
            assert self.plan.owned(id_) == fresh.owned(id_)
            assert set(self.plan.referrers(id_)) == set(fresh.referrers(id_))
        for kind in KINDS:
            assert self.plan.roots(kind) == fresh.roots(kind)
            assert self.plan.of_kind(kind) == fresh.of_kind(kind)

    def _all_past_states_come_back(self) -> None:
        for number, elements in self.past.items():
            past = self.session.plan_as_of(number).elements
            assert past.keys() == elements.keys()
            for id_, element in elements.items():
                assert same(past[id_], element), (number, id_)


TestPlanner = Planner.TestCase
TestPlanner.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
