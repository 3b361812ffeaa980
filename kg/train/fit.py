"""Training of a joint reader, with checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from kg.train.batch import ahead
from kg.train.data import Example, batches
from kg.train.halves import halves
from kg.train.model import JointReader, losses
from kg.train.plan import Plan, rate_share

# Heads count less than tags, which everything else rests on; pointers of numbers, rare and hard,
# count more than the other heads.
SHARES = {
    "tags": 1.0,
    "same": 0.15,
    "paper": 0.15,
    "arc": 0.15,
    "kind": 0.2,
    "role": 0.4,
    "span": 0.05,
}
# Seconds of work that an interrupted run may lose: on two cores a pass takes hours.
EVERY = 300.0
Talk = Callable[[str], None]


def keep(path: Path, what: bytes | Mapping[str, Any]) -> None:
    """Write bytes or tensors; the file is replaced in one rename, so never half.

    Raises:
        OSError: It cannot be written.
    """
    fresh = path.with_suffix(".part")
    if not isinstance(what, bytes):
        # On a full disk torch's own writing ends in an error that does not say so.
        whole = BytesIO()
        torch.save(what, whole)
        what = whole.getvalue()
    fresh.write_bytes(what)
    fresh.replace(path)


class Training:
    """A model while it learns, with a checkpoint from which an interrupted run goes on.

    Args:
        model: On the device that it is to be trained on.
        optimizer: Of what is to change in it.
        steps: How many there are in all; the rate follows from that.
        checkpoint: Rewritten after each pass, and within one every few minutes.
        talk: Called with one line where the checkpoint is rewritten within a pass.
    """

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        *,
        steps: int,
        checkpoint: Path,
        talk: Talk,
    ) -> None:
        self._model, self._optimizer, self._checkpoint = model, optimizer, checkpoint
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: rate_share(step, steps)
        )
        self._parts = {"reader": model, "optimizer": optimizer, "schedule": self._schedule}
        self._talk = talk
        self._chance: dict[str, Tensor] = {}
        self._first = self._whole = 0
        self._start = self._kept = time.monotonic()
        self.done = 0
        """Passes that were made."""
        self.batches = 0
        """Batches of the pass under way that were learnt from."""
        self.losses: dict[str, Tensor] = {}
        """Their losses, summed, by head."""
        if checkpoint.exists():
            state = torch.load(checkpoint, map_location="cpu", weights_only=True)
            for name, part in self._parts.items():
                part.load_state_dict(state[name])
            self.done = state["done"]
            # One that an earlier kg wrote stands between two passes.
            self.batches, self._chance = state.get("batches", 0), state.get("chance", {})
            device = next(model.parameters()).device
            self.losses = {k: loss.to(device) for k, loss in state.get("losses", {}).items()}

    def begin_pass(self, seed: int, batches: int) -> None:
        """Set what is left to chance: anew for each pass, or as it was when a pass was left.

        Args:
            seed: Of the pass.
            batches: How many the whole pass has.
        """
        torch.manual_seed(seed)
        if self.batches:
            torch.set_rng_state(self._chance["cpu"])
            if "cuda" in self._chance and torch.cuda.is_available():
                torch.cuda.set_rng_state(self._chance["cuda"])
        self._first, self._whole = self.batches, batches
        self._start = self._kept = time.monotonic()

    def step(self, losses: Mapping[str, Tensor], shares: Mapping[str, float]) -> None:
        """Learn from a batch.

        Args:
            losses: By head.
            shares: What each counts.
        """
        torch.stack([shares[name] * value for name, value in losses.items()]).sum().backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._schedule.step()
        for name, value in losses.items():
            before = self.losses.get(name)
            self.losses[name] = value.detach() if before is None else before + value.detach()
        self.batches += 1
        now = time.monotonic()
        if self.batches < self._whole and now - self._kept >= EVERY:
            self._keep()
            left = (now - self._start) * (self._whole - self.batches) / (self.batches - self._first)
            of = f"batch {self.batches} of {self._whole}"
            self._talk(f"pass {self.done + 1}: {of}, about {left / 60:.0f} min left of the pass")
            self._kept = time.monotonic()

    def end_pass(self) -> dict[str, float]:
        """Count a pass and keep it; return the mean losses of its batches, by head."""
        means = {name: round(float(v) / self.batches, 4) for name, v in self.losses.items()}
        self.done += 1
        self.batches, self.losses = 0, {}
        self._keep()
        return means

    def _keep(self) -> None:
        """Rewrite the checkpoint."""
        chance = {"cpu": torch.get_rng_state()}
        if next(self._model.parameters()).is_cuda:
            chance["cuda"] = torch.cuda.get_rng_state()
        state = {name: part.state_dict() for name, part in self._parts.items()}
        within = {"batches": self.batches, "losses": self.losses, "chance": chance}
        keep(self._checkpoint, {**state, **within, "done": self.done})


def fit(
    reader: JointReader,
    examples: Sequence[Example],
    plan: Plan,
    *,
    checkpoint: Path,
    talk: Talk,
) -> JointReader:
    """Train a reader in place; an interrupted run goes on from its checkpoint.

    Args:
        reader: On the device that it is to be trained on.
        examples: What it learns from.
        plan: How.
        checkpoint: Rewritten after each pass, and within one every few minutes.
        talk: Called with one line a pass, and one where the checkpoint is rewritten within it.

    Returns:
        The reader, ready to read.
    """
    device = next(reader.parameters()).device
    repeated = [x for x in examples for _ in range(plan.repeat[x.style])]
    steps = plan.passes * -(-len(repeated) // plan.size)
    optimizer = _optimizer(reader, plan)
    training = Training(reader, optimizer, steps=steps, checkpoint=checkpoint, talk=talk)
    for number in range(training.done, plan.passes):
        reader.train()
        for part in plan.frozen:
            # Without dropout: what stays is seen as it will be read with.
            reader.get_submodule(part).eval()
        seed = 1000 * plan.seed + number
        groups = batches(repeated, size=plan.size, seed=seed)
        training.begin_pass(seed, len(groups))
        for batch in ahead(groups[training.batches :], device=device):
            with halves(device):
                hidden, tags = reader.encode(batch)
            training.step(losses(batch, tags, reader.heads(batch, hidden)), SHARES)
        talk(f"pass {number + 1} of {plan.passes}: {training.end_pass()}")
    reader.eval()
    return reader


def _optimizer(reader: JointReader, plan: Plan) -> torch.optim.Optimizer:
    for part in plan.frozen:
        reader.get_submodule(part).requires_grad_(False)
    encoder = list(reader.encoder.parameters())
    inside = {id(p) for p in encoder}
    heads = [p for p in reader.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
