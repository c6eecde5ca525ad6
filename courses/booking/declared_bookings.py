"""Which bookings a typed declaration of withdrawal may mean; for the office's eyes only."""

import re

from django.db.models import Count, Q
from django.db.models.functions import Lower

from courses.booking.models import Booking, Declaration
from courses.booking.permissions import declarations_decided_by
from courses.curriculum.permissions import programmes_managed_by

# So many are shown, and so many numbers of a declaration are looked up; more would be a list of everybody.
MOST = 8
# A key of the database is no longer than this.
NUMBER = re.compile(r"\d{1,15}")


def private_bookings(actor):
    """The bookings of private payers in what `actor` runs, each with its `chairs` left."""
    rows = Booking.objects.filter(
        private_payer__isnull=False, cohort__edition__programme__in=programmes_managed_by(actor)
    )
    return rows.select_related("private_payer", "cohort__edition__programme__office").annotate(chairs=Count("seats"))


def fitting_exactly(declarations, actor):
    """
    Return {pk of a declaration: its Booking} where number and e-mail address both fit; one query for all.

    A proposal for somebody to look at: numbers can be guessed and addresses are known to others, so nothing is carried
    out by it alone.
    """
    numbers = {number for one in declarations for number in _numbers(one.contract)}
    bookings = {row.pk: row for row in private_bookings(actor).filter(pk__in=numbers)} if numbers else {}
    found = {}
    for one in declarations:
        meant = [bookings[number] for number in _numbers(one.contract) if number in bookings]
        fitting = [row for row in meant if _address(row.private_payer.email) == _address(one.email)]
        if len(fitting) == 1:
            found[one.pk] = fitting[0]
    return found


def carried_out_before(declarations, actor, exact=None):
    """
    Return {pk of an open declaration: the Declaration that was carried out over, it seems, the same booking}.

    The same address with the same contract text, or with the number of that booking; none while the booking that fits
    (`exact`, see `fitting_exactly`) has a seat left. Two queries for all.
    """
    waiting = [one for one in declarations if one.state == Declaration.State.RECEIVED]
    if not waiting:
        return {}
    exact = fitting_exactly(waiting, actor) if exact is None else exact
    rows = declarations_decided_by(actor).filter(state=Declaration.State.CARRIED_OUT).alias(address=Lower("email"))
    same = Q(address__in=[_address(one.email) for one in waiting]) | Q(booking__in=list(exact.values()))
    done = list(rows.filter(same).order_by("-decided_at", "-pk"))
    found = {}
    for one in waiting:
        fitting = exact.get(one.pk)
        if fitting is None or not fitting.chairs:
            found[one.pk] = next((row for row in done if _says_the_same(row, one, fitting)), None)
    return {pk: row for pk, row in found.items() if row is not None}


def _says_the_same(done, declaration, fitting):
    if fitting is not None:
        return done.booking_id == fitting.pk
    same_text = done.contract.strip().lower() == declaration.contract.strip().lower()
    return _address(done.email) == _address(declaration.email) and (
        same_text or done.booking_id in _numbers(declaration.contract)
    )


def candidates_for(declaration, actor, words=""):
    """Return the Bookings that a declaration may mean, the likeliest first; with `words` those that they find."""
    if words:
        return list(_found_by(words, private_bookings(actor))[:MOST])
    names = [word for word in re.split(r"\W+", declaration.name) if len(word) > 1]
    by_name = Q(private_payer__family_name__in=names) & Q(private_payer__given_name__in=names)
    by_number = Q(pk__in=_numbers(declaration.contract))
    same_address = Q(private_payer__email__iexact=declaration.email) if declaration.email else Q(pk__in=[])
    rows = private_bookings(actor).filter(by_name | by_number | same_address)
    return sorted(rows.order_by("-booked_at", "-pk")[: MOST * 4], key=lambda row: -_likeness(row, declaration))[:MOST]


def _found_by(words, rows):
    for word in words.split()[:MOST]:
        hit = Q(private_payer__family_name__icontains=word) | Q(private_payer__given_name__icontains=word)
        hit |= Q(private_payer__email__icontains=word) | Q(cohort__code__iexact=word)
        rows = rows.filter(hit | Q(pk__in=_numbers(word)))
    return rows.order_by("-booked_at", "-pk")


def _likeness(booking, declaration):
    same_address = _address(booking.private_payer.email) == _address(declaration.email)
    return 2 * (booking.pk in _numbers(declaration.contract)) + 3 * same_address + bool(booking.chairs)


def _numbers(text):
    return [int(number) for number in NUMBER.findall(text)[:MOST]]


def _address(email):
    return email.strip().lower()
