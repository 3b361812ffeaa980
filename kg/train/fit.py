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
    optimizer = _optimizer(reader, plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate_share(step, steps))
    done = resume(checkpoint, reader, optimizer, schedule)
    for number in range(done, plan.passes):
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
            loss = sum((SHARES[name] * value for name, value in parts.items()), nothing)
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            for name, value in parts.items():
                sums[name] = sums.get(name, nothing) + value.detach()
        means = {name: round(float(v) / len(groups), 4) for name, v in sums.items()}
        talk(f"pass {number + 1} of {plan.passes}: {means}")
        save(checkpoint, reader, optimizer, schedule, number + 1)
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


def save(
    path: Path,
    reader: nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    done: int,
) -> None:
    """Replace a checkpoint in one rename."""
    state = {
        "reader": reader.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
        "done": done,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".part")
    torch.save(state, fresh)
    fresh.replace(path)


def resume(
    path: Path,
    reader: nn.Module,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> int:
    """Bring everything to the state of a checkpoint; return how many passes are done."""
    if not path.exists():
        return 0
    state = torch.load(path, map_location="cpu", weights_only=True)
    reader.load_state_dict(state["reader"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    done: int = state["done"]
    return done
