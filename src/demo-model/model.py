"""The gpt-oss architecture in PyTorch: parameter names and arithmetic are those of Hugging Face's GptOss."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

import mxfp4


@dataclass(frozen=True)
class Config:
    """Geometry of a checkpoint; `published` and `from_published` convert to and from its config.json."""

    vocab_size: int
    hidden_size: int = 192
    intermediate_size: int = 192
    num_hidden_layers: int = 6
    num_attention_heads: int = 8
    num_key_value_heads: int = 2
    head_dim: int = 32
    num_local_experts: int = 8
    num_experts_per_tok: int = 2
    sliding_window: int = 128
    original_positions: int = 512
    yarn_factor: float = 4.0
    rope_theta: float = 150000.0
    rms_norm_eps: float = 1e-5
    eos_token_id: int | None = None
    pad_token_id: int | None = None

    def layer_type(self, index: int) -> str:
        """Sliding and full attention alternate, sliding first."""
        return "full_attention" if index % 2 else "sliding_attention"

    def published(self) -> dict[str, object]:
        """The keys of config.json in the published layout."""
        return {
            "_name_or_path": "repartee-demo",
            "architectures": ["GptOssForCausalLM"],
            "model_type": "gpt_oss",
            "num_hidden_layers": self.num_hidden_layers,
            "num_local_experts": self.num_local_experts,
            "num_experts_per_tok": self.num_experts_per_tok,
            "vocab_size": self.vocab_size,
            "hidden_size": self.hidden_size,
            "intermediate_size": self.intermediate_size,
            "head_dim": self.head_dim,
            "num_attention_heads": self.num_attention_heads,
            "num_key_value_heads": self.num_key_value_heads,
            "sliding_window": self.sliding_window,
            "tie_word_embeddings": False,
            "hidden_act": "silu",
            "initializer_range": 0.02,
            "max_position_embeddings": int(self.original_positions * self.yarn_factor),
            "rms_norm_eps": self.rms_norm_eps,
            "attention_dropout": 0.0,
            "attention_bias": True,
            "router_aux_loss_coef": 0.001,
            "output_router_logits": False,
            "use_cache": True,
            "layer_types": [self.layer_type(index) for index in range(self.num_hidden_layers)],
            "bos_token_id": None,
            "eos_token_id": self.eos_token_id,
            "pad_token_id": self.pad_token_id,
            "rope_theta": self.rope_theta,
            "rope_scaling": {
                "rope_type": "yarn",
                "factor": self.yarn_factor,
                "beta_fast": 32.0,
                "beta_slow": 1.0,
                "original_max_position_embeddings": self.original_positions,
                "truncate": False,
            },
            "quantization_config": {
                "quant_method": "mxfp4",
                "modules_to_not_convert": [
                    "model.layers.*.self_attn",
                    "model.layers.*.mlp.router",
                    "model.embed_tokens",
                    "lm_head",
                ],
            },
        }

    @staticmethod
    def from_published(values: dict) -> Config:
        """Reads what `published` writes."""
        names = Config.__dataclass_fields__.keys() & values.keys()
        scaling = values["rope_scaling"]
        return Config(
            **{name: values[name] for name in names},
            original_positions=scaling["original_max_position_embeddings"],
            yarn_factor=scaling["factor"],
        )


def rotary_table(config: Config, positions: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cosines and sines [positions, head_dim / 2] of YaRN (arXiv 2309.00071), without truncation of the correction range."""
    size, factor = config.head_dim, config.yarn_factor
    frequency = config.rope_theta ** (-torch.arange(0, size, 2, dtype=torch.float64) / size)

    def dimension(rotations: float) -> float:
        wavelengths = config.original_positions / (rotations * 2 * math.pi)
        return size * math.log(wavelengths) / (2 * math.log(config.rope_theta))

    low, high = max(dimension(32.0), 0), min(dimension(1.0), size - 1)
    ramp = ((torch.arange(size // 2, dtype=torch.float64) - low) / (high - low)).clamp(0, 1)
    frequency = frequency / factor * ramp + frequency * (1 - ramp)
    angles = torch.arange(positions, dtype=torch.float64)[:, None] * frequency
    scale = 0.1 * math.log(factor) + 1.0
    return (angles.cos() * scale).float(), (angles.sin() * scale).float()


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Rotates x [batch, heads, tokens, head_dim] in halves; cos and sin are [tokens, head_dim / 2]."""
    first, second = x.chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1)


class RMSNorm(nn.Module):
    """Root-mean-square normalisation with a learned gain."""

    def __init__(self, config: Config):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(config.hidden_size))
        self.eps = config.rms_norm_eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


@dataclass
class KvCache:
    """Keys and values of all layers; `length` tokens are filled in, padding included."""

    keys: list[torch.Tensor]
    values: list[torch.Tensor]
    length: int = 0

    @staticmethod
    def empty(config: Config, batch: int, capacity: int, device: torch.device) -> KvCache:
        shape = (batch, config.num_key_value_heads, capacity, config.head_dim)
        layers = range(config.num_hidden_layers)
        return KvCache([torch.zeros(shape, device=device) for _ in layers], [torch.zeros(shape, device=device) for _ in layers])

    def append(self, layer: int, keys: torch.Tensor, values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Stores new keys and values and returns everything so far."""
        end = self.length + keys.shape[2]
        self.keys[layer][:, :, self.length : end] = keys
        self.values[layer][:, :, self.length : end] = values
        return self.keys[layer][:, :, :end], self.values[layer][:, :, :end]


class Attention(nn.Module):
    """Grouped-query attention with biases and one learned sink per head."""

    def __init__(self, config: Config, layer: int):
        super().__init__()
        self.layer = layer
        self.kv_heads, self.head_dim = config.num_key_value_heads, config.head_dim
        self.group = config.num_attention_heads // config.num_key_value_heads
        width, kv_width = config.num_attention_heads * config.head_dim, self.kv_heads * config.head_dim
        self.sinks = nn.Parameter(torch.zeros(config.num_attention_heads))
        self.q_proj = nn.Linear(config.hidden_size, width)
        self.k_proj = nn.Linear(config.hidden_size, kv_width)
        self.v_proj = nn.Linear(config.hidden_size, kv_width)
        self.o_proj = nn.Linear(width, config.hidden_size)

    def forward(self, x, cos, sin, mask, cache: KvCache | None) -> torch.Tensor:
        """x [batch, tokens, hidden]; mask is added to the scores [.., tokens, keys]."""
        batch, tokens, _ = x.shape
        split = (batch, tokens, -1, self.head_dim)
        query = rotate(self.q_proj(x).view(split).transpose(1, 2), cos, sin) * self.head_dim**-0.5
        key = rotate(self.k_proj(x).view(split).transpose(1, 2), cos, sin)
        value = self.v_proj(x).view(split).transpose(1, 2)
        if cache is not None:
            key, value = cache.append(self.layer, key, value)
        query = query.reshape(batch, self.kv_heads, self.group * tokens, self.head_dim)
        scores = (query @ key.transpose(2, 3)).view(batch, self.kv_heads, self.group, tokens, -1) + mask
        sinks = self.sinks.view(1, self.kv_heads, self.group, 1, 1).expand(batch, -1, -1, tokens, 1)
        weights = torch.cat((scores, sinks), -1).softmax(-1)[..., :-1]
        mixed = weights.reshape(batch, self.kv_heads, self.group * tokens, -1) @ value
        mixed = mixed.view(batch, -1, tokens, self.head_dim).transpose(1, 2)
        return self.o_proj(mixed.reshape(batch, tokens, -1))


class Router(nn.Module):
    """Chooses the experts of each token; the weights are a softmax over the chosen logits."""

    def __init__(self, config: Config):
        super().__init__()
        self.top_k = config.num_experts_per_tok
        self.weight = nn.Parameter(torch.randn(config.num_local_experts, config.hidden_size) * 0.02)
        self.bias = nn.Parameter(torch.zeros(config.num_local_experts))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """x [tokens, hidden]; returns weights and experts [tokens, top_k] and the load-balance loss of Switch Transformers."""
        logits = F.linear(x, self.weight, self.bias)
        chosen, experts = logits.topk(self.top_k, -1)
        # A comparison, not bincount: that waits for the GPU.
        share = (experts.flatten()[:, None] == torch.arange(len(self.bias), device=x.device)).to(x.dtype).mean(0)
        balance = len(self.bias) * (share * logits.softmax(-1).mean(0)).sum()
        return chosen.softmax(-1), experts, balance


class Experts(nn.Module):
    """Gated experts whose gate and up rows interleave; weights may pass through MXFP4 while training."""

    LIMIT, ALPHA = 7.0, 1.702

    def __init__(self, config: Config):
        super().__init__()
        count, hidden, inner = config.num_local_experts, config.hidden_size, config.intermediate_size
        self.quantized_training = False
        self.gate_up_proj = nn.Parameter(torch.randn(count, 2 * inner, hidden) * hidden**-0.5)
        self.gate_up_proj_bias = nn.Parameter(torch.zeros(count, 2 * inner))
        self.down_proj = nn.Parameter(torch.randn(count, hidden, inner) * inner**-0.5 * 0.25)
        self.down_proj_bias = nn.Parameter(torch.zeros(count, hidden))

    def forward(self, x: torch.Tensor, weights: torch.Tensor, experts: torch.Tensor) -> torch.Tensor:
        """Mixes the chosen experts of each token of x [tokens, hidden]."""
        gate_up, down = self.gate_up_proj, self.down_proj
        if self.training and self.quantized_training:
            gate_up, down = mxfp4.fake_quantize(gate_up), mxfp4.fake_quantize(down)
        compute = self._all if x.is_cuda else self._sorted
        return compute(x, weights, experts, gate_up, down)

    def _gated(self, gate_up: torch.Tensor) -> torch.Tensor:
        gate, up = gate_up.unflatten(-1, (-1, 2)).unbind(-1)
        gate, up = gate.clamp(max=self.LIMIT), up.clamp(-self.LIMIT, self.LIMIT)
        return (up + 1) * gate * torch.sigmoid(gate * self.ALPHA)

    def _all(self, x, weights, experts, gate_up, down) -> torch.Tensor:
        """Every expert on every token: more arithmetic, but no size that a GPU would have to be asked for."""
        share = weights.new_zeros(len(x), len(gate_up)).scatter(1, experts, weights).t().unsqueeze(-1)
        inner = self._gated(torch.baddbmm(self.gate_up_proj_bias.unsqueeze(1), x.expand(len(gate_up), -1, -1), gate_up.transpose(1, 2)))
        outer = torch.baddbmm(self.down_proj_bias.unsqueeze(1), inner, down.transpose(1, 2))
        return (outer * share).sum(0)

    def _sorted(self, x, weights, experts, gate_up, down) -> torch.Tensor:
        """Tokens are sorted by expert, so that each expert is two dense products over its own tokens."""
        top_k, count = experts.shape[1], gate_up.shape[0]
        order = experts.flatten().argsort()
        sizes = torch.bincount(experts.flatten(), minlength=count).tolist()
        rows = x.index_select(0, order // top_k).split(sizes)
        outputs = []
        # unbind, not indexing: the gradients of all experts are then stacked once rather than added eight times.
        parameters = zip(rows, gate_up.unbind(), self.gate_up_proj_bias.unbind(), down.unbind(), self.down_proj_bias.unbind())
        for part, gate_up_weight, gate_up_bias, down_weight, down_bias in parameters:
            outputs.append(F.linear(self._gated(F.linear(part, gate_up_weight, gate_up_bias)), down_weight, down_bias))
        weighted = torch.cat(outputs) * weights.flatten()[order, None]
        return torch.zeros_like(x).index_add(0, order // top_k, weighted)


class MoE(nn.Module):
    """Router and experts."""

    def __init__(self, config: Config):
        super().__init__()
        self.router = Router(config)
        self.experts = Experts(config)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        flat = x.flatten(0, 1)
        weights, experts, balance = self.router(flat)
        return self.experts(flat, weights, experts).view_as(x), balance


class Layer(nn.Module):
    """Attention and mixture of experts, each behind a norm and beside a residual path."""

    def __init__(self, config: Config, index: int):
        super().__init__()
        self.sliding = config.layer_type(index) == "sliding_attention"
        self.self_attn = Attention(config, index)
        self.mlp = MoE(config)
        self.input_layernorm = RMSNorm(config)
        self.post_attention_layernorm = RMSNorm(config)

    def forward(self, x, cos, sin, mask, cache: KvCache | None) -> tuple[torch.Tensor, torch.Tensor]:
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, mask, cache)
        change, balance = self.mlp(self.post_attention_layernorm(x))
        return x + change, balance


class Decoder(nn.Module):
    """Embedding, layers and the last norm."""

    def __init__(self, config: Config):
        super().__init__()
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(Layer(config, index) for index in range(config.num_hidden_layers))
        self.norm = RMSNorm(config)


class GptOss(nn.Module):
    """The whole model; token ids in, hidden states or logits out."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.model = Decoder(config)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        cos, sin = rotary_table(config, int(config.original_positions * config.yarn_factor))
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        for name, parameter in self.named_parameters():
            if "self_attn" in name and name.endswith("weight"):
                nn.init.normal_(parameter, std=config.hidden_size**-0.5 * (0.25 if "o_proj" in name else 1))
            elif "self_attn" in name:
                nn.init.zeros_(parameter)
        nn.init.normal_(self.model.embed_tokens.weight, std=0.5)
        nn.init.normal_(self.lm_head.weight, std=0.02)

    def quantize_experts(self, enabled: bool) -> None:
        """Switches MXFP4 in the forward pass of training on or off."""
        for layer in self.model.layers:
            layer.mlp.experts.quantized_training = enabled

    def forward(self, ids: torch.Tensor, cache: KvCache | None = None, padding: torch.Tensor | None = None):
        """Hidden states [batch, tokens, hidden] of ids [batch, tokens] and the mean load-balance loss.

        `padding` [batch] counts padding tokens on the left of each row: they are hidden from attention.
        Rotary embedding is relative, so that shifted rows compute the same.
        """
        start = cache.length if cache is not None else 0
        end = start + ids.shape[1]
        masks = self._masks(start, end, padding)
        x = self.model.embed_tokens(ids)
        cos, sin = self.cos[start:end], self.sin[start:end]
        balance = x.new_zeros(())
        for layer in self.model.layers:
            x, loss = layer(x, cos, sin, masks[layer.sliding], cache)
            balance = balance + loss / len(self.model.layers)
        if cache is not None:
            cache.length = end
        return self.model.norm(x), balance

    def _masks(self, start: int, end: int, padding: torch.Tensor | None) -> dict[bool, torch.Tensor]:
        """Additive masks, keyed by whether the layer slides: [tokens, keys] or [batch, 1, 1, tokens, keys]."""
        keys = torch.arange(end, device=self.cos.device)
        distance = keys[start:, None] - keys
        allowed = distance >= 0
        if padding is not None:
            allowed = allowed & (keys >= padding[:, None, None, None, None])
        near = allowed & (distance < self.config.sliding_window)
        return {sliding: torch.zeros(a.shape, device=a.device).masked_fill_(~a, -1e9) for sliding, a in ((False, allowed), (True, near))}
