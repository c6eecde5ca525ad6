"""The booking page: one form in which seats are kept, booked or waited for, and which loses nothing that was typed."""

from functools import cached_property

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import retarget

from courses.booking.actions import book_seats, hold_seats
from courses.booking.forms import MOST_AT_ONCE, BookingForm
from courses.booking.line import how_long, list_of
from courses.booking.lists.reading import read_list
from courses.booking.outlook import cohort_at_door, other_cohorts
from courses.booking.permissions import companies_bookable_by
from courses.booking.refusals import BookingClosed, CohortFull, HostTooSmall, ListUnreadable
from courses.booking.room import offer_for, room_of
from courses.booking.rows import TOTAL, fitted, people_rows, with_people
from courses.booking.views.doors import answer, attempt, within_page
from courses.booking.views.pledges import pledge_of, pledge_way
from courses.cohorts.models import SeminarSession
from lms.lib.nul import number_in, typed
from lms.lib.refusals import NotAllowed, Refusal


class BookingPage:
    """
    What is asked, what was typed, and what the page says of it.

    A list of names that came along is put into the rows: `listed` says so, `list_fault` why it could not be read.
    """

    template = "courses/booking/book.html"

    def __init__(self, request, code, before=None):
        """`before` is what was typed before signing in: it is shown as if it had been sent."""
        self.request, self.at = request, timezone.now()
        sent = request.POST if request.method == "POST" else before
        self.posted = sent is not None
        self.cohort = cohort_shown(request, code, self.at, typed(sent, "key", 64) if self.posted else "")
        self.runs = self.cohort.runs
        self.typed = self._with_list(sent) if self.posted else request.GET
        count = number_in(self.typed.get("count"))
        self.count = count if count and count <= MOST_AT_ONCE else 1
        self.key = typed(self.typed, "key", 64)
        self.had_hold = "held" in self.typed
        data = self.typed if self.posted else None
        self.form = BookingForm(data, actor=request.user, with_reason=self.runs, initial=_asked(request))
        self.rows = people_rows(fitted(data, self.count), self.count)
        self.refusal, self.not_kept = None, False

    def _with_list(self, data):
        upload, self.list_fault = self.request.FILES.get("file"), ""
        self.listed = bool(upload) or "list" in data
        if not self.listed:
            return data
        if not upload:
            self.list_fault = _("Choose a file first.")
            return data
        try:
            return with_people(data, [line for line in read_list(upload) if not line.is_empty])
        except ListUnreadable as refusal:
            self.list_fault = str(refusal)
            return data

    @cached_property
    def own(self):
        """The companies that the reader books for."""
        return companies_bookable_by(self.request.user)

    @cached_property
    def company(self):
        """The company that is chosen so far, or None."""
        # A link names the company by its code, which is the form's initial; the form itself by its primary key.
        if self.typed.get("company") and (self.posted or self.request.htmx):
            pk = number_in(self.typed["company"])
            only = self.form.fields["company"].only
            return only if only and only.pk == pk else self.own.filter(pk=pk).first()
        return self.form.get_initial_for_field(self.form.fields["company"], "company")

    @cached_property
    def given(self):
        """The open pledge of the company in this cohort, or None: a booking comes beside it."""
        return pledge_of(self.cohort, self.company, self.at) if self.may_book else None

    @cached_property
    def room(self):
        """The chairs as they are now; what booking would take is drawn as chosen."""
        own = set() if self.runs else self.own_pks
        # Refused for another reason than chairs, booking would take the same ones as before.
        refused = self.not_kept or isinstance(self.refusal, CohortFull | HostTooSmall)
        closed = isinstance(self.refusal, BookingClosed)
        return room_of(
            self.cohort,
            own,
            wanted=self.count if self.may_book and not refused and not closed else 0,
            key="" if closed else self.key,
            beyond=self.runs and bool(typed(self.typed, "despite_host", 200)),
            holder=self.request.user,
            at=self.at,
        )

    @cached_property
    def own_pks(self):
        """The companies that the reader books for, as primary keys."""
        known = self.form.companies
        return {row.pk for row in known} if isinstance(known, list) else set(known.values_list("pk", flat=True))

    @property
    def may_book(self):
        """Whether the reader books for anybody."""
        return bool(self.own_pks)

    @property
    def is_open(self):
        """Whether the reader may book here now."""
        return self.cohort.is_open(self.at) or self.runs

    @property
    def is_full(self):
        """Whether the reader can book nothing: no chair is free, or, but for the office, no host admits anybody."""
        return not (self.room.free if self.runs else self.room.bookable)

    def read(self):
        """Check what was typed, all of it, so that all faults are shown at once; return whether it can be read."""
        return all([self.form.is_valid(), self.rows.is_valid() or not self.rows.is_bound])

    @property
    def people(self):
        """Those who were named."""
        return [row.attendee for row in self.rows if row.is_bound and row.attendee]

    def forget_faults(self, *, of_people=True):
        """Say nothing yet of what is missing: the form is not sent, only shown again."""
        self.form.errors.clear()
        for row in self.rows if of_people and self.rows.is_bound else ():
            row.errors.clear()

    def attempt(self, act, **arguments):
        """Do an act for what was typed; return whether it was done and what came of it. A refusal stays on the page."""
        done, result = attempt(self.form, act, cohort=self.cohort, actor=self.request.user, at=self.at, **arguments)
        self.refusal = None if done else result
        if self.needs_reason:
            lead_to_reason(self.form)
        self.look_again()
        return done, result

    @property
    def needs_reason(self):
        """Whether the office can go on where it was refused, with a reason: then the field is shown and led to."""
        return self.runs and isinstance(self.refusal, HostTooSmall)

    def book(self):
        """Book what was typed; return whether it was done and what came of it."""
        return self.attempt(book_seats, people=self.people, **self.form.contract)

    def keep(self):
        """
        Keep the chairs for this form and return None, or the Refusal; without a company or a number nothing is kept.

        It is said beside the chairs, not as a fault of what was typed.
        """
        if not (self.company and self.key and number_in(self.typed.get("count"))):
            return None
        reason = typed(self.typed, "despite_host", 200)
        try:
            hold_seats(
                cohort=self.cohort, company=self.company, count=self.count, key=self.key, despite_host=reason,
                actor=self.request.user, at=self.at,
            )  # fmt: skip
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        except Refusal as refusal:
            self.not_kept = True
            return refusal
        finally:
            self.look_again()
        return None

    @property
    def shows_line(self):
        """Whether what was sent is shown in the form of the waiting list: no chair is free, and nobody is named."""
        named = self.rows.is_bound and any(row.has_changed() for row in self.rows)
        return self.is_open and self.may_book and self.is_full and not named

    def look_again(self):
        """Forget how the room was before an act."""
        self.__dict__.pop("room", None)

    def hold(self, refusal=None):
        """What the page says of the chairs that are kept: a dict for hold.html."""
        closed = isinstance(self.refusal, BookingClosed)
        kept = None if closed else self.room.kept
        mine = kept if kept is not None and kept.key == self.key else None
        missing = refusal or self.refusal
        return {
            "kept": mine,
            "seconds": int((mine.until - self.at).total_seconds()) + 1 if mine else 0,
            "elsewhere": kept if kept is not None and mine is None else None,
            "over": self.had_hold and mine is None and refusal is None and not closed,
            "closed": closed,
            "hold_refusal": refusal,
            "too_few": isinstance(missing, CohortFull | HostTooSmall),
            "host_full": isinstance(missing, HostTooSmall) or self.room.is_limited,
        }

    def context(self, hold_refusal=None, **more):
        """Everything that the templates of the page need; where chairs or room at a host are missing, the line too."""
        called_off = self.cohort.status == self.cohort.Status.CANCELLED
        found = {
            "called_off": called_off,
            "form": self.form,
            "rows": self.rows,
            "rows_open": self.rows.is_bound and any(row.has_changed() for row in self.rows),
            "list_fault": self.posted and self.list_fault,
            "runs": self.runs,
            "asks_reason": asks_reason(self.form, self.room),
            "open": self.is_open,
            "refusal": self.refusal,
            "full": self.is_open and self.may_book and self.is_full and not self.posted,
            "cohort": self.cohort,
            "room": self.room,
            "offer": offer_for(self.cohort, self.company, self.count, self.at) if self.company else None,
            "company": self.company,
            # Asked for only where it is shown.
            "given": lambda: self.given,
            "may_book": self.may_book,
            "count": self.count,
            "hold_minutes": settings.BOOKING_HOLD_MINUTES,
            "rows_changed": self.posted and self.rows.total_form_count() != number_in(self.typed.get(TOTAL)),
            **self.hold(hold_refusal),
            **more,
        }
        if found["full"] or called_off:
            found["others"] = other_cohorts(self.cohort, self.at)
        return found | self.waiting() if found["full"] or found["too_few"] else found

    def waiting(self):
        """What the page says where chairs are missing: the line, and one's own places in it."""
        places = list_of(self.cohort, self.at)
        own = set() if self.runs else self.own_pks
        return {
            "holds": how_long(self.cohort.offer_hours),
            "in_line": sum(place.number is not None for place in places),
            "places": [place for place in places if place.entry.company_id in own],
        }

    def tell(self):
        """Answer htmx with the refusal and what it changes on the page: the form stays in the browser as it is."""
        found = {"form": self.form, "cohort": self.cohort, "room": self.room, "count": self.count, **self.hold()}
        found["hold_minutes"] = settings.BOOKING_HOLD_MINUTES
        if found["too_few"]:
            found |= self.waiting()
        response = answer(self.request, "courses/booking/refused.html", found, self.refusal)
        # Said even where the status alone would keep it from the page.
        return retarget(response, "#said")

    def elsewhere_faulty(self):
        """What is wrong far below, as the summary at the top leads to it: (anchor, label, sentence)."""
        faulty = [number for number, row in enumerate(self.rows, 1) if row.is_bound and row.errors]
        rows = [(f"person-{one}", _("Person %(number)d") % {"number": one}, "") for one in faulty]
        return [("id_file", _("List"), self.list_fault), *rows] if self.posted and self.list_fault else rows

    def answer(self, hold_refusal=None, **more):
        """Draw the page; within the page that is there, if htmx asked."""
        # Those called off lapse, and with the cohort all that were to come.
        sessions = self.cohort.sessions.exclude(status=SeminarSession.Status.CANCELLED)
        sessions = sessions.select_related("seminar", "host__company").prefetch_related("days")
        called_off = self.cohort.status == self.cohort.Status.CANCELLED
        more["sessions"] = [] if called_off else list(sessions.order_by("seminar__position")[:3])
        more["listed"] = self.posted and self.listed
        more["elsewhere_faulty"] = self.elsewhere_faulty()
        if self.may_book:
            alone = self.form.fields["company"].widget.is_hidden
            chosen = {"company": self.company, "given": self.given, "alone": alone}
            more["pledge"] = pledge_way(self.request, self.cohort, self.room.bookable, self.at, **chosen)
        drawn = answer(self.request, self.template, self.context(hold_refusal, **more), self.refusal)
        return within_page(drawn) if self.request.htmx else drawn


def asks_reason(form, room):
    """Whether the office is asked why it books beyond a host: where one may be too small, or it has answered."""
    if "despite_host" not in form.fields:
        return False
    field = form["despite_host"]
    return room.is_narrow or bool(field.value() or field.errors)


def lead_to_reason(form):
    """Mark the field that helps where a host is too small: only the office has it."""
    form.add_error("despite_host", _("Give the reason here if you book all the same."))
    form.fields["despite_host"].widget.attrs["autofocus"] = True


def cohort_shown(request, code, at, key=""):
    """The cohort, with what `cohort_at_door` says of it, if this reader may open its booking page; else 404."""
    cohort = cohort_at_door(request.user, code, at, key)
    if cohort is None:
        raise Http404
    return cohort


def _asked(request):
    """What the address asks for (?company=C03), as the link on a company's page has it."""
    if "company" not in request.GET:
        return {}
    company = companies_bookable_by(request.user).filter(code=request.GET.get("company", "")[:40]).first()
    return {"company": company} if company else {}
