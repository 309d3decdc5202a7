"""MXFP4: four-bit floats (e2m1) in blocks of 32 that share a power-of-two scale (e8m0), after the OCP Microscaling specification."""

from __future__ import annotations

from functools import lru_cache

import torch

BLOCK = 32
#: Smallest and largest e8m0 code written; FP16 holds every scale in this range.
MIN_CODE, MAX_CODE = 104, 143
#: Values of the sixteen e2m1 codes; bit 3 is the sign.
VALUES = torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, -0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0, -6.0])
_MIDPOINTS = torch.tensor([0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5.0])


@lru_cache
def _tables(device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """The values and the midpoints between them, copied to a device once."""
    return VALUES.to(device), _MIDPOINTS.to(device)


def quantize(weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Quantises the last dimension: returns e2m1 codes (same shape, uint8) and e8m0 codes ([..., columns / 32], uint8)."""
    blocks = weight.detach().float().unflatten(-1, (-1, BLOCK))
    largest = blocks.abs().amax(-1).clamp_min(2.0**-20)
    # The scale of least overflow: the largest element lands within (3, 6].
    exponent = torch.ceil(torch.log2(largest / 6.0))
    scales = (exponent + 127).clamp(MIN_CODE, MAX_CODE)
    scaled = blocks * torch.exp2(127 - scales)[..., None]
    codes = torch.bucketize(scaled.abs(), _tables(weight.device)[1]).to(torch.uint8)
    codes = codes + 8 * (scaled < 0).to(torch.uint8)
    return codes.flatten(-2), scales.to(torch.uint8)


def dequantize(codes: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """The float32 weights which `codes` and `scales` stand for."""
    values = _tables(codes.device)[0][codes.long()].unflatten(-1, (-1, BLOCK))
    return (values * torch.exp2(scales.float() - 127)[..., None]).flatten(-2)


def fake_quantize(weight: torch.Tensor) -> torch.Tensor:
    """What MXFP4 makes of `weight`; the gradient passes straight through."""
    return weight + (dequantize(*quantize(weight)) - weight).detach()


def pack(codes: torch.Tensor) -> torch.Tensor:
    """Codes [..., columns] to the published blocks [..., columns / 32, 16], lower nibble first."""
    pairs = codes.unflatten(-1, (-1, BLOCK // 2, 2))
    return pairs[..., 0] | (pairs[..., 1] << 4)


def unpack(blocks: torch.Tensor) -> torch.Tensor:
    """The inverse of `pack`."""
    return torch.stack((blocks & 15, blocks >> 4), -1).flatten(-3)
