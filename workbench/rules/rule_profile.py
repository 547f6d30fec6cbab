"""The rule about the plan's own rule profile: what is wrong in it is said, and the rest applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.rules.rule import WARNING, fault, rule

if TYPE_CHECKING:
    from workbench.plan.elements import PlanHead
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: What is wrong is told up to here; the rest is counted.
_TOLD = 5


@rule(
    "X000",
    "rule-profile-faulty",
    WARNING,
    "plan",
    N_("The plan's rule profile can be applied as it is written"),
)
def rule_profile_faulty(_seen: View, head: PlanHead) -> Outcome | None:
    """Looks at the rule profile that the plan holds: every rule that it names exists, every severity and
    parameter fits, and every own rule is understood. What is wrong is left out; the rest is applied.

    Why: A profile that is applied in part checks something else than whoever wrote it believes.

    How: Open the rule profile of the plan, and mend or delete what is named.

    Good: {"extends": "draft", "off": ["S109"], "severity": {"C402": "info"}}

    Bad: {"extends": "draught", "off": ["S999"]}: neither is there.
    """
    # The profiles know the rules: they are asked when the rule is run.
    from workbench.rules.profile import of_plan
    from workbench.rules.rule import PASSED

    if not head.rule_profile:
        return None
    troubles = of_plan(head.rule_profile).troubles
    if not troubles:
        return PASSED
    more = len(troubles) - _TOLD
    if more > 0:
        return fault(
            "rule_profile",
            N_("The plan's rule profile is applied in part. Left out: {troubles}, and {count} more"),
            troubles=troubles[:_TOLD],
            count=more,
        )
    return fault(
        "rule_profile",
        N_("The plan's rule profile is applied in part. Left out: {troubles}"),
        troubles=troubles,
    )
