"""The owner's API tokens: listed, made (the secret is shown this once), revoked."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.accounts.forms import TokenForm
from lms.accounts.tokens import create_token, revoke_token, valid
from lms.lib.refusals import Refusal

# In the session: the key of the form that made the last token, for the page is its own answer and may be loaded anew.
MADE_BY = "api_token_made_by"


@login_required
@never_cache
def tokens(request):
    """List the tokens that are valid, and make one."""
    at, secret = timezone.now(), None
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data.pop("key")
        if key and key == request.session.get(MADE_BY):
            form.add_error(None, _("This form was sent before: its token was made then, and is shown only that once."))
        else:
            try:
                _token, secret = create_token(user=request.user, actor=request.user, at=at, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                request.session[MADE_BY] = key
                form = TokenForm()
    # Shown in the answer itself: after a redirect the secret would have to wait somewhere, readable.
    context = {"form": form, "secret": secret, "rows": valid(at).filter(user=request.user)}
    return render(request, "accounts/tokens.html", context)


@login_required
def revoke(request, pk):
    """Ask once more, then end the token."""
    at = timezone.now()
    token = get_object_or_404(valid(at).filter(user=request.user), pk=pk)
    back = reverse("api_tokens")
    if request.method == "POST":
        revoke_token(token=token, actor=request.user, at=at)
        return redirect(back)
    context = {
        "title": _("Revoke an API token"),
        "text": _("The program that uses “%(name)s” gets in no more from now on.") % {"name": token.name},
        "button": _("Revoke"),
        "danger": True,
        "back_url": back,
    }
    return render(request, "components/confirm_page.html", context)
