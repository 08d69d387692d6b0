"""Processes that share the work of a training step."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import torch
from torch import Tensor, nn


class Workers:
    """Processes that work out gradients, each for its part of a batch.

    They see the network's parameters in shared memory. Threads would wait for each other: laying
    questions beside passages is Python.
    """

    def __init__(self, network: nn.Module, loss: Callable[[Any], Tensor], count: int) -> None:
        """Start the processes.

        Args:
            network: Its parameters move to shared memory.
            loss: From a part of a batch to the loss, through the network.
            count: Number of processes.
        """
        self._parameters = [p for p in network.share_memory().parameters() if p.requires_grad]
        size = sum(parameter.numel() for parameter in self._parameters)
        self._gradients = torch.zeros(count, size).share_memory_()  # type: ignore[no-untyped-call]
        context = multiprocessing.get_context("fork")
        self._lines: list[Connection] = []
        self._processes: list[BaseProcess] = []
        for number in range(count):
            ours, theirs = context.Pipe()
            work = (theirs, loss, self._parameters, self._gradients[number], number)
            process = context.Process(target=_work, args=work, daemon=True)
            process.start()
            self._lines.append(ours)
            self._processes.append(process)

    def begin(self, parts: Sequence[Any]) -> None:
        """Hand each process its part of a batch."""
        for line, part in zip(self._lines, parts, strict=True):
            line.send(part)

    def finish(self) -> float:
        """Wait, and set the gradient of each parameter to its mean over the parts; returns the mean loss."""
        loss = sum(float(line.recv()) for line in self._lines) / len(self._lines)
        mean = self._gradients.mean(dim=0)
        sizes = [parameter.numel() for parameter in self._parameters]
        for parameter, gradient in zip(self._parameters, mean.split(sizes), strict=True):
            parameter.grad = gradient.view_as(parameter)
        return loss

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.terminate()
            process.join()


def _work(
    line: Connection, loss: Callable[[Any], Tensor], parameters: list[Tensor], place: Tensor, number: int
) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(torch.initial_seed() + number + 1)
    while True:
        found = loss(line.recv())
        gradients = torch.autograd.grad(found, parameters)
        torch.cat([gradient.reshape(-1) for gradient in gradients], out=place)
        line.send(found.item())
