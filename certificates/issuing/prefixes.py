"""A prefix under which an office has issued numbers stays its own, also after that office took another."""

import re

from django.utils.translation import gettext as _

from certificates.issuing.models import Certificate
from certificates.issuing.refusals import PrefixOfAnother
from lms.organisations.models import ClusterOffice
from lms.organisations.objections import hang_objection


@hang_objection
def refuse_anothers_prefix(row):
    """Raise PrefixOfAnother if another office's numbers begin with it: sooner or later one would be given twice."""
    if not isinstance(row, ClusterOffice):
        return
    prefix = row.certificate_prefix
    if ClusterOffice.objects.filter(pk=row.pk, certificate_prefix=prefix).exists():
        return
    others = Certificate.objects.exclude(office=row.pk).filter(number__regex=rf"^{re.escape(prefix)}-\d{{4}}-\d+$")
    owner = others.values_list("office__name", flat=True).first()
    if owner is not None:
        raise PrefixOfAnother(
            _("%(office)s has issued certificates whose numbers begin with %(prefix)s. Choose another prefix.")
            % {"office": owner, "prefix": prefix}
        )
