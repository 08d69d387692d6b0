import asyncio
import socket
import threading

import httpx
import pytest

from bot.errors import BotError
from bot.metrics import Metrics
from bot.services.monitoring import Monitoring, monitored
from tests.end_to_end.processes import free_port


async def get(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_health_tells_whether_the_bot_is_ready() -> None:
    monitoring, ready = Monitoring(free_port()), False
    async with monitored(monitoring, Metrics(), lambda: ready):
        assert (await get(monitoring.port, "/healthz")).status_code == 503
        ready = True
        response = await get(monitoring.port, "/healthz")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert (await get(monitoring.port, "/")).status_code == 404
    with pytest.raises(httpx.ConnectError):
        await get(monitoring.port, "/healthz")


async def test_metrics_are_collected_while_the_loop_goes_on() -> None:
    monitoring, metrics = Monitoring(free_port()), Metrics()
    gate = threading.Event()
    metrics.watch_index("passages", lambda: int(gate.wait(20)))
    async with monitored(monitoring, metrics, lambda: True):
        collecting = asyncio.create_task(get(monitoring.port, "/metrics"))
        await asyncio.sleep(0.1)
        assert (await get(monitoring.port, "/healthz")).status_code == 200
        gate.set()
        response = await collecting
    assert 'yuanwen_index{what="passages"} 1.0' in response.text
    assert response.headers["Content-Type"].startswith("text/plain")


async def test_nothing_is_served_where_no_port_is_set() -> None:
    async with monitored(None, Metrics(), lambda: True):
        pass


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BotError, match=f"127.0.0.1:{port}.*YUANWEN_MONITORING_PORT"):
            async with monitored(Monitoring(port), Metrics(), lambda: True):
                pytest.fail("it must not start")
