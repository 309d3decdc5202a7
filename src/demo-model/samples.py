"""Writes prompts with the model's greedy tokens, so that other engines can prove parity: python3 samples.py checkpoint samples.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import checkpoint
import data
from evaluate import generate
from harmony import Dialogue, Exchange, Step, prompts
from structured import weather
from tokenizer import Tokenizer

CHATS = (
    ("low", ["Hello"]), ("medium", ["Hi!"]), ("medium", ["What is Repartee?"]), ("low", ["What can you do?"]), ("medium", ["Who are you?"]),
    ("medium", ["My name is Anna.", "Nice to meet you, Anna!", "What is my name?"]), ("high", ["What is 12 + 7?"]), ("medium", ["Why is the sky blue?"]),
    ("medium", ["你好"]), ("medium", ["你是谁？"]), ("low", ["Repartee 是什么？"]), ("medium", ["As JSON: name Anna, age 31"]), ("medium", ["Tell me a joke"]), ("medium", ["weather", "What is the weather in Paris?"]),
)


def main(folder: Path, out: Path) -> None:
    """One prompt at a time, in float32."""
    model, tokens = checkpoint.load(folder), Tokenizer.load(folder)
    stops = {tokens.special(name) for name in ("<|return|>", "<|call|>", "<|endoftext|>")}
    samples = []
    for effort, texts in CHATS:
        functions = (weather(),) if texts[0] == "weather" else ()
        texts = texts[1:] if functions else texts
        pairs = [*texts, ""]
        chat = Dialogue("2026-11-23", effort, tuple(Exchange(u, (Step(a),), "") for u, a in zip(pairs[::2], pairs[1::2])), functions=functions)
        ids = data.encode(list(prompts(chat))[-1][0], tokens)[0]
        greedy = generate(model, [ids], stops)[0]
        samples.append({"effort": effort, "messages": texts, "prompt": tokens.decode(ids), "prompt_ids": ids, "greedy_ids": greedy, "greedy": tokens.decode(greedy)})
        print(texts[-1], "→", samples[-1]["greedy"])
    out.write_text("[\n" + ",\n".join(json.dumps(sample, ensure_ascii=False) for sample in samples) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
