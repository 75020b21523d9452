"""Makes the static search index of a data folder's release, in a release that completes it; prints the seconds.

Then the compressed copies, which hosts send: they are not timed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from static_build.completion import Wanted, complete
from static_build.release import Store

if __name__ == "__main__":
    start = time.perf_counter()
    store = Store(Path(sys.argv[1]))
    complete(store, Wanted())
    print(time.perf_counter() - start)
    complete(store, Wanted(copies=True))
