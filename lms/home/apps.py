"""Django's entry for this app."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lms.home"
    label = "home"

    def ready(self):
        """Keep the roles in the session from the moment of signing in."""
        from django.contrib.auth.signals import user_logged_in

        from lms.home.navigation import remember_roles

        user_logged_in.connect(remember_roles, dispatch_uid="remember_roles")
