"""What one call of the program carries from its options to its end."""

from __future__ import annotations

from dataclasses import dataclass, field

from backsim.cli.progress import Progress
from backsim.cli.say import say


@dataclass
class Session:
    """One call of the program: how loud it is, how far it came, how it will end."""

    debug: bool = False
    quiet: bool = False
    progress: Progress = field(default_factory=Progress)
    exit_code: int = 0

    def note(self, text: str) -> None:
        """Say something that is not the result, unless told to be quiet."""
        if not self.quiet:
            say(text)
