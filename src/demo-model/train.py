"""Trains the demo model: python3 train.py --out checkpoint --work FOLDER --minutes 60 --seed 1."""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import torch
from torch.nn import functional as F

import checkpoint
import data
from model import Config, GptOss
from muon import Muon
from tokenizer import SPECIAL_TOKENS, Tokenizer

VOCABULARY = 2048
QUANTIZE_FROM = 0.4
NOT_LEARNED = -100


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the exported checkpoint")
    parser.add_argument("--work", type=Path, default=Path("/tmp/demo-model"), help="folder of training state")
    parser.add_argument("--minutes", type=float, default=60, help="training time; the learning rate falls over it")
    parser.add_argument("--batch", type=int, default=6000, help="tokens per step")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--writers", type=int, default=1, help="processes that write dialogues")
    parser.add_argument("--resume", type=Path, help="weights.pt to start from, with the tokenizer beside it")
    return parser.parse_args()


def loss_of(model: GptOss, ids: torch.Tensor, learned: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Cross entropy over what the model writes, and the load-balance loss."""
    hidden, balance = model(ids[:, :-1])
    wanted = ids[:, 1:].masked_fill(~learned[:, 1:], NOT_LEARNED)
    return F.cross_entropy(model.lm_head(hidden).flatten(0, 1), wanted.flatten(), ignore_index=NOT_LEARNED), balance


def schedule(progress: float) -> float:
    """Warm-up over the first two hundredths, then a cosine down to a fiftieth."""
    if progress < 0.02:
        return max(progress, 1e-4) / 0.02
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min((progress - 0.02) / 0.98, 1)))


def optimizers(model: GptOss, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the layers, AdamW for everything else."""
    matrices = [p for n, p in model.named_parameters() if p.ndim >= 2 and "layers" in n and "router" not in n and "bias" not in n]
    known = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in known]
    return [Muon(matrices, rate), torch.optim.AdamW(others, rate, betas=(0.9, 0.98), weight_decay=0.0)]


def run(model: GptOss, tokens: Tokenizer, options: argparse.Namespace) -> None:
    """Trains until the time is over and keeps the weights every three minutes."""
    device = next(model.parameters()).device
    steppers = optimizers(model, options.rate)
    start = saved = time.time()
    seen, mean = 0, torch.zeros((), device=device)
    for step, (ids, learned) in enumerate(data.background_batches(f"train-{options.seed}", tokens, options.batch, options.writers)):
        progress = (time.time() - start) / (options.minutes * 60)
        if progress >= 1:
            break
        model.quantize_experts(progress >= QUANTIZE_FROM)
        loss, balance = loss_of(model, ids.to(device), learned.to(device))
        (loss + 0.01 * balance).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for stepper in steppers:
            for group in stepper.param_groups:
                group["lr"] = options.rate * schedule(progress)
            stepper.step()
            stepper.zero_grad()
        seen += ids.numel()
        mean = loss.detach() if step == 0 else mean.lerp(loss.detach(), 0.02)
        if step % 200 == 0:
            print(f"step {step} loss {mean.item():.3f} balance {balance.item():.2f} tokens {seen / 1e6:.2f}M rate {seen / (time.time() - start):.0f}/s progress {progress:.2f}", flush=True)
        if time.time() - saved > 180:
            torch.save(model.state_dict(), options.work / "weights.pt")
            saved = time.time()
    torch.save(model.state_dict(), options.work / "weights.pt")
    print(f"trained {seen} tokens in {step} steps", flush=True)


def main() -> None:
    """Builds or resumes, trains and exports."""
    options = arguments()
    torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.manual_seed(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    if options.resume:
        tokens = Tokenizer.load(options.resume.parent)
    else:
        tokens = data.train_tokenizer(VOCABULARY - 256 - len(SPECIAL_TOKENS), options.seed)
    tokens.save(options.work)
    config = Config(VOCABULARY, eos_token_id=tokens.special("<|return|>"), pad_token_id=tokens.special("<|endoftext|>"))
    model = GptOss(config).to("cuda" if torch.cuda.is_available() else "cpu")
    if options.resume:
        model.load_state_dict(torch.load(options.resume, map_location="cpu"))
    print(json.dumps({"parameters": sum(p.numel() for p in model.parameters())}), flush=True)
    run(model, tokens, options)
    checkpoint.save(model, options.out)
    tokens.save(options.out)


if __name__ == "__main__":
    main()
