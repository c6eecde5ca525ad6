"""A storage without room."""

from django.core.files.storage import Storage


class FullStorage(Storage):
    def _save(self, name, content):
        raise OSError("No space left on device")

    def exists(self, name):
        return False

    def delete(self, name):
        pass
