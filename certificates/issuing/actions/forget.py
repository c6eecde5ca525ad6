"""What acts delete: bundles of evidence that name somebody, and stored files once the act is committed."""

from certificates.issuing.evidence import making as evidence
from certificates.issuing.models import EvidenceBundle, FileToDelete
from certificates.issuing.tasks import delete_file
from lms.lib.making import STALE
from lms.messages.after_commit import hand_over


def forget_evidence(cohort):
    """Delete the cohort's bundles, which name everybody; return the names of their files. A new one can be made."""
    bundles = list(EvidenceBundle.objects.select_for_update().filter(cohort=cohort))
    EvidenceBundle.objects.filter(pk__in=[bundle.pk for bundle in bundles]).delete()
    return {name for bundle in bundles for name in evidence.files_left(bundle)}


def delete_files(names, at):
    """
    Have these files deleted right after the commit, or as soon as their storage answers; and once more later.

    Whoever is at the making of one meanwhile stores it and deletes it again, unless killed in between: no row would
    lead to that file any more. Once STALE has passed, no such worker is left.
    """
    names = sorted(names)
    for file in FileToDelete.objects.bulk_create(FileToDelete(name=name) for name in names):
        hand_over(delete_file, file.pk)
    FileToDelete.objects.bulk_create(FileToDelete(name=name, not_before=at + STALE) for name in names)
