"""What Wagtail brings along, and nobody is served here: it stays out of every process."""

from lms.lib.lazily import leave_out


class Nowhere:
    """Takes the routers of an API that has no address."""

    def add_router(self, *_router):
        """Keep nothing."""


def leave_wagtails_api_out():
    """
    Keep Wagtail's own API out: some 8 MB of schemas, one for each kind of page, built as its apps get ready.

    They register with it unasked. To be called before they do; ours (lms.api) is another.
    """
    leave_out("wagtail.api.v3.api", api=Nowhere())
    leave_out("wagtail.contrib.redirects.api.v3", router=None)
    leave_out("wagtail.locales.api.v3", router=None)
    leave_out("wagtail.snippets.api.v3", register_content_types=_nothing)
    leave_out("wagtail.snippets.api.v3.router", router=None)
    for app in ("images", "documents"):
        leave_out(f"wagtail.{app}.api.v3.registry", register_content_types=_nothing)
        leave_out(f"wagtail.{app}.api.v3.router", router=None)


def _nothing():
    pass
