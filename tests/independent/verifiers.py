"""Other people's verifiers, run by Node without a network. Both get the job as JSON and answer as JSON."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _ask(script, credentials, did, lists):
    """Return the script's answer per credential; skip where Node or the verifiers are missing, fail under CI=true."""
    missing = None
    if not shutil.which("node"):
        missing = "Node is not installed (Debian: nodejs npm)"
    elif not (HERE / "node_modules" / "@digitalbazaar" / "vc").is_dir():
        missing = "the verifiers are not installed (npm ci in tests/independent)"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"CI=true, but {missing}")
    if missing:
        pytest.skip(missing)
    job = json.dumps({"credentials": credentials, "did": did, "lists": lists})
    done = subprocess.run(["node", HERE / script], input=job, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def digitalbazaar(credentials, did, lists):
    """
    Return for each credential whether @digitalbazaar/vc accepts it: verified, and no status set.

    "verified" alone is true for a revoked one too.
    """
    results = _ask("digitalbazaar.mjs", credentials, did, lists)
    return [
        result["verified"]
        and [one["purpose"] for one in result["statuses"]] == ["revocation", "suspension"]
        and all(one["status"] is False for one in result["statuses"])
        for result in results
    ]


def statuses(credentials, did, lists):
    """Return for each credential {purpose: whether its bit is set}, as @digitalbazaar/vc reads them."""
    results = _ask("digitalbazaar.mjs", credentials, did, lists)
    assert all(result["verified"] for result in results)
    return [{one["purpose"]: one["status"] for one in result["statuses"]} for result in results]


def digitalcredentials(credentials, did, lists):
    """Return for each credential what @digitalcredentials/verifier-core says, {check: valid}; nothing if broken."""
    results = _ask("digitalcredentials.mjs", credentials, did, lists)
    # Whether somebody's registry knows the issuer is not ours to say.
    return [{name: valid for name, valid in one["checks"].items() if name != "registered_issuer"} for one in results]
