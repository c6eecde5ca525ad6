"""What the loaded papers say, frozen as for papers issued here, so that they can be printed and checked."""

from certificates.document.pdf import refuse_wrong_sums
from certificates.document.refusals import DocumentFault
from certificates.issuing.bilingual import template_of
from certificates.issuing.models import Copy, CopyContent
from certificates.issuing.snapshot import Numbered, copied


def freeze_papers(ledger, records, written, copies):
    """
    Give the copies of `records` their frozen content; return the pks of those to be printed.

    Without content, and so on paper only, stay: a name that was erased; a number that was replaced, since it may
    carry a former name which is not ours to keep; a paper that would contradict itself.
    """
    templates, contents = {}, []
    for record in records:
        if record["name_erased"] or record["status"] == "replaced":
            continue
        certificate, person = written[record["number"]], ledger.people[record["participant"]]
        language = copies[record["number"]][0].language
        key = (record["cohort"], language)
        template = templates.get(key) or templates.setdefault(key, template_of(certificate.cohort, language))
        contents += contents_of(template, person, certificate, copies[record["number"]])
    for content in contents:
        content.copy.state = Copy.State.WAITING
    Copy.objects.bulk_update([content.copy for content in contents], ["state"])
    ledger.add(contents)
    return [content.copy.pk for content in contents]


def contents_of(template, person, certificate, copies):
    """The contents of one number's copies, none if they cannot be printed faithfully."""
    first = copies[0]
    try:
        numbered = Numbered(certificate.kind, certificate.number, first.code, certificate.issued_on)
        paper = template.record_for(person, numbered)
        refuse_wrong_sums(paper)
    except DocumentFault:
        return []
    papers = [paper]
    papers += [copied(paper, code=copy.code, mark=copy.mark, issued_on=copy.issued_on) for copy in copies[1:]]
    return [CopyContent.of(copy, paper) for copy, paper in zip(copies, papers, strict=True)]
