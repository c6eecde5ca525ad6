"""The constraints of our tables asked once more: a restored copy or a repair by hand may have gone around them."""

from django.db.models import Case, CheckConstraint, Count, UniqueConstraint, Value, When

from courses.booking.audit.findings import Finding, checks
from courses.booking.models import Booking, Declaration, Enrolment, Pledge, Seat, StandIn, TakeoverRequest, WaitEntry

# Each with the way to its cohort. A table that is added needs a line here (a test asks for it).
MODELS = {
    Booking: "cohort",
    Declaration: "booking__cohort",
    Enrolment: "cohort",
    Pledge: "cohort",
    Seat: "cohort",
    StandIn: "enrolment__cohort",
    TakeoverRequest: "seat__cohort",
    WaitEntry: "cohort",
}


@checks
def rows_keep_their_constraints(scope):
    """One query per table: rows that a CHECK would refuse, named by the first one."""
    for model, path in MODELS.items():
        rules = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
        broken = Case(*(When(~one.condition, then=Value(one.name)) for one in rules), default=Value(""))
        rows = scope.of(model.objects.annotate(broken=broken).exclude(broken="").order_by("pk"), path)
        for pk, cohort, name in rows.values_list("pk", f"{path}__code", "broken"):
            yield Finding(name, cohort or "", f"{model._meta.model_name} {pk}", "breaks the constraint of this name")


@checks
def rows_are_unique(scope):
    """One query per constraint: what stands more than once."""
    for model in MODELS:
        for one in model._meta.constraints:
            if isinstance(one, UniqueConstraint) and one.fields:
                yield from _more_than_once(scope, model, one)


def _more_than_once(scope, model, one):
    rows = scope.of(model.objects.filter(one.condition) if one.condition else model.objects.all(), MODELS[model])
    # Nothing equals NULL: a row without a private payer is not the same as another.
    rows = rows.filter(**{f"{name}__isnull": False for name in one.fields})
    twice = rows.order_by().values(*one.fields).annotate(times=Count("pk")).filter(times__gt=1)
    for row in twice.order_by(*one.fields):
        key = ", ".join(f"{name} {row[name]}" for name in one.fields)
        yield Finding(one.name, scope.cohort, f"{model._meta.model_name}: {key}", f"stands {row['times']} times")
