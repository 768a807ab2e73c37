"""What needs two people is done by two: one proposes, another approves, and only then it happens."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from onrecord.access.rights import Deed, may
from onrecord.access.things import Proposal as ProposalThing
from onrecord.access.things import Step
from onrecord.desk.approvals.models import Proposal
from onrecord.desk.cases.models import CaseFile
from onrecord.desk.people.middleware import person_from
from onrecord.desk.people.models import Account, Team
from onrecord.errors import OnRecordError
from onrecord.model.agenda import Protection


class ApprovalError(OnRecordError):
    """A step that this person cannot decide, or that is decided already."""


def thing_of(proposal: Proposal) -> ProposalThing:
    """The proposal as `access` knows it; who may know of it follows from its case as it is now."""
    return ProposalThing(
        proposal.team_id, Step(proposal.step), proposal.proposed_by_id, custodians=custodians(proposal.about_case)
    )


def custodians(case: CaseFile | None) -> frozenset[int] | None:
    """Who may know of a sealed case; None where there is none or it is not sealed."""
    if case is None or case.protection != Protection.SEALED.value:
        return None
    return frozenset(case.custodians.values_list("pk", flat=True))


def propose(
    step: Step,
    team: Team,
    subject: str,
    *,
    by: Account,
    digest: str = "",
    reason: str = "",
    case: CaseFile | None = None,
) -> Proposal:
    """The open proposal of this step on this subject: the one that waits already, or a new one."""
    with transaction.atomic():
        waiting = Proposal.objects.filter(
            team=team, step=step.value, subject=subject, digest=digest, approved__isnull=True
        ).first()
        return waiting or Proposal.objects.create(
            team=team, step=step.value, subject=subject, digest=digest, reason=reason, about_case=case, proposed_by=by
        )


def decide(proposal: Proposal, *, by: Account, approve: bool, strong: bool) -> Proposal:
    """Record what another person decided. Raises `ApprovalError` for the proposer, and where it is decided already."""

    with transaction.atomic():
        held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if held.approved is not None:
            raise ApprovalError("This was decided already.", advice="Load the page again to see how.")
        if not may(person_from(by, strong=strong), Deed.APPROVE, thing_of(held)):
            raise ApprovalError(
                "Another person has to decide this.", advice="Ask a lead of the team who did not propose it."
            )
        held.decided_by, held.decided_at, held.approved = by, timezone.now(), approve
        held.save(update_fields=["decided_by", "decided_at", "approved"])
    return held


def approved(step: Step, subject: str, digest: str = "") -> Proposal | None:
    """The last approval of exactly this; None where nobody has given one."""
    found = Proposal.objects.filter(step=step.value, subject=subject, digest=digest, approved=True)
    return found.order_by("-decided_at").first()
