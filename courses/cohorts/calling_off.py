"""What the office sees before it calls a cohort off, and what has happened to the cohort since it saw it."""

from django.utils.translation import gettext as _

from courses.cohorts.closing import stakes_of
from courses.cohorts.models import Cohort
from courses.cohorts.refusals import ChangedMeanwhile
from courses.cohorts.seen import last_act, token_of
from lms.lib.days import moment


def state_of(cohort, stakes):
    """What somebody who calls it off must have seen, as it stands: whether it was decided, and what ends with it."""
    numbers = {stake.key: stake.number for stake in stakes}
    confirmed = cohort.confirmed_at and cohort.confirmed_at.isoformat()
    return token_of({"status": cohort.status, "confirmed_at": confirmed, **numbers})


def refuse_unseen_state(cohort, seen):
    """Raise ChangedMeanwhile if the cohort, which is locked, stands otherwise than `seen`; None: as it stands."""
    if seen is None or seen == (now := state_of(cohort, stakes := stakes_of(cohort))):
        return
    said = meanwhile(cohort, seen, stakes) or [_("This was changed meanwhile.")]
    raise ChangedMeanwhile(" ".join(said), now, [name for name in now if seen.get(name) != now[name]])


def meanwhile(cohort, seen, stakes):
    """Return what has happened to it since it stood as `seen` (a token, perhaps of less), as sentences."""
    now, said = state_of(cohort, stakes), []
    if seen.get("confirmed_at", "") != now["confirmed_at"]:
        said.append(_("While your page was open:") + " " + confirmed(cohort))
    if seen.get("status") not in (None, now["status"]):
        said.append(
            _("While your page was open: %(cohort)s is %(state)s now.")
            % {"cohort": cohort, "state": cohort.get_status_display()}
        )
    for stake in stakes:
        was = seen.get(stake.key)
        if isinstance(was, str) and was.isdecimal() and len(was) < 18 and int(was) != stake.number:
            facts = {"what": stake.label, "was": stake.shown(int(was)), "now": stake.shown()}
            said.append(_("While your page was open: %(what)s: %(was)s → %(now)s.") % facts)
    return said


def confirmed(cohort):
    """Say when and by whom it was confirmed; for a cohort that was."""
    act = last_act(cohort, "cohort.confirmed")
    facts = {"cohort": cohort, "when": moment(cohort.confirmed_at), "who": act and act.actor}
    if facts["who"]:
        return _("%(cohort)s was confirmed on %(when)s by %(who)s; all were told that it takes place.") % facts
    return _("%(cohort)s was confirmed on %(when)s; all were told that it takes place.") % facts


def grave_in(cohort, at):
    """Return why calling the cohort off weighs more than leaving it undecided, as sentences."""
    said = [confirmed(cohort)] if cohort.confirmed_at else []
    if cohort.status == Cohort.Status.RUNNING:
        said.append(_("%(cohort)s is running: people have begun.") % {"cohort": cohort})
    return said
