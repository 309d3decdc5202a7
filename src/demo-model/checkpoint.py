"""Reads and writes checkpoints in the published gpt-oss layout: config.json and model.safetensors."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import torch

import mxfp4
from model import Config, GptOss

_EXPERT_WEIGHTS = ("gate_up_proj", "down_proj")


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """All tensors of one safetensors file; only the types BF16, F32 and U8 occur in this layout."""
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        tensors[name] = _decode(data[begin:end], entry["dtype"]).reshape(entry["shape"])
    return tensors


def _decode(raw: bytes, dtype: str) -> torch.Tensor:
    if dtype == "U8":
        return torch.from_numpy(np.frombuffer(raw, np.uint8).copy())
    if dtype == "BF16":
        bits = np.frombuffer(raw, np.uint16).astype(np.uint32) << 16
        return torch.from_numpy(bits.view(np.float32).copy())
    if dtype == "F32":
        return torch.from_numpy(np.frombuffer(raw, np.float32).copy())
    raise ValueError(f"tensor type {dtype} does not belong to this layout: expected BF16, F32 or U8")


def write_safetensors(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    """Writes uint8 tensors as U8 and all others rounded to BF16."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    chunks, offset = [], 0
    for name, tensor in sorted(tensors.items(), key=lambda item: (item[1].dtype == torch.uint8, item[0])):
        raw, dtype = _encode(tensor.cpu())
        header[name] = {"dtype": dtype, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(raw)]}
        chunks.append(raw)
        offset += len(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def _encode(tensor: torch.Tensor) -> tuple[bytes, str]:
    if tensor.dtype == torch.uint8:
        return tensor.numpy().tobytes(), "U8"
    rounded = tensor.detach().float().to(torch.bfloat16).float().contiguous()
    bits = rounded.numpy().view(np.uint32) >> 16
    return bits.astype(np.uint16).tobytes(), "BF16"


def save(model: GptOss, folder: Path) -> None:
    """Writes `model` with its experts in MXFP4 and everything else in bfloat16."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {}
    for name, tensor in model.state_dict().items():
        if name.endswith(_EXPERT_WEIGHTS):
            codes, scales = mxfp4.quantize(tensor)
            tensors[name + "_blocks"] = mxfp4.pack(codes)
            tensors[name + "_scales"] = scales
        else:
            tensors[name] = tensor
    write_safetensors(folder / "model.safetensors", tensors)
    (folder / "config.json").write_text(json.dumps(model.config.published(), indent=1) + "\n")


def load(folder: Path) -> GptOss:
    """Reads a checkpoint into a float32 model ready for inference."""
    config = Config.from_published(json.loads((folder / "config.json").read_text()))
    tensors = read_safetensors(folder / "model.safetensors")
    for name in [name for name in tensors if name.endswith("_blocks")]:
        stem = name[: -len("_blocks")]
        codes = mxfp4.unpack(tensors.pop(name))
        tensors[stem] = mxfp4.dequantize(codes, tensors.pop(stem + "_scales"))
    model = GptOss(config)
    model.load_state_dict(tensors)
    return model.eval()
