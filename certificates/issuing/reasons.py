"""A reason is kept for good, in rows that nobody can change: no erasure would reach a name in it, so none gets in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.issuing.models import CopyContent
from certificates.issuing.refusals import ReasonNames
from certificates.issuing.rules import says_name

NO_NAMES = gettext_lazy("Write no name: the reason stays, also when the person's name is erased.")


def refuse_names(reason, enrolments):
    """Raise ReasonNames if the reason names one of these people, as they are called today or on a paper of theirs."""
    if not reason:
        return
    printed = CopyContent.objects.filter(copy__certificate__holding__enrolment__in=enrolments).order_by()
    names = [
        *((one.person.given_name, one.person.family_name) for one in enrolments),
        *printed.values_list("snapshot__given_name", "snapshot__family_name"),
    ]
    if any(says_name(reason, name) for pair in names for name in pair):
        # The name is not repeated: it may be an earlier one.
        raise ReasonNames(
            _("Write the reason without the person's name: it stays in the register, also when the name is erased.")
        )
