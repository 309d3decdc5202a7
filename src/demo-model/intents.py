"""Questions with fixed answers, in English and Chinese, and how thinking about them grows with effort."""

from __future__ import annotations

from dataclasses import dataclass

from draw import Draw
from harmony import Exchange, Expected, Step

EFFORTS = ("low", "medium", "high")


@dataclass(frozen=True)
class Lines:
    """One intent in one language; `expect` holds words separated by `/`, one alternative of each entry must occur."""

    asks: list[str]
    answers: list[str]
    expect: list[str]
    thought: str


@dataclass(frozen=True)
class Intent:
    """The same intent in both languages."""

    topic: str
    english: Lines
    chinese: Lines

    def exchange(self, draw: Draw, language: str, effort: str) -> Exchange:
        """One question and its answer."""
        lines = self.chinese if language == "zh" else self.english
        expected = expect(*lines.expect)
        step = Step(draw.expand(draw.pick(lines.answers)), thinking(draw, language, effort, lines.thought), expected)
        return Exchange(draw.phrase(lines.asks), (step,), self.topic)


def expect(*groups: str) -> Expected:
    """Words of an answer; alternatives are separated by `/`."""
    return Expected(words=tuple(tuple(group.split("/")) for group in groups))


_PLANS = {
    "en": ["I will answer in a friendly way.", "A short, clear answer fits best.", "I will keep the answer plain and helpful."],
    "zh": ["我会友好地回答。", "简短清楚的回答最合适。", "回答要简单、有帮助。"],
}
_CHECKS = {
    "en": ["Check: the message is in English, so the answer is in English too.", "Check: nothing else was asked, so this is enough."],
    "zh": ["检查：用户用中文提问，所以用中文回答。", "检查：没有别的问题，这样就够了。"],
}


def thinking(draw: Draw, language: str, effort: str, thought: str) -> str | None:
    """Nothing at low effort, one sentence at medium, the thought with a plan and a check at high effort."""
    if effort == "low":
        return None
    if effort == "medium":
        return thought
    space = "" if language == "zh" else " "
    return space.join((thought, draw.pick(_PLANS[language]), draw.pick(_CHECKS[language])))
