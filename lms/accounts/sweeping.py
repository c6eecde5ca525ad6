"""Sessions that are over: Django reads them no more, but leaves their rows lying."""

from django.contrib.sessions.models import Session

from lms.messages.sweepers import register_sweeper

AT_ONCE = 1_000


@register_sweeper("sessions")
def delete_old_sessions(at):
    """Delete sessions that ended before `at`, at most AT_ONCE; return how many."""
    over = list(Session.objects.filter(expire_date__lt=at).values_list("pk", flat=True)[:AT_ONCE])
    return Session.objects.filter(pk__in=over).delete()[0] if over else 0
