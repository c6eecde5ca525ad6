"""The signature on a credential: Data Integrity, eddsa-rdfc-2022 (W3C VC Data Integrity EdDSA Cryptosuites 1.0)."""

import functools
import hashlib
import json
from datetime import UTC

import base58
from pyld import jsonld

from certificates.credential.contexts import load
from certificates.credential.did import key_id
from certificates.credential.refusals import StrayTerm

# Types that no context defines become addresses below the base, and so are found out.
NOWHERE = "https://stray.invalid/"
OPTIONS = {"documentLoader": load, "base": NOWHERE}
# PyLD knows the algorithm, RDFC-1.0, by its older name only.
CANONICAL = {**OPTIONS, "algorithm": "URDNA2015", "format": "application/n-quads"}
# Documents of which every word was found to have a meaning, without what they tell.
MOST_SHAPES = 1000
_sound: set[tuple] = set()


def signed_text(document, key, at):
    """
    Return `document` with its proof by `key` as compact JSON text, the same for the same moment.

    Raises StrayTerm if part of the document means nothing to its contexts and so would not be signed.
    """
    return json.dumps(prove(document, key, at), ensure_ascii=False, separators=(",", ":"))


def prove(document, key, at):
    """Return `document` with a proof. `key` is a Key of the keyring. Raises StrayTerm."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": key_id(key.row),
        "proofPurpose": "assertionMethod",
    }
    refuse_stray_terms(document)
    # The options of the proof come first.
    to_sign = _digest_of_options({**proof, "@context": document["@context"]}) + _digest(document)
    value = "z" + base58.b58encode(key.private.sign(to_sign)).decode()
    return {**document, "proof": {**proof, "proofValue": value}}


def moment(at):
    """Return an aware datetime as credentials write it: UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def refuse_stray_terms(document):
    """
    Raise StrayTerm if a word of `document` means nothing.

    PyLD drops silently what no context defines: it would be shown and not be signed, and strict verifiers refuse it. So
    the words are counted before, and after expanding and compacting again. That takes longer than all the signing, and
    the answer is that of every document made of the same words: those of one programme differ in what they tell only.
    """
    shape = _shape(document)
    if shape in _sound:
        return
    expanded = jsonld.expand(document, OPTIONS)
    again = jsonld.compact(expanded, document["@context"], OPTIONS)
    if _words(again) != _words(document) or any(name.startswith(NOWHERE) for name in _types(expanded)):
        raise StrayTerm("The credential has a term that its contexts do not define.")
    if len(_sound) >= MOST_SHAPES:
        _sound.clear()
    _sound.add(shape)


def _shape(value, name=""):
    """Return what decides which words have a meaning: all words, contexts and types, and of values only their kind."""
    if isinstance(value, dict):
        return tuple((key, _shape(inner, key)) for key, inner in value.items())
    if isinstance(value, list):
        return (list, *(_shape(inner, name) for inner in value))
    return value if name in ("type", "@context") else type(value)


def _digest_of_options(options):
    # Papers signed within the same second have the same.
    return _digest_once(json.dumps(options))


@functools.lru_cache(maxsize=16)
def _digest_once(text):
    return _digest(json.loads(text))


def _digest(document):
    return hashlib.sha256(jsonld.normalize(document, CANONICAL).encode()).digest()


def _words(value):
    """Count the keys of a JSON value at every depth, other than @context."""
    if isinstance(value, dict):
        return sum(1 + _words(inner) for key, inner in value.items() if key != "@context")
    return sum(map(_words, value)) if isinstance(value, list) else 0


def _types(value):
    if isinstance(value, dict):
        names = value.get("@type", [])
        yield from [names] if isinstance(names, str) else names
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _types(inner)
