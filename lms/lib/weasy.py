"""The fenced door to WeasyPrint: a page being printed reads what we put beside it and nothing else."""

import functools
import mimetypes
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname


class OutsideTheFence(ValueError):
    """A page asked for something that it may not read."""


def fenced_path(url, folders):
    """
    Return the file that a file: URL names, symbolic links followed.

    Raises OutsideTheFence unless it is an existing file below one of `folders`; every other scheme is outside.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
            raise OutsideTheFence(f"Not a local file: {url[:200]}")
        path = Path(url2pathname(parts.path)).resolve(strict=True)
    except (OSError, ValueError) as error:
        raise OutsideTheFence(f"No such file inside the fence: {url[:200]}") from error
    if not path.is_file() or not any(path.is_relative_to(Path(folder).resolve()) for folder in folders):
        raise OutsideTheFence(f"Outside the fence: {url[:200]}")
    return path


def fenced_fetcher(*folders):
    """
    Return a WeasyPrint URL fetcher that passes `data:` and the files below `folders`, and stops the printing otherwise.

    WeasyPrint raises FatalURLFetchingError then, which is no Exception: catch it by name. Imports WeasyPrint.
    """
    return _fetcher_class()(folders)


@functools.cache
def _fetcher_class():
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # heavy: not before something is printed

    class FencedFetcher(URLFetcher):
        def __init__(self, folders):
            super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
            self._folders = folders

        def fetch(self, url, headers=None):
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            path = fenced_path(url, self._folders)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return FencedFetcher
