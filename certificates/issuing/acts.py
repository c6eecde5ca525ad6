"""What can be done to a number, each asked once more on a page of its own: what it is called and what it means."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.issuing import actions
from certificates.issuing.forms import ConfirmErasureForm, CopyForm, ReasonForm, ReplaceForm
from certificates.issuing.rules import NAME_ERASED, SUSPENDED, VALID


@dataclass(frozen=True)
class Act:
    """One act: when it is possible (words of Status), its button, the question, what follows, what is said after it."""

    key: str
    do: Callable
    when: tuple
    button: str | Promise
    title: str | Promise
    text: str | Promise
    said: str | Promise
    form: type[forms.Form] = ReasonForm
    danger: bool = False
    # Prints from the live data of the person: they are shown beside the question.
    prints: bool = False


def _erase(*, certificate, actor, at):
    actions.erase_name(enrolment=certificate.holding.enrolment, actor=actor, at=at)


ACTS = {
    act.key: act
    for act in (
        Act(
            "copy",
            actions.replace_copy,
            (VALID,),
            _("Issue a replacement copy"),
            _("Issue a replacement copy of %(number)s?"),
            _(
                "Lost or destroyed: same number and date, with the mark and a code of its own. The earlier copy is no "
                "longer valid."
            ),
            _("A replacement copy was issued; the earlier copy is no longer valid."),
            form=CopyForm,
        ),
        Act(
            "replace",
            actions.replace_certificate,
            (VALID,),
            _("Issue a new number in its place"),
            _("Issue a new number in place of %(number)s?"),
            _(
                "A correction or a changed first name: the paper is made from today's data. The old number answers "
                "“replaced”, its PDF is no longer handed out."
            ),
            _("%(new)s was issued in its place."),
            form=ReplaceForm,
            prints=True,
        ),
        Act(
            "resume",
            actions.resume_certificate,
            (SUSPENDED,),
            _("Let it be valid again"),
            _("Let %(number)s be valid again?"),
            _("As if nothing had been: public pages say “valid” and nothing else."),
            _("%(number)s is valid again."),
        ),
        Act(
            "suspend",
            actions.suspend_certificate,
            (VALID, NAME_ERASED),
            _("Suspend"),
            _("Suspend %(number)s?"),
            _(
                "For a time, e.g. while a suspicion is looked into. The public learns that and since when, never the "
                "reason; the PDF is not handed out meanwhile."
            ),
            _("%(number)s is suspended."),
            danger=True,
        ),
        Act(
            "revoke",
            actions.revoke_certificate,
            (VALID, NAME_ERASED, SUSPENDED),
            _("Revoke"),
            _("Revoke %(number)s for good?"),
            _("For good. The public learns the day, never the reason."),
            _("%(number)s was revoked."),
            danger=True,
        ),
        Act(
            "erase",
            _erase,
            (VALID, SUSPENDED),
            _("Erase the name"),
            _("Erase the name of %(number)s?"),
            _(
                "Name, data and PDFs are deleted and cannot be brought back, and so are the bundles of evidence that "
                "name the person. Number, status, programme and date stay and can be verified."
            ),
            _("The name was erased. The number can still be verified."),
            form=ConfirmErasureForm,
            danger=True,
        ),
    )
}


def acts_for(status, *, named):
    """Return the Acts that are possible in this Status; without a holder (`named`) there is no name to erase."""
    return [act for act in ACTS.values() if status.word in act.when and (named or act.key != "erase")]
