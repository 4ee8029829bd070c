"""Trains the patch network. Seeded; a run that was stopped goes on from its checkpoint and gives the same weights.

    python3 train.py --tiles DIR --pool DIR --out DIR --steps 6000 [--hold comfy] [--pair-share 0.3] [--begin WEIGHTS.pt] [--seed 1]

Batches are drawn from the patches of pool.py: a share of pairs, the rest half real, half generated. `--hold` names sources and families that are not trained on: with them and
with those of the split `val` it is validated. The average of the weights over the last steps is kept (last.pt).
"""
import argparse
import glob
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

from network import PATCH, PatchNetwork
from pool import common, drawn_history, history_of
from run import Run, auc

BATCH, RATE = 64, 4e-3
#: px; training sees crops of this side, which is cheaper than whole patches.
CROP = 48
#: px; crops keep the grid of the compression.
GRID = 8


def rate_at(step, steps, peak):
    """Up in a line over 150 steps, then down to nothing along half a cosine."""
    return peak * min(1, (step + 1) / 150) * 0.5 * (1 + np.cos(np.pi * step / steps))


class Pool:
    def __init__(self, folder, hold):
        self.patches = np.load(f'{folder}/patches.npy', mmap_mode='r')
        notes = {k: np.array(v) for k, v in json.load(open(f'{folder}/patches.json')).items()}
        held = np.isin(notes['source'], hold) | np.isin(notes['family'], hold)
        gallery = (notes['pair'] < 0) & ~held
        self.galleries = [np.flatnonzero(gallery & (notes['cls'] == cls)) for cls in (0, 1)]
        real, twin = (np.flatnonzero((notes['pair'] >= 0) & ~held & (notes['cls'] == cls)) for cls in (0, 1))
        assert (notes['pair'][real] == notes['pair'][twin]).all()
        self.pairs = np.stack([real, twin], 1)

    def batch(self, random, pair_share):
        pairs = round(BATCH * pair_share / 2)
        each = (BATCH - 2 * pairs) // 2
        chosen = [*self.pairs[random.integers(0, max(1, len(self.pairs)), pairs)].reshape(-1), *random.choice(self.galleries[0], each), *random.choice(self.galleries[1], each)]
        turns = np.concatenate([np.repeat(random.integers(0, 8, pairs), 2), random.integers(0, 8, 2 * each)])
        labels = np.concatenate([np.tile([0, 1], pairs), np.zeros(each), np.ones(each)])
        places = GRID * random.integers(0, (PATCH - CROP) // GRID + 1, (BATCH, 2))
        places[1:2 * pairs:2] = places[0:2 * pairs:2]
        return to_tensor([turned(self.patches[i, y:y + CROP, x:x + CROP], t) for i, t, (y, x) in zip(chosen, turns, places)]), torch.from_numpy(labels).float()


def turned(patch, turn):
    patch = np.rot90(patch, turn % 4)
    return patch[:, ::-1] if turn >= 4 else patch


def to_tensor(patches):
    return torch.from_numpy(np.ascontiguousarray(np.stack(patches))).permute(0, 3, 1, 2).float()


class Validation:
    """Six patches a tile, as the tile is and after a lossy history: `most` tiles of every source held out or of the split `val`, and the pairs of that split."""

    def __init__(self, folder, hold, most=36):
        random = np.random.default_rng(7)
        records, tiles = json.load(open(f'{folder}/tiles.json')), np.load(f'{folder}/tiles.npy', mmap_mode='r')
        self.groups = {}
        for source in sorted({r['source'] for r in records if r['source'] in hold or r['split'] == 'val'}):
            own = [i for i, r in enumerate(records) if r['source'] == source]
            self.groups[(records[own[0]]['cls'], source)] = [self.seen(tiles[i], random) for i in own[::max(1, len(own) // most)][:most]]
        self.twins = {}
        for name in sorted(glob.glob(f'{folder}/pairs-*.npy')):
            pairs = np.load(name, mmap_mode='r')
            for i, r in enumerate(json.load(open(name.replace('.npy', '.json')))):
                if r['split'] == 'val':
                    how = [drawn_history(random, state) for state in ('clean', 'lossy')]
                    self.twins.setdefault(r['family'], []).append([np.stack(history_of(side, how[0]) + history_of(side, how[1])) for side in pairs[i]])

    @staticmethod
    def seen(tile, random):
        return {'as is': np.stack(common(Image.fromarray(tile), random.random((6, 2)))), 'lossy': np.stack(history_of(tile, drawn_history(random, 'lossy')) + history_of(tile, drawn_history(random, 'lossy')))}

    def __call__(self, network):
        def judged(patches):
            with torch.no_grad():
                return network(to_tensor(patches)).mean().item()
        out = {}
        for state in ('as is', 'lossy'):
            scores = {key: np.array([judged(seen[state]) for seen in own]) for key, own in self.groups.items()}
            real = [v for (cls, _), v in scores.items() if cls == 0]
            for (cls, source), v in scores.items():
                if cls:
                    out[f'{source} {state}'] = np.mean([auc(v, r) for r in real])
                else:
                    out[f'mean {source} {state}'] = v.mean()
        for family, pairs in self.twins.items():
            scores = np.array([[judged(side) for side in pair] for pair in pairs])
            out[family] = auc(scores[:, 1], scores[:, 0])
        return {k: round(float(v), 3) for k, v in out.items()}


def main():
    parser = argparse.ArgumentParser()
    for name in ('tiles', 'pool', 'out'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--steps', type=int, default=6000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--every', type=int, default=500)
    parser.add_argument('--hold', default='')
    parser.add_argument('--pair-share', type=float, default=0.3)
    parser.add_argument('--begin', help='weights (.pt) to begin with; default: by chance')
    parser.add_argument('--rate', type=float, default=RATE)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    hold = options.hold.split(',')
    pool, validate = Pool(options.pool, hold), Validation(options.tiles, hold)
    print(len(pool.galleries[0]), 'real,', len(pool.galleries[1]), 'generated patches,', len(pool.pairs), 'pairs', flush=True)
    network = PatchNetwork()
    if options.begin:
        network.load_state_dict(torch.load(options.begin))
    run = Run(network, torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3), options.out, longest=0.99)
    losses = []
    while run.step < options.steps:
        x, y = pool.batch(np.random.default_rng([options.seed, run.step]), options.pair_share)
        network.train()
        loss = F.binary_cross_entropy_with_logits(network(x), y * 0.96 + 0.02)
        run.learn(loss, rate_at(run.step, options.steps, options.rate))
        losses.append(loss.item())
        if run.step % 100 == 0:
            print('step', run.step, 'loss', round(float(np.mean(losses[-100:])), 4), 'CPU seconds', round(run.cpu), flush=True)
        if run.step % options.every == 0 or run.step == options.steps:
            print('validated', run.step, validate(run.average.eval()), flush=True)
            run.save()


if __name__ == '__main__':
    main()
