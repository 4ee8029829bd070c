"""Trains the patch network. Seeded; a run that was stopped goes on from its checkpoint and gives the same weights.

    python3 train.py --tiles DIR --pool DIR --out DIR --steps 8000 [--hold comfy] [--pair-share 0.25] [--begin WEIGHTS.pt] [--seed 1]

Batches are drawn from the patches of pool.py: a share of pairs, the rest half real, half generated, every generator as often as the others. `--hold` names sources that are not
trained on: with them and with those of the split `val` it is validated. The average of the weights over the last steps is kept (last.pt).
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

from augment import encoded
from network import PATCH, PatchNetwork
from pool import TRIED, common, drawn_history, with_history
from run import Run, auc

BATCH, RATE = 64, 4e-3
#: A generator of fewer tiles is drawn less often than the others.
FEW = 200
#: px; training sees crops of this side, which is cheaper than whole patches.
CROP = 48
#: px; crops keep the grid of the compression.
GRID = 8


def rate_at(step, steps, peak):
    """Up in a line over 150 steps, then down to nothing along half a cosine."""
    return peak * min(1, (step + 1) / 150) * 0.5 * (1 + np.cos(np.pi * step / steps))


class Pool:
    def __init__(self, folder, tiles, hold):
        self.patches = np.load(f'{folder}/patches.npy')
        notes = {k: np.array(v) for k, v in json.load(open(f'{folder}/patches.json')).items()}
        held = np.isin(notes['source'], hold) | np.isin(notes['family'], hold)
        gallery = (notes['pair'] < 0) & ~held
        self.real = np.flatnonzero(gallery & (notes['cls'] == 0))
        self.generators = sorted(set(notes['source'][gallery & (notes['cls'] == 1)]))
        self.generated = [np.flatnonzero(gallery & (notes['cls'] == 1) & (notes['source'] == source)) for source in self.generators]
        records = json.load(open(f'{tiles}/tiles.json'))
        share = np.array([min(1, sum(r['source'] == source for r in records) / FEW) for source in self.generators])
        self.share = share / share.sum()
        real, twin = (np.flatnonzero((notes['pair'] >= 0) & ~held & (notes['cls'] == cls)) for cls in (0, 1))
        assert (notes['pair'][real] == notes['pair'][twin]).all()
        self.pairs = np.stack([real, twin], 1)

    def batch(self, random, pair_share):
        pairs = round(BATCH * pair_share / 2)
        each = (BATCH - 2 * pairs) // 2
        drawn = (self.generated[g][int(random.integers(len(self.generated[g])))] for g in random.choice(len(self.generated), each, p=self.share))
        chosen = [*self.pairs[random.integers(0, len(self.pairs), pairs)].reshape(-1), *random.choice(self.real, each), *drawn]
        turns = np.concatenate([np.repeat(random.integers(0, 8, pairs), 2), random.integers(0, 8, 2 * each)])
        labels = np.concatenate([np.tile([0, 1], pairs), np.zeros(each), np.ones(each)])
        places = GRID * random.integers(0, (PATCH - CROP) // GRID + 1, (len(chosen), 2))
        places[1:2 * pairs:2] = places[0:2 * pairs:2]
        return to_tensor([turned(self.patches[i, y:y + CROP, x:x + CROP], t) for i, t, (y, x) in zip(chosen, turns, places)]), torch.from_numpy(labels).float()


def turned(patch, turn):
    patch = np.rot90(patch, turn % 4)
    return patch[:, ::-1] if turn >= 4 else patch


def to_tensor(patches):
    return torch.from_numpy(np.ascontiguousarray(np.stack(patches))).permute(0, 3, 1, 2).float()


class Validation:
    """Patches of at most `most` tiles of every source held out or of the split `val`: as the tile is, at half the size and after two lossy histories; and the pairs of that split after JPEG."""

    def __init__(self, folder, hold, most=40):
        random = np.random.default_rng(7)
        records, tiles = json.load(open(f'{folder}/tiles.json')), np.load(f'{folder}/tiles.npy', mmap_mode='r')
        self.groups, self.twins = {}, {}
        for source in sorted({r['source'] for r in records if r['source'] in hold or r['split'] == 'val'}):
            own = [i for i, r in enumerate(records) if r['source'] == source]
            seen = [self.seen(tiles[i], random) for i in own[::max(1, len(own) // most)][:most]]
            self.groups[(records[own[0]]['cls'], source)] = [one for one in seen if all(map(len, one.values()))]
        for name in sorted(glob.glob(f'{folder}/pairs-*.npy')):
            for pair, r in zip(np.load(name, mmap_mode='r'), json.load(open(name.replace('.npy', '.json')))):
                if r['split'] == 'val':
                    real, twin = (encoded(Image.fromarray(side), 'jpeg', 75, 2) for side in pair)
                    made, places = common(real, random.random((TRIED, 2)))
                    if places:
                        self.twins.setdefault(r['family'], []).append((made, common(twin, None, same=places)[0]))

    @staticmethod
    def seen(tile, random):
        image = Image.fromarray(tile)
        out = {'as is': common(image, random.random((TRIED, 2)))[0], 'half': common(image.resize((144, 144), Image.LANCZOS), random.random((TRIED, 2)), 4)[0], 'lossy': []}
        for _ in range(2):
            how = drawn_history(random, 'lossy')
            out['lossy'] += common(with_history(tile, how), how['crops'], 4)[0]
        return out

    def __call__(self, network):
        def judged(patches):
            with torch.no_grad():
                logits = np.sort(network(to_tensor(patches)).numpy())[::-1]
            return logits.mean() + logits[:max(1, round(len(logits) / 4))].mean()
        out = {}
        for state in ('as is', 'half', 'lossy'):
            scores = {key: np.array([judged(seen[state]) for seen in own]) for key, own in self.groups.items()}
            for (cls, source), v in scores.items():
                if cls:
                    against = {real: auc(v, r) for (other, real), r in scores.items() if not other}
                    out.update({f'{source} {state} {real}': found for real, found in against.items()})
                    out[f'{source} {state}'] = np.mean(list(against.values()))
        for family, pairs in self.twins.items():
            scores = np.array([[judged(side) for side in pair] for pair in pairs])
            out[f'{family} jpeg'] = auc(scores[:, 1], scores[:, 0])
        return {k: round(float(v), 3) for k, v in out.items()}


def main():
    parser = argparse.ArgumentParser()
    for name in ('tiles', 'pool', 'out'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--steps', type=int, default=8000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--every', type=int, default=500)
    parser.add_argument('--hold', default='')
    parser.add_argument('--pair-share', type=float, default=0.25)
    parser.add_argument('--begin', help='weights (.pt) to begin with; default: by chance')
    parser.add_argument('--rate', type=float, default=RATE)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    hold = options.hold.split(',')
    pool, validate = Pool(options.pool, options.tiles, hold), Validation(options.tiles, hold)
    print(len(pool.real), 'real patches,', len(pool.pairs), 'pairs,', dict(zip(pool.generators, zip(map(len, pool.generated), pool.share.round(2)))), flush=True)
    network = PatchNetwork()
    if options.begin:
        network.load_state_dict(torch.load(options.begin))
    print('validated', 0, validate(network.eval()), flush=True)
    run = Run(network, torch.optim.AdamW(network.parameters(), RATE, weight_decay=5e-3), options.out, longest=0.995)
    losses = []
    while run.step < options.steps:
        x, y = pool.batch(np.random.default_rng([options.seed, run.step]), options.pair_share)
        network.train()
        loss = F.binary_cross_entropy_with_logits(network(x), y * 0.94 + 0.03)
        run.learn(loss, rate_at(run.step, options.steps, options.rate))
        losses.append(loss.item())
        if run.step % 100 == 0:
            print('step', run.step, 'loss', round(float(np.mean(losses[-100:])), 4), 'CPU seconds', round(run.cpu), flush=True)
        if run.step % options.every == 0 or run.step == options.steps:
            print('validated', run.step, validate(run.average.eval()), flush=True)
            run.save()


if __name__ == '__main__':
    main()
