"""Fetches pages and files from the web, without a way to this machine or its own network."""

import asyncio
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import httpx

from retrieval.errors import Unfetched, WebError
from retrieval.ingestion.files import File
from retrieval.ingestion.web.addresses import Endpoint, Resolver, is_public_site, system_endpoints
from retrieval.ingestion.web.responses import Response, file_of
from retrieval.ingestion.web.urls import parsed_url, port_of

_MAX_REDIRECTS: Final = 5
_CONNECT_S: Final = 10.0
"""Seconds for a connection to one of several IP addresses of a site."""
_HEADERS: Final = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.8",
    "Accept-Encoding": "gzip",  # what `_body` unpacks within limits
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (compatible; yuanwen)",
}
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Web:
    """Fetches what stands at an address, within limits.

    Each host, also of a redirect, is resolved once. All its IP addresses have to be allowed, and the
    connection goes to one of them. No cookies, credentials or proxies are used.

    Attributes:
        any_port: Whether an address may name a port other than 80 and 443.
        max_bytes: The most bytes of a page, packed and unpacked.
        seconds: The longest time for all of it.
        resolve: Gives the endpoints of a host.
        allows: Whether an IP address may be connected to.
        tls: How sites prove who they are; None for the usual authorities.
    """

    any_port: bool = False
    max_bytes: int = 20 << 20
    seconds: float = 30.0
    resolve: Resolver = system_endpoints
    allows: Callable[[str], bool] = is_public_site
    tls: ssl.SSLContext | None = field(default=None, repr=False)

    async def fetch(self, address: str) -> File:
        """The page or file at an address, as a file to be added.

        Args:
            address: It is the identity of the file, without its fragment.

        Raises:
            WebError: It cannot be fetched, or is of a kind that cannot be read.
        """
        url = parsed_url(address, any_port=self.any_port)
        try:
            async with asyncio.timeout(self.seconds):
                response = await self._response(url)
        except (TimeoutError, httpx.TimeoutException):
            raise WebError(
                f"{url.host} takes too long to answer. Try again later, or save the page and add the file.",
                Unfetched.TIME,
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError, zlib.error):
            raise _failed(url.host, "cannot be reached, or breaks off") from None
        return await asyncio.to_thread(file_of, str(url), response)

    async def _response(self, url: httpx.URL) -> Response:
        """What an address leads to, through redirects."""
        host = url.host
        for _ in range(_MAX_REDIRECTS + 1):
            answer = await self._answer(url)
            if isinstance(answer, Response):
                return answer
            url = parsed_url(str(url.join(answer)), any_port=self.any_port)
        raise WebError(
            f"{host} leads from one address to the next and to no page. Open the address in a browser, save "
            "the page and add the file.",
            Unfetched.REDIRECTS,
        )

    async def _answer(self, url: httpx.URL) -> Response | str:
        """The answer of one address: a response, or the location that it redirects to."""
        endpoints = await self._allowed_endpoints(url)
        for endpoint in endpoints[:-1]:
            try:
                return await self._asked(url, endpoint)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._asked(url, endpoints[-1])

    async def _allowed_endpoints(self, url: httpx.URL) -> list[Endpoint]:
        """The endpoints of an address, at least one.

        Raises:
            WebError: There is none, or one is not allowed. The message is the same: else it would tell which
                names there are in an internal network.
        """
        endpoints = await self.resolve(url.raw_host.decode("ascii"), port_of(url))
        allowed = [await asyncio.to_thread(self.allows, endpoint.ip) for endpoint in endpoints]
        if not endpoints or not all(allowed):
            raise WebError(
                f"There is no public site at {url.host}; check the address. Pages of a network of your own "
                "are not fetched: save them and add the files.",
                Unfetched.HOST,
            )
        return endpoints

    async def _asked(self, url: httpx.URL, endpoint: Endpoint) -> Response | str:
        """Ask one endpoint, by its IP address: so nothing is resolved a second time."""
        timeout = httpx.Timeout(self.seconds, connect=_CONNECT_S)
        tls = self.tls or _authorities()
        # One client for each request: it would keep cookies.
        async with httpx.AsyncClient(
            verify=tls, trust_env=False, timeout=timeout, headers=_HEADERS
        ) as client:
            request = client.build_request(
                "GET",
                url.copy_with(host=endpoint.ip, port=endpoint.port),
                headers={"Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            )
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                return await self._read(url, response)
            finally:
                await response.aclose()

    async def _read(self, url: httpx.URL, response: httpx.Response) -> Response | str:
        if response.has_redirect_location:
            return str(response.headers["Location"])
        if response.status_code != httpx.codes.OK:
            raise _failed(url.host, f"does not hand it over (status {response.status_code})")
        body = await self._body(url, response)
        headers = response.headers
        kind, disposition = headers.get("Content-Type", ""), headers.get("Content-Disposition", "")
        return Response(str(url), url.host, kind, disposition, body)

    async def _body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        """The body of a response, unpacked; no more of it than `max_bytes` is ever held."""
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in {"identity", "gzip", "x-gzip", "deflate", ""}:
            raise _failed(url.host, "sends it packed in an unusual way")
        unpacking = None if encoding in {"identity", ""} else zlib.decompressobj(_GZIP_OR_ZLIB)
        body = bytearray()
        async for chunk in response.aiter_raw():
            most = self.max_bytes + 1 - len(body)  # above 0
            body += unpacking.decompress(chunk, most) if unpacking else chunk
            if max(len(body), response.num_bytes_downloaded) > self.max_bytes:
                raise WebError(
                    f"What {url.host} sends is larger than {self.max_bytes >> 20} MB. Save it in parts, and "
                    "add the files.",
                    Unfetched.SIZE,
                )
        if unpacking and not unpacking.eof:
            raise _failed(url.host, "cannot be reached, or breaks off")
        return bytes(body)


@cache
def _authorities() -> ssl.SSLContext:
    """The certificate authorities that are trusted; reading them takes some 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


def _failed(host: str, what: str) -> WebError:
    return WebError(
        f"{host} {what}. Try again later, or open the address in a browser, save the page and add the file.",
        Unfetched.FAILED,
    )
