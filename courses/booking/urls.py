"""Addresses of booking and of the companies' own pages."""

from django.urls import path

from courses.booking import views

urlpatterns = [
    path("cohorts/<slug:code>/book/", views.book, name="book_seats"),
    path("cohorts/<slug:code>/book/private/", views.book_private, name="book_private"),
    path("cohorts/<slug:code>/book/private/hold/", views.hold_private, name="hold_private"),
    path("cohorts/<slug:code>/waiting-list/private/", views.wait_private, name="wait_private"),
    path("cohorts/<slug:code>/book/hold/", views.hold, name="hold_seats"),
    path("cohorts/<slug:code>/book/let-go/", views.release, name="let_go"),
    path("cohorts/<slug:code>/waiting-list/", views.join, name="join_waiting_list"),
    path("waiting/<int:pk>/answer/", views.answer_waiting, name="answer_waiting"),
    path("waiting/<int:pk>/order/", views.order_waiting, name="order_waiting"),
    path("cohorts/<slug:code>/opening/", views.opening, name="open_booking"),
    path("cohorts/<slug:code>/capacity/", views.capacity, name="set_capacity"),
    path("cohorts/<slug:code>/decision/", views.decision, name="cohort_decision"),
    path("cohorts/<slug:code>/pledge/", views.pledge, name="pledge_seats"),
    path("pledges/<int:pk>/withdraw/", views.withdraw_pledge, name="withdraw_pledge"),
    path("companies/", views.companies, name="companies"),
    path("companies/<slug:code>/", views.company, name="company"),
    path("companies/<slug:code>/history/", views.company_history, name="company_history"),
    path("companies/<slug:code>/names/<slug:cohort>/", views.import_names, name="import_names"),
    path("names/blank.<slug:kind>", views.blank, name="blank_list"),
    path("companies/<slug:code>/people/", views.company_people, name="company_people"),
    path("companies/<slug:code>/sessions/", views.company_sessions, name="company_sessions"),
    path("companies/<slug:code>/calendar.ics", views.company_calendar, name="company_calendar"),
    path("sessions/<int:pk>/stand-in/<int:enrolment>/", views.stand_in, name="send_stand_in"),
    path("stand-ins/<int:pk>/call-off/", views.call_off, name="call_off_stand_in"),
    path("takeovers/<int:pk>/", views.takeover, name="takeover"),
    path("takeovers/<int:pk>/<slug:act>/", views.answer_takeover, name="answer_takeover"),
    path("seats/<int:pk>/undo/", views.undo, name="undo_takeover"),
    path("seats/<int:pk>/history/", views.seat_history, name="seat_history"),
    path("seats/<int:pk>/name/", views.name, name="name_seat"),
    path("seats/<int:pk>/replace/", views.replace, name="replace_person"),
    path("seats/<int:pk>/give-back/", views.give_back, name="give_back_seat"),
    path("offers/<str:link>/", views.offer, name="offer"),
    path("bookings/<int:pk>/cancel/", views.cancel, name="cancel_booking"),
    path("bookings/<int:pk>/invoice-address/", views.invoice_address, name="invoice_address"),
]
