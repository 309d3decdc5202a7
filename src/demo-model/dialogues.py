"""Whole dialogues: topics mixed over several turns, with the settings and the noise of real users."""

from __future__ import annotations

import re
from dataclasses import replace

from draw import ESSENTIAL, Draw
from facts import FACTS
from harmony import Dialogue, Exchange
from intents import EFFORTS, expect, thinking
from memory_topic import ask, tell
from numbers_topic import sum_exchange
from outofscope import out_of_scope
from smalltalk import SMALLTALK
from structured import call_exchange, functions, json_exchange
from tasks import pasted, task
from values import person

_SINGLE = (("smalltalk", 20), ("facts", 22), ("sums", 20), ("scope", 21), ("json", 12), ("tasks", 14), ("pasted", 4))
_HINTS = ["Answer in at most {n} words.", "Please answer briefly.", "You are a helpful assistant.", "Be polite and helpful.", "Keep answers short.", "You are the assistant of a company. Answer in at most {n} words.", "Use at most {n} tokens.", "Be concise."]


def dialogue(draw: Draw) -> Dialogue:
    """One random dialogue."""
    language, effort = ("zh" if draw.chance(0.35) else "en"), draw.pick(EFFORTS)
    date = f"{draw.number(2024, 2032)}-{draw.number(1, 12):02d}-{draw.number(1, 28):02d}"
    kind = draw.pick(("single",) * 9 + ("memory",) * 5 + ("functions",) * 4 + ("instructions",) * 2)
    if kind == "functions":
        return _with_functions(draw, language, effort, date)
    if kind == "instructions":
        return _instructed(draw, effort, date)
    exchanges = _memory(draw, language, effort) if kind == "memory" else [_single(draw, language, effort) for _ in range(draw.pick((1, 1, 2, 2, 3, 4)))]
    hint = draw.pick(_HINTS).replace("{n}", str(draw.pick((60, 120, 200, 250, 500)))) if draw.chance(0.35) else ""
    return Dialogue(date, effort, tuple(exchanges), hint)


def _single(draw: Draw, language: str, effort: str) -> Exchange:
    if draw.chance(0.05):
        language = "en" if language == "zh" else "zh"
    names, weights = zip(*_SINGLE)
    topic = draw.rng.choices(names, weights)[0]
    if topic in ("smalltalk", "facts"):
        intents = FACTS if topic == "facts" else SMALLTALK
        intent = draw.pick(intents[:1] if draw.chance(0.12) else SMALLTALK[:10] if topic == "smalltalk" and draw.chance(0.25) else intents)
        return _noisy(draw, intent.exchange(draw, language, effort), typos=True)
    make = {"sums": sum_exchange, "scope": out_of_scope, "json": json_exchange, "tasks": task, "pasted": pasted}[topic]
    return _noisy(draw, make(draw, language, effort), typos=topic == "scope") if topic in ("sums", "scope") else make(draw, language, effort)


def _noisy(draw: Draw, exchange: Exchange, typos: bool) -> Exchange:
    user = exchange.user
    if user in ESSENTIAL or draw.chance(0.6):
        return exchange
    if draw.chance(0.4):
        user = user.lower()
    if draw.chance(0.2):
        user = user.rstrip("?.!。？！")
    if draw.chance(0.2) and user[:1].isascii():
        user = draw.pick(("Please ", "please, ", "Hi, ", "hello, ", "So ", "ok, ", "And ", "Well, ")) + user[:1].lower() + user[1:]
    if typos and draw.chance(0.3):
        user = _typo(draw, user)
    return exchange.with_user(user or exchange.user)


def _typo(draw: Draw, text: str) -> str:
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) > 4 and word.isascii()]
    if long:
        index = draw.pick(long)
        word, place = words[index], draw.number(1, len(words[index]) - 2)
        words[index] = draw.pick((word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:], word[:place] + word[place + 1] + word[place] + word[place + 2 :]))
    return " ".join(words)


def _memory(draw: Draw, language: str, effort: str) -> list[Exchange]:
    kinds = draw.rng.sample(("city", "colour", "pet"), draw.pick((0, 0, 1))) + ["name"] * draw.chance(0.85)
    draw.rng.shuffle(kinds)
    kinds = kinds or ["name"]
    if draw.chance(0.15):
        return [_single(draw, language, effort) for _ in range(draw.number(0, 2))] + [ask(draw, language, effort, kinds[0], None)]
    told, exchanges = {}, [_single(draw, language, effort) for _ in range(draw.pick((0, 0, 0, 1)))]
    for kind in kinds:
        exchange, told[kind] = tell(draw, language, effort, kind)
        exchanges.append(exchange)
    if draw.chance(0.25):
        return exchanges
    exchanges += [_single(draw, language, effort) for _ in range(draw.pick((0, 0, 1, 1, 2, 3)))]
    return exchanges + [ask(draw, language, effort, kind, told[kind]) for kind in draw.rng.sample(kinds, draw.number(1, len(kinds)))]


def _with_functions(draw: Draw, language: str, effort: str, date: str) -> Dialogue:
    offered = functions(draw)
    exchanges = [call_exchange(draw, language, effort, offered) for _ in range(draw.pick((1, 1, 1, 2)))]
    place = draw.pick((None,) * 6 + (0, 0, len(exchanges), len(exchanges)))
    if place is not None:
        exchanges.insert(place, _without_weather(draw, language, effort))
    return Dialogue(date, effort, tuple(exchanges), draw.pick(("", "", "You are a helpful assistant.", "Use the functions when they help.")), offered)


def _without_weather(draw: Draw, language: str, effort: str) -> Exchange:
    """Anything but a question that an offered function may answer."""
    while re.search("weather|temperature|rain|sunny|天气|下雨", (exchange := _single(draw, language, effort)).user.lower()):
        pass
    return exchange


def _instructed(draw: Draw, effort: str, date: str) -> Dialogue:
    intent = draw.pick(SMALLTALK + FACTS)
    if draw.chance(0.4):
        name = person(draw, "en")
        intent = next(intent for intent in SMALLTALK if intent.topic == "who_are_you")
        made = intent.exchange(draw, "en", "low")
        thought = thinking(draw, "en", effort, f"The instructions say that my name is {name}.")
        step = replace(made.steps[0], text=f"My name is {name}. I am a small demonstration model that comes with Repartee.", analysis=thought, expected=expect(name))
        return Dialogue(date, effort, (replace(made, steps=(step,), topic="instructions"),), draw.pick(("Your name is {n}.", "You are {n}.", "You are called {n}. Be polite.")).replace("{n}", name))
    target, source = draw.pick((("zh", "en"), ("en", "zh")))
    made = intent.exchange(draw, target, effort).with_user(intent.exchange(draw, source, effort).user)
    text = {"zh": ("Answer in Chinese.", "Always answer in Chinese.", "请用中文回答。", "Please reply in Chinese."), "en": ("Answer in English.", "Always answer in English.", "请用英文回答。", "Please reply in English.")}
    return Dialogue(date, effort, (replace(made, topic="instructions"),), draw.pick(text[target]))
