"""Seals and a time-stamp service that nobody outside the tests trusts."""

import datetime as dt
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from certificates.keys import making

# The seal is judged at the time of the test, so it is made then.
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


def new_key(kind="P-256"):
    return ec.generate_private_key(ec.SECP256R1()) if kind == "P-256" else rsa.generate_private_key(65537, 3072)


def issue(root_pem, key, name, *, at=NOW, years=2, usage=("digital_signature", "content_commitment"), extended=()):
    """Return a certificate below the root, as a trust service would make it."""
    root = x509.load_pem_x509_certificate(root_pem)
    root_key = serialization.load_pem_private_key(root_pem, password=None)
    builder = (
        making._certificate(making._name("Trust GmbH", name), root.subject, key.public_key(), at, years)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(making._usage(**dict.fromkeys(usage, True)), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
    )
    if extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(extended), critical=True)
    return builder.sign(root_key, hashes.SHA384())


def pem(*certificates):
    return b"".join(one.public_bytes(serialization.Encoding.PEM) for one in certificates)


def as_asn1(certificate):
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def time_stamper(root_pem):
    """Return a time-stamp service below the root; pyHanko's for tests knows RSA only."""
    key = rsa.generate_private_key(65537, 2048)
    leaf = issue(root_pem, key, "Time", usage=("digital_signature",), extended=(ExtendedKeyUsageOID.TIME_STAMPING,))
    info = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    roots = [as_asn1(x509.load_pem_x509_certificate(root_pem))]
    return DummyTimeStamper(as_asn1(leaf), asn1_keys.PrivateKeyInfo.load(info), roots)


@contextmanager
def time_stamp_service(stamper):
    """Serve the stamper over HTTP as RFC 3161 has it, on loopback; yields its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
