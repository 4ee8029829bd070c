"""Trains the patch network. Seeded; a run that was stopped goes on from its checkpoint and gives the same weights.

    python3 train.py --tiles DIR --out DIR --steps 3000 [--seed 1]

Every batch: real tiles beside their twins with one history, and pictures of both galleries, each source as often as its share says. Stops on nothing: the average of the weights
over the last steps is kept (last.pt), and beside it the one that was best on sources of the split `val` (best.pt).
"""
import argparse
import glob
import json
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from augment import history, patch
from network import PatchNetwork

PAIRS, GALLERY = 16, 16
#: First steps of the levels of histories: the hard ones taught little while the network was new.
LEVEL_STEPS = ((0, 'hard'), (800, 'fair'), (1200, 'easy'))
#: Sources that joined at this step: hard real ones, sharp and clean, that the network took for generated.
JOINED = {'urban': 1400, 'ukui': 1400}


def level_at(step):
    return [level for first, level in LEVEL_STEPS if step >= first][-1]


#: How often a source is drawn among the tiles of its class.
SHARE = {
    'imagenet': 3, 'camera': 3, 'camera-png': 2, 'camera-webp': 2, 'mate': 4, 'plasma': 4, 'wesnoth': 4, 'urban': 3, 'ukui': 3, 'microscopy': 2, 'blots': 1, 'figures': 1.5, 'sd': 2, 'gpt-image': 1,
}


RATE = 4e-3


def rate_at(step, steps):
    """Up in a line over 200 steps, then down to nothing along half a cosine."""
    return RATE * min(1, (step + 1) / 200) * 0.5 * (1 + np.cos(np.pi * step / steps))


class Data:
    def __init__(self, folder, split, leave_out=()):
        records = json.load(open(f'{folder}/tiles.json'))
        self.tiles = np.load(f'{folder}/tiles.npy', mmap_mode='r')
        self.by_source = {}
        for i, r in enumerate(records):
            if r['split'] == split and r['source'] not in leave_out:
                self.by_source.setdefault((r['cls'], r['source']), []).append(i)
        self.pairs, self.families, self.of = [], [], []
        for name in sorted(glob.glob(f'{folder}/pairs-*.npy')):
            pairs = np.load(name, mmap_mode='r')
            for i, r in enumerate(json.load(open(name.replace('.npy', '.json')))):
                if r['split'] == split:
                    self.pairs.append(pairs[i])
                    self.families.append(r['family'])
                    self.of.append(r['source'])
        self.sources = {cls: [s for c, s in self.by_source if c == cls] for cls in (0, 1)}
        shares = {cls: np.array([SHARE.get(s, 1) for s in self.sources[cls]], float) for cls in (0, 1)}
        self.shares = {cls: s / s.sum() for cls, s in shares.items()}
        kinds = sorted({f for f, s in zip(self.families, self.of) if JOINED.get(s, 0) == 0} or set(self.families))
        self.by_family = [[i for i, f in enumerate(self.families) if f == kind] for kind in kinds]

    def batch(self, random, step):
        level = level_at(step)
        joined = {cls: [JOINED.get(s, 0) <= step for s in self.sources[cls]] for cls in (0, 1)}
        shares = {cls: self.shares[cls] * joined[cls] / (self.shares[cls] * joined[cls]).sum() for cls in (0, 1)}
        patches, labels = [], []
        for _ in range(PAIRS):
            how = history(random, level)
            family = self.by_family[int(random.integers(len(self.by_family)))]
            family = [i for i in family if JOINED.get(self.of[i], 0) <= step]
            pair = self.pairs[family[int(random.integers(len(family)))]]
            patches += [patch(pair[0], how), patch(pair[1], how)]
            labels += [0, 1]
        for _ in range(GALLERY):
            for cls in (0, 1):
                source = self.sources[cls][int(random.choice(len(shares[cls]), p=shares[cls]))]
                own = self.by_source[(cls, source)]
                patches.append(patch(self.tiles[own[int(random.integers(len(own)))]], history(random, level)))
                labels.append(cls)
        return to_tensor(patches), torch.tensor(labels, dtype=torch.float32)


class Batches(torch.utils.data.Dataset):
    """The batch of every step: depends on the seed and the step only, whoever makes it."""

    def __init__(self, data, seed, first, last):
        self.data, self.seed, self.first, self.last = data, seed, first, last

    def __len__(self):
        return self.last - self.first

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        return self.data.batch(np.random.default_rng([self.seed, self.first + i]), self.first + i)


def to_tensor(patches):
    return torch.from_numpy(np.ascontiguousarray(np.stack(patches))).permute(0, 3, 1, 2).float()


def auc(positives, negatives):
    order = np.argsort(np.concatenate([positives, negatives]), kind='stable')
    rank = np.empty(len(order))
    rank[order] = np.arange(1, len(order) + 1)
    n = len(positives)
    return (rank[:n].sum() - n * (n + 1) / 2) / (n * len(negatives))


def validate(network, data):
    """AUC of the mean of four patches: galleries of sources not trained on, and pairs."""
    random = np.random.default_rng(99)

    def judged(tile):
        with torch.no_grad():
            return network(to_tensor([patch(tile, history(random)) for _ in range(4)])).mean().item()
    scores = {cls: np.array([judged(data.tiles[i]) for (c, _), own in data.by_source.items() if c == cls for i in own]) for cls in (0, 1)}
    twins = np.array([[judged(side) for side in pair] for pair in data.pairs]) if data.pairs else np.zeros((0, 2))
    out = {'galleries': auc(scores[1], scores[0])}
    for family in sorted(set(data.families)):
        own = twins[[f == family for f in data.families]]
        out[family] = auc(own[:, 1], own[:, 0])
    return {k: round(float(v), 4) for k, v in out.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tiles', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--steps', type=int, default=3000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--every', type=int, default=300)
    parser.add_argument('--leave-out', default='')
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    leave_out = tuple(options.leave_out.split(','))
    train, val = Data(options.tiles, 'train', leave_out), Data(options.tiles, 'val')
    network, average = PatchNetwork(), PatchNetwork()
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    state = {'step': 0, 'cpu': 0.0, 'best': 0.0}
    average.load_state_dict(network.state_dict())
    checkpoint = f'{options.out}/checkpoint.pt'
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint)
        network.load_state_dict(saved['network'])
        average.load_state_dict(saved['average'])
        optimiser.load_state_dict(saved['optimiser'])
        state = saved['state']
    started, before = time.process_time(), state['cpu']
    losses = []
    first = state['step']
    loader = torch.utils.data.DataLoader(Batches(train, options.seed, first, options.steps), batch_size=None, num_workers=1, prefetch_factor=4)
    for step, (x, y) in enumerate(loader, first):
        network.train()
        for group in optimiser.param_groups:
            group['lr'] = rate_at(step, options.steps)
        loss = F.binary_cross_entropy_with_logits(network(x), y * 0.96 + 0.02)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        with torch.no_grad():
            keep = min(0.995, (step + 1) / (step + 10))
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(a * keep + b * (1 - keep) if a.dtype.is_floating_point else b)
        if (step + 1) % 50 == 0:
            print('step', step + 1, 'loss', round(float(np.mean(losses[-50:])), 4), 'CPU s without those of the histories', round(before + time.process_time() - started), flush=True)
        if (step + 1) % options.every == 0 or step + 1 == options.steps:
            found = validate(average.eval(), val)
            state = {'step': step + 1, 'cpu': before + time.process_time() - started, 'best': max(state['best'], np.mean(list(found.values())))}
            print('validated', step + 1, found, flush=True)
            if np.mean(list(found.values())) >= state['best']:
                torch.save(average.state_dict(), f'{options.out}/best.pt')
            torch.save({'network': network.state_dict(), 'average': average.state_dict(), 'optimiser': optimiser.state_dict(), 'state': state}, checkpoint)
    torch.save(average.state_dict(), f'{options.out}/last.pt')


if __name__ == '__main__':
    main()
