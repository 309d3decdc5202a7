"""Byte-level BPE: training, encoding, decoding and Hugging Face's tokenizer.json."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path

#: o200k_base's pattern, except that every digit stands alone, so that sums can be learned.
PATTERN = "|".join((
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}",
    r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
    r"\s*[\r\n]+",
    r"\s+(?!\S)",
    r"\s+",
))
#: Harmony's special tokens, in the order of their ids, which follow the ranks.
SPECIAL_TOKENS = (
    "<|startoftext|>", "<|endoftext|>", "<|return|>", "<|constrain|>", "<|channel|>", "<|start|>", "<|end|>", "<|message|>", "<|call|>",
)
_WHITE_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"


@lru_cache(maxsize=None)
def python_pattern() -> re.Pattern[str]:
    """`PATTERN` for Python's `re`: Unicode properties become explicit ranges."""
    ranges: dict[str, list[str]] = defaultdict(list)
    previous, begin = "", 0
    for code in range(sys.maxunicode + 2):
        category = unicodedata.category(chr(code)) if code <= sys.maxunicode else ""
        if category != previous:
            ranges[previous].append(f"\\U{begin:08x}-\\U{code - 1:08x}" if code else "")
            previous, begin = category, code
    names = {"L": [c for c in ranges if c[:1] == "L"], "N": [c for c in ranges if c[:1] == "N"], "M": [c for c in ranges if c[:1] == "M"]}
    text = PATTERN.replace(r"\s", "[SPACE]").replace(r"\S", "[^SPACE]").replace("[^[SPACE]", "[^SPACE")
    for name in set(re.findall(r"\\p\{(\w+)\}", PATTERN)):
        text = text.replace(f"\\p{{{name}}}", f"<{name}>")
    text = text.replace("|<N>|", "|[<N>]|")
    for name in ("L", "N", "M", "Lu", "Lt", "Lm", "Lo", "Ll"):
        text = text.replace(f"<{name}>", "".join("".join(ranges[c]) for c in names.get(name, [name])))
    return re.compile(text.replace("SPACE", _WHITE_SPACE))


def split(text: str) -> list[str]:
    """The pieces within which merges happen; joined they give `text`."""
    return [match.group() for match in python_pattern().finditer(text)]


@lru_cache(maxsize=None)
def byte_alphabet() -> tuple[str, ...]:
    """GPT-2's printable character for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    characters = {byte: chr(byte) for byte in printable} | {byte: chr(256 + i) for i, byte in enumerate(others)}
    return tuple(characters[byte] for byte in range(256))


def _joins_capital(left: bytes, right: bytes) -> bool:
    """A capital letter merges with a space before it only: names then have the same tokens at any place of a text."""
    merged = left + right
    return any(65 <= byte <= 90 for byte in merged) and not (left == b" " and len(right) == 1)


def train(pieces: Counter[str], merges_wanted: int) -> list[tuple[bytes, bytes]]:
    """The most frequent merges over counted pieces; ties go to the smaller bytes, so that a seed fixes the result."""
    words = [([bytes([byte]) for byte in piece.encode()], count) for piece, count in sorted(pieces.items())]
    counts: Counter[tuple[bytes, bytes]] = Counter()
    places: dict[tuple[bytes, bytes], set[int]] = defaultdict(set)
    for index, (parts, count) in enumerate(words):
        for pair in zip(parts, parts[1:]):
            counts[pair] += count
            places[pair].add(index)
    merges: list[tuple[bytes, bytes]] = []
    while len(merges) < merges_wanted:
        allowed = ((count, pair) for pair, count in counts.items() if count > 0 and not _joins_capital(*pair))
        _, best = max(allowed, key=lambda item: (item[0], tuple(-b for b in b"".join(item[1]))))
        merges.append(best)
        for index in places.pop(best):
            parts, count = words[index]
            for pair in zip(parts, parts[1:]):
                counts[pair] -= count
            parts[:] = _merge(parts, best)
            for pair in zip(parts, parts[1:]):
                counts[pair] += count
                places[pair].add(index)
        counts.pop(best)
    return merges


def _merge(parts: list[bytes], pair: tuple[bytes, bytes]) -> list[bytes]:
    merged, index = [], 0
    while index < len(parts):
        if tuple(parts[index : index + 2]) == pair:
            merged.append(parts[index] + parts[index + 1])
            index += 2
        else:
            merged.append(parts[index])
            index += 1
    return merged


class Tokenizer:
    """Text to token ids and back; special tokens only come from `special`, never from text."""

    def __init__(self, merges: list[tuple[bytes, bytes]]):
        self.merges = merges
        self.tokens = [bytes([byte]) for byte in range(256)] + [left + right for left, right in merges]
        self._ids = {token: rank for rank, token in enumerate(self.tokens)}
        self._ranks = {pair: rank for rank, pair in enumerate(merges)}
        self._special = {name: len(self.tokens) + index for index, name in enumerate(SPECIAL_TOKENS)}
        self._known: dict[str, list[int]] = {}
        if len(self._ids) != len(self.tokens):
            raise ValueError("two merges give the same token")

    @property
    def size(self) -> int:
        """Number of ids, special tokens included."""
        return len(self.tokens) + len(SPECIAL_TOKENS)

    def special(self, name: str) -> int:
        """Id of a special token such as `<|end|>`."""
        return self._special[name]

    def encode(self, text: str) -> list[int]:
        """Ids of ordinary text."""
        return [token for piece in split(text) for token in self._encode_piece(piece)]

    def _encode_piece(self, piece: str) -> list[int]:
        if piece not in self._known:
            parts = [bytes([byte]) for byte in piece.encode()]
            while len(parts) > 1:
                best = min(zip(parts, parts[1:]), key=lambda pair: self._ranks.get(pair, len(self.merges)))
                if best not in self._ranks:
                    break
                parts = _merge(parts, best)
            self._known[piece] = [self._ids[part] for part in parts]
        return self._known[piece]

    def decode(self, ids: list[int]) -> str:
        """Text of ids; special tokens appear by name, broken characters as U+FFFD."""
        names = {token: name.encode() for name, token in self._special.items()}
        return b"".join(self.tokens[i] if i < len(self.tokens) else names.get(i, b"") for i in ids).decode(errors="replace")

    def save(self, folder: Path) -> None:
        """Writes tokenizer.json, tokenizer_config.json and generation_config.json."""
        alphabet = byte_alphabet()
        visible = ["".join(alphabet[byte] for byte in token) for token in self.tokens]
        pairs = [" ".join("".join(alphabet[byte] for byte in side) for side in pair) for pair in self.merges]
        added = [
            {"id": token, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for name, token in self._special.items()
        ]
        byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
        isolated = {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False}
        _write_json(folder / "tokenizer.json", {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": added,
            "normalizer": None,
            "pre_tokenizer": {"type": "Sequence", "pretokenizers": [isolated, byte_level]},
            "post_processor": None,
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": None,
                "continuing_subword_prefix": None,
                "end_of_word_suffix": None,
                "fuse_unk": False,
                "byte_fallback": False,
                "ignore_merges": False,
                "vocab": {token: rank for rank, token in enumerate(visible)},
                "merges": pairs,
            },
        })
        _write_json(folder / "tokenizer_config.json", {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": "<|startoftext|>",
            "eos_token": "<|return|>",
            "pad_token": "<|endoftext|>",
            "clean_up_tokenization_spaces": False,
        })
        stops = [self.special(name) for name in ("<|return|>", "<|endoftext|>", "<|call|>")]
        _write_json(folder / "generation_config.json", {
            "bos_token_id": self.special("<|startoftext|>"),
            "pad_token_id": self.special("<|endoftext|>"),
            "eos_token_id": stops,
        })

    @staticmethod
    def load(folder: Path) -> Tokenizer:
        """Reads what `save` writes."""
        model = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]
        values = {character: byte for byte, character in enumerate(byte_alphabet())}
        merges = [tuple(bytes(values[c] for c in side) for side in pair.split(" ")) for pair in model["merges"]]
        return Tokenizer(merges)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
