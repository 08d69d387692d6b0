"""A progress bar for long work, on a terminal."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

_SHOWN_FROM_STEPS = 200
"""From how many steps on a bar is shown."""


class ProgressBar:
    """A progress bar with the time left. It appears at the first call and goes when the work is done.

    Work of few steps shows none, nor does a console that is not a terminal.
    """

    def __init__(self, label: str, console: "Console", least: int = _SHOWN_FROM_STEPS) -> None:
        """Nothing is shown yet.

        Args:
            label: What stands before the bar.
            console: Where it is shown.
            least: From how many steps on the bar is shown.
        """
        self._least = least
        self._label = label
        self._console = console
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are done."""
        if total < self._least or not self._console.is_terminal:
            return
        if self._bar is None:
            from rich.progress import Progress  # noqa: PLC0415  # only where it is shown

            self._bar = Progress(console=self._console, transient=True)
            self._bar.add_task(self._label, total=total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=done)
        if done >= total:
            self.stop()

    def stop(self) -> None:
        """Take the bar away, also where the work is not done."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
