"""Files that are read and forgotten: held in memory up to a limit, never on disk."""

import io
from functools import wraps

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect


class InMemoryOnly(FileUploadHandler):
    """
    Keeps a file in memory while it is at most `most` bytes; a larger one arrives empty, with its real `size`.

    So the view can say that it is too large, and whatever else was typed arrives all the same.
    """

    def __init__(self, most):
        super().__init__()
        self.most = most

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()
        self.size = 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size <= self.most:
            self.kept.write(raw_data)

    def file_complete(self, file_size):
        content = self.kept if self.size <= self.most else io.BytesIO()
        content.seek(0)
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name, self.content_type, self.size, self.charset,
            self.content_type_extra,
        )  # fmt: skip


def uploads_in_memory(most):
    """
    Let a view take files of at most `most` bytes in memory; a decorator that stands outermost.

    The check of the form's token reads the body, so it has to wait until the handler is set: Django's own recipe.
    """

    def decorate(view):
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def take(request, *args, **kwargs):
            request.upload_handlers = [InMemoryOnly(most)]
            return checked(request, *args, **kwargs)

        return take

    return decorate
