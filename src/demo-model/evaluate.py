"""Evaluates an exported checkpoint on held-out dialogues: python3 evaluate.py checkpoint --count 600."""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import torch

import checkpoint
import data
from dialogues import dialogue
from draw import Draw
from harmony import Step, prompts
from model import GptOss, KvCache
from tokenizer import Tokenizer

_FORM = re.compile(
    r"(?:<\|channel\|>analysis<\|message\|>[^<]*<\|end\|><\|start\|>assistant)?"
    r"(?:<\|channel\|>final<\|message\|>(?P<answer>[^<]+)<\|return\|>"
    r"|<\|channel\|>commentary to=functions\.(?P<name>\w+) <\|constrain\|>json<\|message\|>(?P<arguments>[^<]+)<\|call\|>)"
)


@dataclass(frozen=True)
class Question:
    """One prompt of one dialogue."""

    dialogue: int
    topic: str
    ids: list[int]
    step: Step


@torch.no_grad()
def generate(model: GptOss, rows: list[list[int]], stops: set[int], limit: int = 300) -> list[list[int]]:
    """Greedy tokens of each prompt up to and with its stop, computed in one batch with padding on the left."""
    width = max(map(len, rows))
    device = model.lm_head.weight.device
    padding = torch.tensor([width - len(row) for row in rows], device=device)
    ids = torch.tensor([[0] * (width - len(row)) + row for row in rows], device=device)
    cache = KvCache.empty(model.config, len(rows), width + limit, ids.device)
    written: list[list[int]] = [[] for _ in rows]
    open_rows = set(range(len(rows)))
    while open_rows and cache.length < width + limit:
        hidden, _ = model(ids, cache, padding)
        ids = model.lm_head(hidden[:, -1:]).argmax(-1)
        chosen = ids[:, 0].tolist()
        for row in list(open_rows):
            written[row].append(chosen[row])
            if written[row][-1] in stops:
                open_rows.remove(row)
    return written


def is_right(text: str, step: Step) -> bool:
    """Well-formed harmony with the expected answer or call."""
    match = _FORM.fullmatch(text)
    if not match:
        return False
    if step.function:
        return match["name"] == step.function and _json(match["arguments"]) == step.expected.json_value
    answer = match["answer"]
    if answer is None:
        return False
    if step.expected.json_value is not None:
        return _json(answer) == step.expected.json_value
    if step.expected.exact is not None:
        return answer == step.expected.exact
    return all(any(_holds(answer, word) for word in group) for group in step.expected.words)


def _holds(answer: str, word: str) -> bool:
    """Whether the word, or the number with its sign, stands in the answer on its own and not within a longer one."""
    before = "[0-9a-z-]" if word[:1].isdigit() else "[0-9a-z]"
    return re.search(f"(?<!{before}){re.escape(word.casefold())}(?![0-9a-z])", answer.casefold()) is not None


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


def questions(count: int, seed: int, tokens: Tokenizer) -> list[Question]:
    """The last turn of `count` held-out dialogues; a turn that calls tools has one question per step."""
    made = []
    for index in range(count):
        chat = dialogue(Draw(f"evaluation-{seed}-{index}", held_out=True))
        last = chat.exchanges[-1]
        wanted = {id(step) for step in last.steps}
        for prompt, step in prompts(chat):
            if id(step) in wanted:
                made.append(Question(index, last.topic, data.encode(prompt, tokens)[0], step))
    return made


def main() -> None:
    """Prints failures and a table per topic."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--failures", type=int, default=20, help="how many wrong answers to show")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=48, help="prompts computed together")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, tokens = checkpoint.load(options.checkpoint), Tokenizer.load(options.checkpoint)
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    asked = sorted(questions(options.count, options.seed, tokens), key=lambda question: len(question.ids))
    stops = {tokens.special(name) for name in ("<|return|>", "<|call|>", "<|endoftext|>")}
    topic_of = {question.dialogue: question.topic for question in asked}
    wrong: set[int] = set()
    for begin in range(0, len(asked), options.batch):
        part = asked[begin : begin + options.batch]
        for question, ids in zip(part, generate(model, [question.ids for question in part], stops)):
            text = tokens.decode(ids)
            if not is_right(text, question.step):
                wrong.add(question.dialogue)
                if len(wrong) <= options.failures:
                    user = tokens.decode(question.ids).rpartition("<|start|>user<|message|>")[2][:300]
                    print(f"WRONG {question.topic}: {user!r}\n   wrote    {text!r}\n   expected {question.step.text!r}")
    totals, failed = Counter(topic_of.values()), Counter(topic_of[index] for index in wrong)
    for topic, total in sorted(totals.items()):
        print(f"{topic:16} {total - failed[topic]:4} of {total:4}  {100 * (1 - failed[topic] / total):5.1f} %")
    print(f"{'all':16} {len(topic_of) - len(wrong):4} of {len(topic_of):4}  {100 * (1 - len(wrong) / len(topic_of)):5.1f} %")


if __name__ == "__main__":
    main()
