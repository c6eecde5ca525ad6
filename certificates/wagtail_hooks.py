"""Gathers what the rooms hang into Wagtail."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from certificates.issuing.design import admin as design

design.register_policies()
register_snippet(design.PaperDesignViewSet)
hooks.register("construct_snippet_action_menu", design.offer_publishing)
