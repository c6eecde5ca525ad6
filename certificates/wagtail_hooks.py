"""Gathers what the rooms hang into Wagtail."""

from wagtail.snippets.models import register_snippet

from certificates.issuing.design import admin as design

design.register_policies()
register_snippet(design.PaperDesignViewSet)
