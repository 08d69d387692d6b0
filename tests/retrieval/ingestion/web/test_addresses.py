import pytest

from retrieval.ingestion.web.addresses import is_public, is_public_site, system_endpoints


@pytest.mark.parametrize(
    "ip",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:4700:4700::1111",
        "2400:3200::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_public_addresses(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.9.8.7",
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "2002:7f00:1::1",
        "2002:c0a8:101::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "4000::1",
        "no address",
        "",
    ],
)
def test_addresses_that_are_not_public(ip: str) -> None:
    assert not is_public(ip)
    assert not is_public_site(ip)


def test_an_own_address_is_no_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.ingestion.web.addresses.is_public", lambda _ip: True)
    assert not is_public_site("127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1"])
async def test_numbers_in_any_notation_are_looked_at_as_addresses(host: str) -> None:
    assert [endpoint.ip for endpoint in await system_endpoints(host, 80)] == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", "a b", "no-such-host.invalid"])
async def test_a_name_of_no_host(host: str) -> None:
    assert await system_endpoints(host, 80) == []
