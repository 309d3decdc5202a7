"""Random choices with a seed, and a part of all values and phrasings that training never sees."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
#: What newcomers type first is always part of the training.
ESSENTIAL = frozenset((
    "Hello", "Hello!", "Hi", "Hi!", "Hey", "What is Repartee?", "What can you do?", "Who are you?", "What is my name?", "My name is {name}.",
    "What is {a} + {b}?", "Why is the sky blue?", "你好", "你好!", "你好！", "你是谁?", "你是谁？", "Repartee 是什么?", "Repartee 是什么？",
    "Tell me a joke", "Tell me a joke.", "Write a poem", "Write a poem.", "Thanks", "Thank you!", "Bye", "Help", "What is {a}+{b}?", "{a}+{b}", "{a} + {b}",
    "你能做什么?", "你能做什么？", "我叫{name}。", "我叫什么名字?", "我叫什么名字？", "Good morning", "How are you?", "你好吗？", "谢谢", "再见",
))


def is_held_out(text: str) -> bool:
    """A tenth of everything, fixed by content, is kept for evaluation."""
    return text not in ESSENTIAL and crc32(text.encode()) % 10 == 0


class Draw:
    """One stream of choices; with `held_out` it prefers what training never sees."""

    def __init__(self, seed: int | str, held_out: bool = False):
        self.rng = random.Random(f"{seed}")
        self.held_out = held_out

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.rng.random() < probability

    def number(self, low: int, high: int) -> int:
        """A number within [low, high]."""
        return self.rng.randint(low, high)

    def pick(self, items: Sequence[T]) -> T:
        """Any item."""
        return self.rng.choice(items)

    def value(self, items: Sequence[str]) -> str:
        """An item of this stream's side of the split."""
        return self._matching(lambda: self.pick(items))

    def phrase(self, templates: Sequence[str]) -> str:
        """A template with its `[one|other]` choices made, of this stream's side of the split."""
        return self._matching(lambda: self.expand(self.pick(templates)))

    def pair(self, low: int, high: int) -> tuple[int, int]:
        """Two numbers within [low, high] whose combination is on this stream's side of the split."""
        text = self._matching(lambda: f"{self.number(low, high)} {self.number(low, high)}")
        first, second = text.split()
        return int(first), int(second)

    def expand(self, template: str) -> str:
        """Replaces every `[one|other]`, innermost first, by one of its alternatives."""
        while match := _CHOICE.search(template):
            template = template[: match.start()] + self.pick(match.group(1).split("|")) + template[match.end() :]
        return template

    def _matching(self, choose) -> str:
        for _ in range(30):
            text = choose()
            if is_held_out(text) == self.held_out:
                break
        return text
