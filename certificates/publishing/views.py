"""What makes a certificate checkable by machines: who we are, our keys, the status lists. Public, without sign-in."""

import json

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from certificates.credential.did import did_document, did_of
from certificates.credential.lists import REVOCATION, SUSPENSION
from certificates.issuing.models import Proof
from certificates.publishing import lists
from certificates.publishing.answers import open_json
from certificates.publishing.keys import certificates_in, described, every_key, roots_of
from certificates.publishing.models import StatusList
from certificates.publishing.showing import groups_of, roots_in_words
from certificates.publishing.tasks import sign_status_lists
from lms.messages.after_commit import hand_over

# Seconds for which a list is handed out without a look at the register.
LOOK_AGAIN = 15


@require_safe
def did_json(request):
    """The DID document: every key whose signatures hold."""
    return open_json(request, json.dumps(did_document(every_key()), separators=(",", ":")))


@require_safe
def revocation_list(request, number):
    return _list(request, number, REVOCATION)


@require_safe
def suspension_list(request, number):
    return _list(request, number, SUSPENSION)


def _list(request, number, purpose):
    """Hand out a signed list. One that is out of date is signed after this, or at once where there is no broker."""
    key = f"status-list:{purpose}:{number}"
    text = cache.get(key)
    if text is None:
        at = timezone.now()
        if not Proof.objects.filter(status_list=number).exists():
            raise Http404
        outdated = any(one.purpose == purpose for one in lists.due(number, at))
        if outdated:
            hand_over(sign_status_lists, number)
        text = StatusList.objects.filter(number=number, purpose=purpose).values_list("text", flat=True).first()
        if text is None:
            return _not_yet()
        cache.set(key, text, 1 if outdated else LOOK_AGAIN)
    return open_json(request, text)


def _not_yet():
    response = HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def keys(request):
    """Every key that ever signed, as a page, or with Accept: application/json for machines."""
    rows = every_key()
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        roots = [{"sha256": one.sha256, "pem": one.pem} for one in roots_of(rows)]
        document = {"issuer": did_of(), "keys": [described(row) for row in rows], "roots": roots}
        response = open_json(request, json.dumps(document, indent=1))
    else:
        context = {"groups": groups_of(rows), "roots": roots_in_words(rows), "did": did_of()}
        response = render(request, "certificates/publishing/keys.html", context)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def certificate_file(request, sha256):
    """A certificate of a seal, or its root, as a file that PDF readers take."""
    for row in every_key():
        for one in certificates_in(row.public):
            if one.sha256 == sha256:
                about = {"Content-Disposition": f'attachment; filename="{sha256[:16]}.pem"'}
                return HttpResponse(one.pem, content_type="application/x-pem-file", headers=about)
    raise Http404
