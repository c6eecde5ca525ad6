"""A register of many years: certificates that the benchmarks never ask for, and that lie in the same tables."""

from django.db import connection

MANY_CERTIFICATES, FEW_CERTIFICATES = 100_000, 100
# Nobody issues in this year, and its copies stand in a status list of their own. Every twentieth was revoked.
YEAR, STATUS_LIST = 1999, 999
STATEMENTS = [
    """
    INSERT INTO certificates_certificate (number, office_id, year, sequence, kind, cohort_id, issued_on, issued_at)
    SELECT 'BENCH-' || n, known.office_id, %(year)s, n, known.kind, known.cohort_id, known.issued_on, known.issued_at
    FROM certificates_certificate known, generate_series(1, %(count)s) n WHERE known.id = %(like)s
    """,
    """
    INSERT INTO certificates_copy
    (certificate_id, ordinal, code, credential_id, language, issued_on, mark, state, attempts, last_error, sha256)
    SELECT id, 1, upper(left(md5(number), 16)), gen_random_uuid(), 'de', issued_on, '', 'done', 1, '',
    encode(sha256(number::bytea), 'hex') FROM certificates_certificate WHERE year = %(year)s
    """,
    """
    INSERT INTO certificates_copycontent (copy_id, snapshot, pdf, credential, spelled)
    SELECT id, '{}', '', '', ' bench' FROM certificates_copy WHERE certificate_id IN
    (SELECT id FROM certificates_certificate WHERE year = %(year)s)
    """,
    """
    INSERT INTO certificates_proof (copy_id, status_list, status_index, signed_sha256, sealed_with)
    SELECT copy.id, %(list)s, certificate.sequence, encode(sha256(copy.sha256::bytea), 'hex'), ''
    FROM certificates_copy copy JOIN certificates_certificate certificate ON certificate.id = copy.certificate_id
    WHERE certificate.year = %(year)s
    """,
    """
    INSERT INTO certificates_statuschange (certificate_id, status, "on", internal_reason, at)
    SELECT id, 'revoked', issued_on, '', issued_at FROM certificates_certificate
    WHERE year = %(year)s AND sequence %% 20 = 0
    """,
]


def fill_register(count, like):
    """Add `count` certificates of the cohort of the certificate with the id `like`, with all that belongs to each."""
    told = {"count": count, "like": like, "year": YEAR, "list": STATUS_LIST}
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement, told)
