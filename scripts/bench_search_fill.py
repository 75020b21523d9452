"""Fills an index from a data folder's release, as `ponte index --full` does, under another prefix; prints what it took."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from static_build.index import Index
from static_build.release import Store
from static_build.search.client import connect

BYTES = 1 if sys.platform == "darwin" else 1024
"""In the unit of the peak that the system tells."""


def main(home: str, url: str, prefix: str) -> None:
    brought = Index(Store(Path(home)), connect(url), prefix=prefix).bring(full=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES
    print(json.dumps({"full_index_seconds": brought.seconds, "full_index_peak_rss_bytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
