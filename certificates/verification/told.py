"""What this room tells on the office's page of a number: who countersigned it, and when."""

from django.utils.translation import gettext as _

from certificates.issuing.history import Event, tells_of_number


@tells_of_number
def countersigned(certificate):
    """An Event for each chamber that stands for this number."""
    return [
        Event(
            _("Countersigned by %(chamber)s") % {"chamber": one.chamber.name},
            one.on,
            one.at,
            one.actor,
            fact=_("Countersigned on"),
        )
        for one in certificate.countersignatures.select_related("chamber", "actor")
    ]
