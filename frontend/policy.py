"""The content security policy: what pages may load and whom their scripts may ask. An endpoint's address in, a policy out.

The same for the `<meta>` of a page and for the header that hosts send; only a header may say who may frame a page.
"""

from __future__ import annotations

from urllib.parse import urlsplit

SELF = "'self'"
WASM = "'wasm-unsafe-eval'"
"""The static search index is WebAssembly: allowed on the search pages alone."""


def policy_of(search_url: str = "", *, runs_wasm: bool = False) -> str:
    """The directives of a page. `search_url`: the search endpoint, an address or a path of the site; empty for none."""
    script = f"{SELF} {WASM}" if runs_wasm else SELF
    connect = " ".join(filter(None, (SELF, origin_of(search_url))))
    return (
        f"default-src 'none'; img-src {SELF}; style-src {SELF}; script-src {script}; media-src {SELF}; "
        f"connect-src {connect}; form-action {SELF}; base-uri 'none'"
    )


def origin_of(url: str) -> str:
    """Scheme and host of an address; empty for a path of the site itself."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
