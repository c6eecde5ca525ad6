"""Signing in a token (PKCS#11). Needs python-pkcs11, which only who has a token installs."""

import asyncio

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from django.utils.translation import gettext as _

from certificates.keys.refusals import KeyNotHere

PROBE = b"Is the certificate that of this key?"


def signer_of(key, leaf, others):
    """
    Return pyHanko's signer for a TokenKey and its certificates (asn1crypto). Opens the token; once per process.

    Raises KeyNotHere if the token does not answer, lacks the key, or signs with another key than the certificate's.
    """
    try:
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
    except ImportError as error:
        raise KeyNotHere(_("A seal in a token needs the Python package python-pkcs11.")) from error
    try:
        session = open_pkcs11_session(key.module, token_criteria=TokenCriteria(label=key.token), user_pin=key.pin)
        signer = PKCS11Signer(
            session,
            signing_cert=leaf,
            ca_chain=others,
            key_label=key.label,
            other_certs_to_pull=(),
            # Many tokens sign a hash by elliptic curve, and do not hash themselves.
            use_raw_mechanism=leaf.public_key.algorithm == "ec",
        )
        signature = asyncio.run(signer.async_sign_raw(PROBE, "sha256"))
    except (pkcs11.PKCS11Error, RuntimeError, LookupError) as error:
        raise KeyNotHere(
            _("The token of the seal does not sign (%(kind)s). Check the settings SEAL_PKCS11_….")
            % {"kind": type(error).__name__}
        ) from error
    if not _is_signed_by(leaf, signature):
        raise KeyNotHere(_("The token signs with another key than that of the certificate in SEAL_CHAIN_FILE."))
    return signer


def _is_signed_by(leaf, signature):
    public = x509.load_der_x509_certificate(leaf.dump()).public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, PROBE, ec.ECDSA(hashes.SHA256()))
        else:
            public.verify(signature, PROBE, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
