"""Processes that share a training step, beside one process that does it all."""

from collections.abc import Iterator
from contextlib import closing

import pytest

torch = pytest.importorskip("torch", reason="training needs torch: pip install yuanwen[training]")

from torch import Tensor, nn  # noqa: E402

from training.reader.workers import Workers  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")]

Part = list[tuple[list[float], int]]


@pytest.fixture
def network() -> Iterator[nn.Module]:
    with torch.random.fork_rng():
        torch.manual_seed(1)
        torch.set_num_threads(1)
        frozen = nn.Linear(3, 3).requires_grad_(requires_grad=False)
        yield nn.Sequential(frozen, nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))


def loss_of(network: nn.Module, part: Part) -> Tensor:
    inputs = torch.tensor([numbers for numbers, _ in part])
    return nn.functional.cross_entropy(network(inputs), torch.tensor([label for _, label in part]))


def parts(seed: int) -> list[Part]:
    numbers = torch.randn(8, 3, generator=torch.Generator().manual_seed(seed)).tolist()
    rows = [(row, int(sum(row) > 0)) for row in numbers]
    return [rows[:4], rows[4:]]


def gradients(network: nn.Module) -> list[Tensor]:
    return [parameter.grad.clone() for parameter in network.parameters() if parameter.grad is not None]


def test_a_shared_step_is_the_step_of_one_process(network: nn.Module) -> None:
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=0.5)
    with closing(Workers(network, lambda part: loss_of(network, part), count=2)) as workers:
        for seed in range(3):
            workers.begin(parts(seed))
            shared_loss = workers.finish()
            shared = gradients(network)
            optimizer.zero_grad()
            alone = torch.stack([loss_of(network, part) for part in parts(seed)]).mean()
            alone.backward()
            assert shared_loss == pytest.approx(alone.item(), rel=1e-5)
            assert len(shared) == len(trained)
            for one, other in zip(shared, gradients(network), strict=True):
                torch.testing.assert_close(one, other)
            # The processes must see the weights that this step changes.
            optimizer.step()


def test_each_process_needs_its_part(network: nn.Module) -> None:
    with (
        closing(Workers(network, lambda part: loss_of(network, part), count=2)) as workers,
        pytest.raises(ValueError, match="zip"),
    ):
        workers.begin(parts(1)[:1])
