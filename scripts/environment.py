"""From any Python 3 to .venv/ made ready by one that is new enough; says so where there is none.

Old Pythons read this file before they can be told that they are too old: no f-strings, no newer syntax, no
import of what is written for 3.11 before the version is known.
"""

import os
import subprocess
import sys

OLDEST_MINOR = 11
NEWEST_MINOR_LOOKED_FOR = 15
TOO_OLD = (
    "ponte: Ponte needs Python 3.11 or newer; this is {version} ({executable}) "
    "and no newer one is on the PATH. "
    "Install one (Debian 12: apt install python3 python3-venv; macOS: brew install python; or python.org) "
    "and run this again."
)


def runs(command: str) -> bool:
    """Whether the command is there and is a Python that starts; version managers leave names that do not."""
    check = "import sys; sys.exit(sys.version_info < (3, {}))".format(OLDEST_MINOR)
    try:
        return subprocess.call([command, "-c", check], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def start_with_newer_python() -> None:
    """Never returns: goes on in a newer Python, or ends with what to do."""
    for minor in range(NEWEST_MINOR_LOOKED_FOR, OLDEST_MINOR - 1, -1):
        command = "python3.{}".format(minor)
        if runs(command):
            os.execvp(command, [command] + sys.argv)
    sys.exit(TOO_OLD.format(version=sys.version.split()[0], executable=sys.executable))


if __name__ == "__main__":
    if sys.version_info < (3, OLDEST_MINOR):
        start_with_newer_python()
    from installation import main

    sys.exit(main(sys.argv[1:]))
