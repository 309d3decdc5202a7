"""Tokenised dialogues in batches of similar length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context

import torch

import tokenizer
from dialogues import dialogue
from draw import Draw
from harmony import Segment, prompts, written
from tokenizer import Tokenizer

Row = tuple[list[int], list[bool]]


def encode(segments: Sequence[Segment], tokens: Tokenizer) -> Row:
    """Ids of a prompt, and which of them the model writes. Neighbouring text is one text: a message's header, say."""
    ids: list[int] = []
    learned: list[bool] = []
    for segment in segments:
        part = [tokens.special(segment.text)] if segment.special else tokens.encode(segment.text)
        ids += part
        learned += [segment.generated] * len(part)
    return ids, learned


def train_tokenizer(merges: int, seed: int, count: int = 6000) -> Tokenizer:
    """Merges learned from generated dialogues."""
    pieces: Counter[str] = Counter()
    for index in range(count):
        for prompt, step in list(prompts(dialogue(Draw(f"{seed}-vocabulary-{index}"))))[-1:]:
            for segment in [*prompt, *written(step, last=True)]:
                if not segment.special:
                    pieces.update(tokenizer.split(segment.text))
    return Tokenizer(tokenizer.train(pieces, merges))


def rows(seed: str, tokens: Tokenizer) -> Iterator[Row]:
    """Endless training rows; a turn that calls tools gives all its steps in one row."""
    index = 0
    while True:
        chat = dialogue(Draw(f"{seed}-{index}"))
        index += 1
        prompt, step = list(prompts(chat))[-1]
        calls = [known for known in chat.exchanges[-1].steps if known.function]
        ids, learned = encode([*prompt, *written(step, last=True)], tokens)
        yield ids, learned
        if calls:
            prompt, step = next(pair for pair in prompts(chat) if pair[1] is calls[0])
            yield encode([*prompt, *written(step, last=True)], tokens)


def batches(seed: str, tokens: Tokenizer, budget: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Ids [rows, length] and marks of learned tokens, at most `budget` tokens; rows of a batch have similar lengths."""
    source, draw = rows(seed, tokens), Draw(seed)
    padding = tokens.special("<|endoftext|>")
    while True:
        pool = sorted((next(source) for _ in range(1000)), key=lambda row: len(row[0]))
        groups: list[list[Row]] = [[]]
        for row in pool:
            if (len(groups[-1]) + 1) * len(row[0]) > budget and groups[-1]:
                groups.append([])
            groups[-1].append(row)
        draw.rng.shuffle(groups)
        for group in groups:
            width = max(len(ids) for ids, _ in group)
            ids = torch.tensor([ids + [padding] * (width - len(ids)) for ids, _ in group])
            learned = torch.tensor([marks + [False] * (width - len(marks)) for _, marks in group])
            yield ids, learned


def _produce(queue, seed: str, merges, budget: int) -> None:
    for ids, learned in batches(seed, Tokenizer(merges), budget):
        queue.put((ids.numpy(), learned.numpy()))


def background_batches(seed: str, tokens: Tokenizer, budget: int, writers: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """`batches` from processes of their own, so that training never waits for text."""
    context = get_context("fork")
    queue = context.Queue(maxsize=64)
    for writer in range(writers):
        context.Process(target=_produce, args=(queue, f"{seed}-{writer}", tokens.merges, budget), daemon=True).start()
    while True:
        ids, learned = queue.get()
        yield torch.from_numpy(ids), torch.from_numpy(learned)
