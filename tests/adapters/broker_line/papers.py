"""Certificates for a broker and for us, from an authority that lives for one test."""

from __future__ import annotations

import subprocess
from pathlib import Path

LOCALHOST = "localhost"


class Authority:
    """Signs for whoever asks, also what it should not."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self.file = folder / "authority.pem"
        self._key = folder / "authority.key"
        (folder / "index").touch()
        (folder / "serial").write_text("01")
        (folder / "ca.cnf").write_text(_CONFIG.format(folder=folder))
        _openssl(
            *("req", "-x509", *_NEW_KEY, "-nodes", "-days", "2", "-subj", "/CN=ours"),
            *("-keyout", str(self._key), "-out", str(self.file)),
        )

    def sign(
        self,
        name: str = LOCALHOST,
        *,
        begins: str = "20200101000000Z",
        ends: str = "20490101000000Z",
        passphrase: str | None = None,
    ) -> tuple[Path, Path]:
        """A certificate and its key, which only its owner may read."""
        number = len(tuple(self._folder.glob("*.csr")))
        own, key, asks = (
            self._folder / f"{number}.{kind}" for kind in ("pem", "key", "csr")
        )
        lock = ("-nodes",) if passphrase is None else ("-passout", f"pass:{passphrase}")
        _openssl(
            *("req", *_NEW_KEY, *lock, "-subj", f"/CN={name}"),
            *("-addext", f"subjectAltName=DNS:{name}"),
            *("-keyout", str(key), "-out", str(asks)),
        )
        key.chmod(0o600)
        _openssl(
            *("ca", "-batch", "-config", str(self._folder / "ca.cnf")),
            *("-cert", str(self.file), "-keyfile", str(self._key)),
            *("-startdate", begins, "-enddate", ends),
            *("-in", str(asks), "-out", str(own), "-notext"),
        )
        return own, key


_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")

_CONFIG = """
[ca]
default_ca = own
[own]
database = {folder}/index
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
"""


def _openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True)
