"""Where a request comes from: only this machine's own programs may send one, no other site."""

from tornado.httputil import HTTPServerRequest


def objection(request: HTTPServerRequest, port: int) -> tuple[int, str] | None:
    """What speaks against a request to a server of this machine: an HTTP status and a sentence, or None.

    Any site can make a browser send requests to this machine. Such a request has the site's origin, or the
    site's host name (DNS rebinding).

    Args:
        request: The request.
        port: The port of the server.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    if "Host" not in request.headers or request.host.lower() not in hosts:
        return 421, f"This server is at http://127.0.0.1:{port} alone."
    origin = request.headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{request.host.lower()}":
        return 403, "Another site sent this request."
    if request.headers.get("Sec-Fetch-Site", "none").lower() not in {"same-origin", "none"}:
        return 403, "Another site sent this request. Type the address into the browser yourself."
    return None
