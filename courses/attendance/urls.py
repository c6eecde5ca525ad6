"""The addresses of this room."""

from django.urls import path

from courses.attendance import views, views_office, views_stand_ins

urlpatterns = [
    path("sessions/<int:pk>/roll-call/", views.roll_call, name="roll_call"),
    path("sessions/<int:pk>/sheet/print/", views.print_sheet, name="print_sheet"),
    path("sessions/<int:pk>/correct/<int:mark>/", views.correct, name="correct_mark"),
    path("sessions/<int:pk>/correct/stand-in/<int:stand_in>/", views_stand_ins.correct, name="correct_stand_in"),
    path("sessions/<int:pk>/reason/<int:mark>/", views.reason, name="absence_reason"),
    path("sessions/<int:pk>/remind/", views_office.remind, name="remind_lecturers"),
    path("enrolments/<int:pk>/make-up/", views_office.make_up, name="make_up"),
    path("make-ups/<int:pk>/withdraw/", views_office.withdraw, name="withdraw_make_up"),
]
