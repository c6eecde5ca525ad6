"""
Printing in a process of its own, for pages that must show or check a paper at once: web processes never load the press.

`python -m certificates.document.apart` reads a list of records as JSON and writes, for each, what is wrong with it.
"""

import base64
import json
import subprocess
import sys

import django
from django.conf import settings
from django.utils.translation import get_language, override

from certificates.document import pictures
from certificates.document.record import DocumentRecord
from certificates.document.refusals import DocumentFault

# Stands for the seal's certificate: whatever is tried here must fit with its fingerprint.
SAMPLE_SEAL = "0" * 64
# Seconds: some ten papers, and the press is loaded for them.
TIMEOUT = 60


def printed(records):
    """
    Return a list of (PDF or None, what is wrong in words or "") for DocumentRecords, in the active language.

    Raises subprocess.SubprocessError if the printing does not end or ends badly.
    """
    records = list(records)
    asked = {
        "language": get_language(),
        "records": [record.to_json() for record in records],
        "pictures": {one.sha256: pictures.data_url(one) for record in records for one in record.pictures},
    }
    done = subprocess.run(
        [sys.executable, "-m", "certificates.document.apart"],
        input=json.dumps(asked).encode(),
        capture_output=True,
        timeout=TIMEOUT,
        check=True,
        cwd=settings.BASE_DIR,
    )
    return [(base64.b64decode(pdf) if pdf else None, fault) for pdf, fault in json.loads(done.stdout)]


def main():
    """Print what stands on stdin."""
    django.setup()

    from certificates.document.pdf import render_pdf  # needs the applications

    def one(data):
        try:
            return base64.b64encode(render_pdf(DocumentRecord.from_json(data), sealed_with=SAMPLE_SEAL)).decode(), ""
        except DocumentFault as fault:
            return None, str(fault)

    asked = json.load(sys.stdin)
    pictures.given.update(asked["pictures"])
    with override(asked["language"]):
        answers = [one(data) for data in asked["records"]]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
