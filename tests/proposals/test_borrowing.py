"""A paper of the company's file comes into a slot: the same file and hash, never one that expired or is another company's."""

import pytest

from portal.foundation import transactions
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.papers import operations as papers
from portal.proposals import operations
from tests import builders as b
from tests.proposals.story import a_passed_proposal


@pytest.fixture
def draft():
    return b.a_proposal()


def carried(proposal, slot):
    transactions.commit()
    return [each.file for each in proposal.attachments if each.slot == slot]


def test_the_same_stored_file_is_used_and_once_is_enough(draft):
    paper = b.a_paper(draft.company, "test")
    for _again in range(2):
        operations.attach_paper(draft, "cert", paper, by=draft.owner)
    assert carried(draft, "cert") == [paper.file]


def test_a_document_is_handed_in_and_counted():
    proposal = a_passed_proposal()
    missing = proposal.documents_missing
    operations.hand_in_paper(proposal, "tax_nat", b.a_paper(proposal.company), by=proposal.owner)
    assert proposal.documents_missing == missing - 1


@pytest.mark.parametrize(("change", "reason"), [
    ({"left": -1}, "expired on"), ({"retired_at": b.now()}, "replaced or taken out"),
])
def test_what_is_no_proof_any_more_is_refused_with_the_reason(draft, change, reason):
    paper = b.a_paper(draft.company, **change)
    with pytest.raises(Refused, match=reason):
        operations.attach_paper(draft, "cert", paper, by=draft.owner)
    assert carried(draft, "cert") == []


def test_its_last_day_still_counts(draft):
    operations.attach_paper(draft, "cert", b.a_paper(draft.company, left=0), by=draft.owner)
    assert len(carried(draft, "cert")) == 1


def test_the_slot_says_which_kinds_and_how_large(draft):
    picture, large = b.a_stored_file("증서.png"), b.a_stored_file()
    picture.extension, large.size = "png", 10**9
    for file, reason in ((picture, "takes only"), (large, "larger than")):
        with pytest.raises(Refused, match=reason):
            operations.attach_paper(draft, "cert", b.a_paper(draft.company, file=file), by=draft.owner)


def test_a_full_slot_takes_no_more(draft):
    for kind in ("test", "patent", "inno"):
        paper = b.a_paper(draft.company, kind)
        most = draft.call.definition.attachment("cert").max_files
        if len(carried(draft, "cert")) < most:
            operations.attach_paper(draft, "cert", paper, by=draft.owner)
        else:
            with pytest.raises(Invalid, match="places are taken"):
                operations.attach_paper(draft, "cert", paper, by=draft.owner)
    assert len(carried(draft, "cert")) == min(3, most)


def test_another_companys_paper_is_nobodys(draft):
    other = b.a_company()
    paper = b.a_paper(other)
    with pytest.raises(Forbidden):
        operations.attach_paper(draft, "cert", paper, by=draft.owner)
    both = b.with_role(draft.owner, "member", "company", other.id)
    with pytest.raises(Missing):
        operations.attach_paper(draft, "cert", paper, by=both)


def test_what_was_handed_in_stays_when_the_paper_is_replaced(draft):
    paper = b.a_paper(draft.company)
    operations.attach_paper(draft, "cert", paper, by=draft.owner)
    papers.replace_paper(paper, {"valid_until": "2099-01-01"}, b.a_stored_file(), by=draft.owner)
    assert carried(draft, "cert") == [paper.file]
