"""Dialogues and their form as harmony messages, as the server's renderer writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Parameter:
    """One field of a function's arguments; `type` is TypeScript, such as `string` or `"a" | "b"`."""

    name: str
    type: str
    description: str = ""
    optional: bool = False
    default: str = ""


@dataclass(frozen=True)
class Function:
    """A function that the model may call."""

    name: str
    description: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What a right answer must hold: of every group in `words` one alternative; or a JSON value; or a call."""

    words: tuple[tuple[str, ...], ...] = ()
    json_value: object = None
    exact: str | None = None


@dataclass(frozen=True)
class Step:
    """One generation of the model: reasoning (or none), then an answer or a call of `function` with `arguments`."""

    text: str
    analysis: str | None = None
    expected: Expected = field(default_factory=Expected)
    function: str | None = None
    result: str | None = None

    @property
    def arguments(self) -> str:
        """The JSON text of a call."""
        return self.text


@dataclass(frozen=True)
class Exchange:
    """A user's message and the steps that answer it: calls of tools, then the answer."""

    user: str
    steps: tuple[Step, ...]
    topic: str

    def with_user(self, user: str) -> Exchange:
        """The same exchange, asked differently."""
        return replace(self, user=user)


@dataclass(frozen=True)
class Dialogue:
    """A whole chat and what the server puts before it."""

    date: str
    effort: str
    exchanges: tuple[Exchange, ...]
    instructions: str = ""
    functions: tuple[Function, ...] = ()


@dataclass(frozen=True)
class Segment:
    """Part of a prompt; `special` names one token, other text is encoded; `generated` marks what the model writes."""

    text: str
    special: bool = False
    generated: bool = False


def compact(value: object) -> str:
    """JSON as the model writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def function_type(function: Function) -> str:
    """A function's TypeScript declaration."""
    lines = [f"// {function.description}"] if function.description else []
    if not function.parameters:
        return "\n".join([*lines, f"type {function.name} = () => any;"])
    lines.append(f"type {function.name} = (_: {{")
    for parameter in function.parameters:
        if parameter.description:
            lines.append(f"// {parameter.description}")
        default = f" // default: {parameter.default}" if parameter.default else ""
        lines.append(f"{parameter.name}{'?' if parameter.optional else ''}: {parameter.type},{default}")
    return "\n".join([*lines, "}) => any;"])


def system_text(dialogue: Dialogue) -> str:
    """Content of the system message."""
    lines = (
        "You are ChatGPT, a large language model trained by OpenAI.",
        "Knowledge cutoff: 2024-06",
        f"Current date: {dialogue.date}",
        "",
        f"Reasoning: {dialogue.effort}",
        "",
        "# Valid channels: analysis, commentary, final. Channel must be included for every message.",
    )
    tools = "\nCalls to these tools must go to the commentary channel: 'functions'." if dialogue.functions else ""
    return "\n".join(lines) + tools


def developer_text(dialogue: Dialogue) -> str:
    """Content of the developer message; empty when there is nothing to say."""
    sections = [f"# Instructions\n\n{dialogue.instructions}"] if dialogue.instructions else []
    if dialogue.functions:
        types = "\n\n".join(function_type(function) for function in dialogue.functions)
        sections.append(f"# Tools\n\n## functions\n\nnamespace functions {{\n\n{types}\n\n}} // namespace functions")
    return "\n\n".join(sections)


def _message(header: str, content: str) -> Iterator[Segment]:
    yield Segment("<|start|>", special=True)
    role, _, channel = header.partition("<|channel|>")
    yield Segment(role)
    if channel:
        yield Segment("<|channel|>", special=True)
        yield Segment(channel)
    yield Segment("<|message|>", special=True)
    yield Segment(content)
    yield Segment("<|end|>", special=True)


def _opening(dialogue: Dialogue) -> Iterator[Segment]:
    yield from _message("system", system_text(dialogue))
    if developer := developer_text(dialogue):
        yield from _message("developer", developer)


def written(step: Step, last: bool) -> Iterator[Segment]:
    """What the model generates after `<|start|>assistant`."""
    def special(name: str) -> Segment:
        return Segment(name, special=True, generated=True)

    if step.analysis is not None:
        yield special("<|channel|>")
        yield Segment("analysis", generated=True)
        yield special("<|message|>")
        yield Segment(step.analysis, generated=True)
        yield special("<|end|>")
        yield special("<|start|>")
        yield Segment("assistant", generated=True)
    yield special("<|channel|>")
    if step.function:
        yield Segment(f"commentary to=functions.{step.function} ", generated=True)
        yield special("<|constrain|>")
        yield Segment("json", generated=True)
    else:
        yield Segment("final", generated=True)
    yield special("<|message|>")
    yield Segment(step.text, generated=True)
    yield special("<|call|>" if step.function else "<|return|>" if last else "<|end|>")


def _result(step: Step) -> Iterator[Segment]:
    if step.result is not None:
        yield from _message(f"functions.{step.function} to=assistant<|channel|>commentary", step.result)


def prompts(dialogue: Dialogue) -> Iterator[tuple[list[Segment], Step]]:
    """Every prompt of the dialogue and the step that answers it.

    After an answer its reasoning is dropped; while a turn still calls tools it is kept.
    """
    history = list(_opening(dialogue))
    for exchange in dialogue.exchanges:
        history.extend(_message("user", exchange.user))
        turn: list[Segment] = []
        for step in exchange.steps:
            turn += [Segment("<|start|>", special=True), Segment("assistant")]
            yield history + turn, step
            turn += [replace(segment, generated=False) for segment in written(step, last=False)]
            turn += _result(step)
        history += _without_reasoning(exchange)


def _without_reasoning(exchange: Exchange) -> Iterator[Segment]:
    for step in exchange.steps:
        yield from (Segment("<|start|>", special=True), Segment("assistant"))
        for segment in written(replace(step, analysis=None), last=False):
            # Text of earlier answers stays marked: training learns from it too, but not from the missing reasoning.
            yield replace(segment, generated=segment.generated and segment.text is step.text)
        yield from _result(step)
