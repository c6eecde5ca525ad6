"""Writing a folder whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from django.utils.translation import gettext as _

from lms.lib.refusals import Refusal

# Only a folder that holds this file is one of ours and may be replaced.
MARK = "register.json"


class FolderInUse(Refusal):
    """The place is taken by something that is not an earlier export."""

    code = "folder_in_use"


def write_folder(target, files):
    """
    Write {path: bytes} as the folder `target`, taking the place of an earlier export. Raises FolderInUse.

    It is written beside the target and moved there when it is complete. Killed before that, the earlier one is still
    there; killed between the two moves, the earlier one lies beside it and the next run puts the new one in place.
    """
    target = Path(target).absolute()
    if target.is_symlink() or (target.exists() and not _replaceable(target)):
        raise FolderInUse(_("%(folder)s is not an earlier export. Name a new or an empty folder.") % {"folder": target})
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        for path, content in files.items():
            _write(draft / path, content)
        draft.chmod(0o755)
        _move(draft, target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _replaceable(target):
    return target.is_dir() and ((target / MARK).is_file() or not any(target.iterdir()))


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _move(draft, target):
    if not target.exists():
        draft.rename(target)
        return
    earlier = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-before-"))
    target.rename(earlier / target.name)
    draft.rename(target)
    shutil.rmtree(earlier)
