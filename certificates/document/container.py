"""
The container of a seal (CMS, RFC 5652): pyHanko writes the first of a signer, the next ones are that one filled in.

Of all the seals of a signer only the digest, the signature and the time stamp differ. To put the rest together anew
takes ten times as long as to sign.
"""

from asn1crypto import cms
from asn1crypto.parser import emit

# What a signature covers besides the digest; with anything else (a time of signing) two seals would differ in more.
ATTRIBUTES = {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"}
UNIVERSAL, CONTEXT = 0, 2
PRIMITIVE, CONSTRUCTED = 0, 1
OCTETS, SEQUENCE, SET = 4, 16, 17


class Container:
    """A container with blanks."""

    def __init__(self, kind, heading, about, covered, algorithm):
        self._kind, self._heading, self._about, self._algorithm = kind, heading, about, algorithm
        self._before, self._after = covered

    @classmethod
    def like(cls, sealed, digest):
        """Return the Container that `sealed` (a ContentInfo) of `digest` is filled from, or None if there is none."""
        [signer] = sealed["content"]["signer_infos"]
        if not {attribute["type"].native for attribute in signer["signed_attrs"]} <= ATTRIBUTES:
            return None
        covered = signer["signed_attrs"].untag().dump().split(digest)
        if len(covered) != 2:
            return None
        heading = _written(sealed["content"], "version", "digest_algorithms", "encap_content_info", "certificates")
        about = _written(signer, "version", "sid", "digest_algorithm")
        container = cls(sealed["content_type"].dump(), heading, about, covered, _written(signer, "signature_algorithm"))
        again = container.filled(digest, signer["signature"].native, signer["unsigned_attrs"])
        return container if again.dump() == sealed.dump() else None

    def to_sign(self, digest):
        """Return the bytes that are signed for `digest` (bytes): the attributes as a set, RFC 5652 §5.4."""
        return self._before + digest + self._after

    def filled(self, digest, signature, unsigned=None):
        """Return the ContentInfo with a digest, its signature (bytes) and the unsigned attributes, if there are any."""
        signer = self._about + _as_field(0, self.to_sign(digest)) + self._algorithm
        signer += emit(UNIVERSAL, PRIMITIVE, OCTETS, signature)
        if unsigned:
            signer += _as_field(1, unsigned.untag().dump())
        signers = emit(UNIVERSAL, CONSTRUCTED, SET, emit(UNIVERSAL, CONSTRUCTED, SEQUENCE, signer))
        content = emit(CONTEXT, CONSTRUCTED, 0, emit(UNIVERSAL, CONSTRUCTED, SEQUENCE, self._heading + signers))
        return cms.ContentInfo.load(emit(UNIVERSAL, CONSTRUCTED, SEQUENCE, self._kind + content))


def _as_field(number, der):
    """Put a field's number in the place of its type, as implicit tags do."""
    return bytes([0xA0 + number]) + der[1:]


def _written(value, *fields):
    return b"".join(value[field].dump() for field in fields)
