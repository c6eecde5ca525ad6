"""Wagtail's admin reads lists of files by an API of its own, which would give every author the files of all."""

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class OwnFiles:
    """Put before such a list: it holds what the asker may choose or change, as the screens themselves do."""

    def get_queryset(self):
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ["add", "change", "choose"])
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnDocuments(OwnFiles, DocumentsAdminAPIViewSet):
    """One's own documents."""


class OwnImages(OwnFiles, ImagesAdminAPIViewSet):
    """One's own images."""
