"""Django's entry for this app."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "lms.messages"
    label = "letters"
