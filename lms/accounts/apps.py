"""Django's entry for this app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from lms.lib.alphabet import teach_alphabet
from lms.lib.lazily import import_lazily


class AccountsConfig(AppConfig):
    name = "lms.accounts"
    label = "accounts"

    def ready(self):
        """
        Register the sweeper of old sessions, and let SQLite sort people's names.

        Passkeys, which are not offered, and the cryptography behind them are kept out of processes: some 11 MB.
        """
        import_lazily("allauth.mfa.webauthn.internal.auth")
        connection_created.connect(teach_alphabet)
        from lms.accounts import sweeping  # noqa: F401
