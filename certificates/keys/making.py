"""New keys: Ed25519 for what machines read; for the seal a P-256 certificate below a root of our own (P-384)."""

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

# A root outlives what it signs; a seal certificate is changed long before it ends.
ROOT_YEARS, SEAL_YEARS = 30, 10
PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
SPKI = serialization.PublicFormat.SubjectPublicKeyInfo


def private_pem(key):
    return key.private_bytes(PEM, PKCS8, serialization.NoEncryption())


def new_ed25519():
    """Return the PEM (bytes) of a new private key."""
    return private_pem(ed25519.Ed25519PrivateKey.generate())


def new_root(organisation, at):
    """Return the PEM (bytes) of a new root: private key, then certificate. `organisation` is a name for people."""
    key = ec.generate_private_key(ec.SECP384R1())
    name = _name(organisation, f"{organisation} Root {at.year}")
    certificate = (
        _certificate(name, name, key.public_key(), at, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA384())
    )
    return private_pem(key) + certificate.public_bytes(PEM)


def new_seal(root_pem, organisation, name, at):
    """Return the PEM (bytes) of a new seal below the root: private key, certificate, root certificate."""
    root_key = serialization.load_pem_private_key(root_pem, password=None)
    root = x509.load_pem_x509_certificate(root_pem)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _certificate(_name(organisation, f"{organisation} {name}"), root.subject, key.public_key(), at, SEAL_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA384())
    )
    return private_pem(key) + certificate.public_bytes(PEM) + root.public_bytes(PEM)


def public_half(pem):
    """Return as text what may be shown of a private PEM: its certificates, or else its public key."""
    if b"BEGIN CERTIFICATE" in pem:
        return "".join(one.public_bytes(PEM).decode() for one in x509.load_pem_x509_certificates(pem))
    key = serialization.load_pem_private_key(pem, password=None)
    return key.public_key().public_bytes(PEM, SPKI).decode()


def _name(organisation, common_name):
    # X.520 bounds both at 64 characters.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name[-64:]),
        ]
    )


def _certificate(subject, issuer, public_key, at, years):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(hours=1))
        .not_valid_after(at + dt.timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _usage(**used):
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in names})
