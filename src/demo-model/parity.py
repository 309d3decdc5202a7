"""Compares this implementation with golden values of Hugging Face transformers: python3 parity.py FOLDER."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import torch

import checkpoint


def main(folder: Path) -> None:
    """Prints the largest logit error of each case; exits with 1 beyond 2e-3 or at a different argmax."""
    model = checkpoint.load(folder)
    wrong = 0
    for case in json.loads((folder / "golden.json").read_text())["cases"]:
        prompt = case["prompt"]
        with torch.no_grad():
            hidden, _ = model(torch.tensor([prompt + case["greedy"]]))
            logits = model.lm_head(hidden[0])
        error = (logits[len(prompt) - 1] - torch.tensor(case["last_logits"])).abs().max().item()
        greedy = logits.argmax(-1).tolist()
        same = greedy[: len(prompt)] == case["argmax_by_position"] and greedy[len(prompt) - 1 : -1] == case["greedy"]
        wrong += error > 2e-3 or not same
        print(f"prompt of {len(prompt)} tokens: largest logit error {error:.2e}, same argmax and greedy tokens: {same}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
