"""Muon (Keller Jordan, 2024): momentum whose matrices are orthogonalised before they are applied."""

from __future__ import annotations

from collections.abc import Iterable

import torch


def orthogonalize(matrices: torch.Tensor, steps: int = 4) -> torch.Tensor:
    """Newton-Schulz iteration on [..., rows, columns]: singular values move towards one."""
    wide = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.transpose(-1, -2) if wide else matrices
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.transpose(-1, -2)
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    return x.transpose(-1, -2) if wide else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum; the scale makes one rate fit Muon and AdamW alike."""

    def __init__(self, parameters: Iterable[torch.nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.02):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        """Applies one update."""
        for group in self.param_groups:
            shapes: dict[torch.Size, list[torch.nn.Parameter]] = {}
            for parameter in group["params"]:
                shapes.setdefault(parameter.shape, []).append(parameter)
            for alike in shapes.values():
                self._step(alike, group)

    def _step(self, alike: list[torch.nn.Parameter], group: dict) -> None:
        """Updates matrices of one shape together: a GPU is faster with one large product than with many small ones."""
        gradient = torch.stack([parameter.grad for parameter in alike])
        average = self.state[alike[0]].setdefault("momentum", torch.zeros_like(gradient))
        average.lerp_(gradient, 1 - group["momentum"])
        update = orthogonalize(gradient.lerp(average, group["momentum"]))
        scale = 0.2 * max(gradient.shape[-2:]) ** 0.5
        torch._foreach_mul_(alike, 1 - group["lr"] * group["weight_decay"])
        torch._foreach_add_(alike, list(update.unbind()), alpha=-group["lr"] * scale)
