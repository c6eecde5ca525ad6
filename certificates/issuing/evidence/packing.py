"""The ZIP: each table as CSV, all of them as JSON, the PDF, and the hash of each file."""

import hashlib
import io
import json
import zipfile

from lms.lib.csv_out import csv_bytes


def pack(evidence, pdf):
    """Return the bytes of the ZIP. The same evidence gives the same bytes."""
    folder = f"{evidence.cohort}"
    files = {
        f"{number:02}-{table.key}.csv": csv_bytes(table.as_rows()) for number, table in enumerate(evidence.tables, 1)
    }
    files["evidence.json"] = json.dumps(evidence.as_json(), ensure_ascii=False, indent=2).encode()
    files["evidence.pdf"] = pdf
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    files["SHA256SUMS"] = sums.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            about = zipfile.ZipInfo(f"{folder}/{name}", evidence.at.timetuple()[:6])
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, data)
    return out.getvalue()
