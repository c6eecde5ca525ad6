"""The address of the letters that could not be sent."""

from django.urls import path

from lms.messages import views

urlpatterns = [path("office/letters/", views.letters_given_up, name="letters_given_up")]
