"""Training of a joint reader, with checkpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import nn

from kg.train.batch import ahead
from kg.train.data import Example, batches
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
Talk = Callable[[str], None]


class Training:
    """A model while it learns, with a checkpoint from which an interrupted run goes on.

    Args:
        model: On the device that it is to be trained on.
        optimizer: Of what is to change in it.
        steps: How many there are in all; the rate follows from that.
        checkpoint: Rewritten after each pass.
    """

    def __init__(
        self, model: nn.Module, optimizer: torch.optim.Optimizer, *, steps: int, checkpoint: Path
    ) -> None:
        self._model, self._optimizer, self._checkpoint = model, optimizer, checkpoint
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: rate_share(step, steps)
        )
        self._parts = {"reader": model, "optimizer": optimizer, "schedule": self._schedule}
        self.done = 0
        """Passes that were made."""
        if checkpoint.exists():
            state = torch.load(checkpoint, map_location="cpu", weights_only=True)
            for name, part in self._parts.items():
                part.load_state_dict(state[name])
            self.done = state["done"]

    def step(self, loss: torch.Tensor) -> None:
        """Learn from a batch."""
        loss.backward()
        nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._schedule.step()

    def end_pass(self) -> None:
        """Count a pass, and replace the checkpoint in one rename."""
        self.done += 1
        state = {name: part.state_dict() for name, part in self._parts.items()}
        self._checkpoint.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._checkpoint.with_suffix(".part")
        torch.save({**state, "done": self.done}, fresh)
        fresh.replace(self._checkpoint)


def fit(
    reader: JointReader,
    examples: Sequence[Example],
    plan: Plan,
    *,
    checkpoint: Path,
    talk: Talk,
) -> JointReader:
    """Train a reader in place; an interrupted run goes on from its last pass.

    Args:
        reader: On the device that it is to be trained on.
        examples: What it learns from.
        plan: How.
        checkpoint: Rewritten after each pass.
        talk: Called with one line a pass.

    Returns:
        The reader, ready to read.
    """
    device = next(reader.parameters()).device
    repeated = [x for x in examples for _ in range(plan.repeat[x.style])]
    steps = plan.passes * -(-len(repeated) // plan.size)
    training = Training(reader, _optimizer(reader, plan), steps=steps, checkpoint=checkpoint)
    for number in range(training.done, plan.passes):
        reader.train()
        for part in plan.frozen:
            # Without dropout: what stays is seen as it will be read with.
            reader.get_submodule(part).eval()
        # Anew for each pass, so that an interrupted run ends where a whole one does.
        torch.manual_seed(1000 * plan.seed + number)
        groups = batches(repeated, size=plan.size, seed=1000 * plan.seed + number)
        sums: dict[str, torch.Tensor] = {}
        nothing = torch.zeros((), device=device)
        for batch in ahead(groups, device=device):
            with torch.autocast(device.type, torch.bfloat16):
                hidden, tags = reader.encode(batch)
            parts = losses(batch, tags, reader.heads(batch, hidden))
            training.step(sum((SHARES[name] * value for name, value in parts.items()), nothing))
            for name, value in parts.items():
                sums[name] = sums.get(name, nothing) + value.detach()
        means = {name: round(float(v) / len(groups), 4) for name, v in sums.items()}
        talk(f"pass {number + 1} of {plan.passes}: {means}")
        training.end_pass()
    reader.eval()
    return reader


def _optimizer(reader: JointReader, plan: Plan) -> torch.optim.Optimizer:
    for part in plan.frozen:
        reader.get_submodule(part).requires_grad_(False)
    encoder = list(reader.encoder.parameters())
    inside = {id(p) for p in encoder}
    heads = [p for p in reader.parameters() if id(p) not in inside]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    device = next(reader.parameters()).device
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=device.type == "cuda")
