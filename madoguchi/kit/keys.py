"""Keys derived from the installation's secret."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """A key for `purpose`, of `length` bytes, from the installation's secret (HKDF-SHA256, RFC 5869)."""
    return HKDF(hashes.SHA256(), length, None, purpose.encode()).derive(secret)
