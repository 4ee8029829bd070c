"""Trains the page network.

    python3 train.py --pages P --data DIR --packages DEBS --out T --steps 1500

Goes on from T/checkpoint.pt. Sheet k of the pool is made of the seed and k only, on the way; what a step sees depends on the seed and the step only.
"""
import argparse
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import printed
from page_network import CHANNELS, PageNetwork, against_page, statistics
from sheets import SIDE, Autoencoder, Pages, pair, tables_of

#: Pairs a step.
PAIRS = 4
RATE = 2e-3
#: Blocks at the rim of a sheet are not asked: the page goes on there, the sheet does not.
RIM = 2
BLOCKS = SIDE // 8
#: Pairs that are there before the first step, and that each step adds.
FIRST, ADDED = 60, 2
#: Blocks that decide about a place, and about a sheet.
TOP = 4


def rate_at(step, steps):
    """Up in a line over 60 steps, level, down in a line over the last 40 %."""
    return RATE * min(1, (step + 1) / 60, 2.5 * (steps - step) / steps + 0.01)


def made(pages, tables, seed, k):
    """Pair k: statistics of the edited sheet and of its twin, 2 × 80 × H × W; truth; number of the edit; names; kind."""
    random = np.random.default_rng([seed, k])
    # Mild histories first, all of them from sheet 600 on.
    level = float(random.uniform(0, min(1, 0.2 + k / 600)))
    while (found := pair(random, pages, level, tables)) is None:
        pass
    out, plain, truth, number, names, kind = found
    with torch.no_grad():
        blocks = statistics(torch.from_numpy(np.stack([out, plain])).permute(0, 3, 1, 2).float())
    return blocks.half(), torch.from_numpy(truth).half(), torch.from_numpy(number), names, kind


class Pool:
    """Pairs on disk, each made once."""

    def __init__(self, folder, pages, tables, seed):
        self.folder, self.pages, self.tables, self.seed = folder, pages, tables, seed
        os.makedirs(folder, exist_ok=True)

    def get(self, k):
        path = f'{self.folder}/{k}.pt'
        if not os.path.exists(path):
            torch.save(made(self.pages, self.tables, self.seed, k), f'{path}.new')
            os.replace(f'{path}.new', path)
        return torch.load(path)


def input_of(blocks, floor):
    """80 × H × W → 160 × BLOCKS × BLOCKS, nothing where there is no sheet."""
    both = torch.cat([blocks, against_page(blocks, floor)])
    return F.pad(both, (0, BLOCKS - both.shape[2], 0, BLOCKS - both.shape[1]))


def batch(pairs, floor):
    """Edited sheets and their twins take turns. → x; truth and number: pairs × BLOCKS × BLOCKS; asked: which blocks count."""
    x, truth, number, asked = [], [], [], []
    for blocks, own, which, _, _ in pairs:
        x += [input_of(side.float(), floor) for side in blocks]
        h, w = own.shape
        room = (0, BLOCKS - w, 0, BLOCKS - h)
        truth.append(F.pad(own.float(), room))
        number.append(F.pad(which.long(), room))
        mask = torch.zeros(BLOCKS, BLOCKS, dtype=torch.bool)
        mask[RIM:h - RIM, RIM:w - RIM] = True
        asked.append(mask)
    return torch.stack(x), torch.stack(truth), torch.stack(number), torch.stack(asked)


def top_of(values):
    return values.topk(min(TOP, len(values))).values.mean()


def places_of(logits, truth, number, asked):
    """[(pair, edit, height of the place, the blocks of the twin there less its own)…]"""
    out = []
    for n in range(len(truth)):
        for edit in range(1, int(number[n].max()) + 1):
            there = (number[n] == edit) & (truth[n] >= 0.3) & asked[n]
            if there.any():
                out.append((n, edit, top_of(logits[2 * n][there]), logits[2 * n + 1][there] - logits[2 * n][there]))
    return out


def heights_of(logits, asked):
    """The highest untouched place of each sheet's twin."""
    return torch.stack([top_of(logits[2 * n + 1][asked[n]]) for n in range(len(asked))])


def loss_of(logits, truth, number, asked):
    """By block: edited ones and the same blocks of the twin weigh alike, so that what is shown there cancels out; the rest weighs little.

    By pair: an edited block stands above the same block of its twin. By page: a place stands above the highest untouched place of every sheet of the batch.
    """
    edited, plain = logits[::2], logits[1::2]
    there = truth >= 0.3
    weight = torch.where(there, 1.0, torch.where(truth > 0.05, 0.0, 0.06)) * asked
    blocks = ((F.softplus(-edited) * there + F.softplus(edited) * ~there) * weight + F.softplus(plain) * weight).sum() / (2 * weight).sum()
    places = places_of(logits, truth, number, asked)
    if not places:
        return blocks
    heights = heights_of(logits, asked)
    pairs = torch.stack([F.softplus(difference).mean() for _, _, _, difference in places]).mean()
    pages = torch.stack([F.softplus(heights - height).mean() for _, _, height, _ in places]).mean()
    return blocks + pairs + 0.7 * pages


def auc(positives, negatives):
    order = np.argsort(np.concatenate([positives, negatives]), kind='stable')
    rank = np.empty(len(order))
    rank[order] = np.arange(1, len(order) + 1)
    n = len(positives)
    return (rank[:n].sum() - n * (n + 1) / 2) / max(1, n * len(negatives))


def validate(network, pairs, floor):
    """By sheet: AUC of the highest blocks, edited against untouched; by edit: its place against the highest place of every untouched sheet; by block: F1 at the best of nine levels."""
    tops, heights, kinds, places = [], [], [], {}
    counts = np.zeros((9, 3))
    with torch.no_grad():
        for own in pairs:
            x, truth, number, asked = batch([own], floor)
            logits = network(x)
            tops.append(top_of(logits[0][asked[0]]).item())
            heights.append(heights_of(logits, asked)[0].item())
            kinds.append(own[4])
            for _, edit, height, _ in places_of(logits, truth, number, asked):
                places.setdefault(own[3][edit - 1], []).append(height.item())
            for i, level in enumerate(np.linspace(-2, 6, 9)):
                marked, true = (logits[0] > level) & asked[0], (truth[0] >= 0.5) & asked[0]
                counts[i] += [marked.sum().item(), true.sum().item(), (marked & true).sum().item()]
    tops, heights, kinds = np.array(tops), np.array(heights), np.array(kinds)
    out = {'sheet': auc(tops, heights), 'TPR5': (tops > np.quantile(heights, 0.95)).mean(), 'page': auc(tops[kinds == 0], heights[kinds == 0]), 'photo': auc(tops[kinds == 1], heights[kinds == 1]), 'F1': (2 * counts[:, 2] / (counts[:, 0] + counts[:, 1] + 1)).max()}
    for name in sorted(places):
        out[name] = auc(np.array(places[name]), heights)
    return {k: round(float(v), 3) for k, v in out.items()}


def main():
    parser = argparse.ArgumentParser()
    for name in ('pages', 'data', 'packages', 'out'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--steps', type=int, default=1500)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--every', type=int, default=100)
    parser.add_argument('--until', type=int, default=0, help='stop after this step, to go on later')
    parser.add_argument('--few', type=int, default=0, help='learn this many pairs by heart: a test of the network')
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    fonts = printed.fonts_of(options.packages)
    autoencoder = Autoencoder(f'{options.data}/forensics/autoencoder')
    tables = tables_of(options.data)
    train = Pool(f'{options.out}/pool', Pages(options.pages, 'train', fonts[:-4], autoencoder), tables, options.seed)
    held = Pool(f'{options.out}/held', Pages(options.pages, 'val', fonts[-4:], autoencoder), tables, 999)
    checks = [held.get(600 + n) for n in range(8 if options.few else 96)]
    floor = 0.05 * torch.cat([train.get(k)[0][0].float().reshape(CHANNELS, -1) for k in range(FIRST if not options.few else 8)], 1).std(1) + 1e-4
    network, average = PageNetwork(), PageNetwork()
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    state = {'step': 0, 'cpu': 0.0, 'floor': floor}
    checkpoint = f'{options.out}/checkpoint.pt'
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint)
        network.load_state_dict(saved['network'])
        average.load_state_dict(saved['average'])
        optimiser.load_state_dict(saved['optimiser'])
        state = saved['state']
    started, before, losses = time.process_time(), state['cpu'], []
    for step in range(state['step'], options.steps):
        random = np.random.default_rng([options.seed, 7, step])
        there = options.few or FIRST + ADDED * (step + 1)
        # The newest pairs and older ones.
        chosen = [int(v) for v in random.choice(there, PAIRS, replace=False)] if options.few else [there - 1 - n for n in range(ADDED)] + [int(random.integers(0, there - ADDED)) for _ in range(PAIRS - ADDED)]
        x, truth, number, asked = batch([train.get(k) for k in chosen], floor)
        for group in optimiser.param_groups:
            group['lr'] = rate_at(step, options.steps)
        network.train()
        loss = loss_of(network(x), truth, number, asked)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        with torch.no_grad():
            keep = min(0.99, (step + 1) / (step + 10))
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(a * keep + b * (1 - keep) if a.dtype.is_floating_point else b)
        done = step + 1
        if done % 20 == 0:
            print('step', done, 'loss', round(float(np.mean(losses[-20:])), 4), 'CPU s', round(before + time.process_time() - started), flush=True)
        if done % options.every == 0 or done in (options.steps, options.until):
            print('validated', done, validate(average.eval(), [train.get(k) for k in range(options.few)] if options.few else checks, floor), flush=True)
            state = {'step': done, 'cpu': before + time.process_time() - started, 'floor': floor}
            torch.save({'network': network.state_dict(), 'average': average.state_dict(), 'optimiser': optimiser.state_dict(), 'state': state}, f'{checkpoint}.new')
            os.replace(f'{checkpoint}.new', checkpoint)
            torch.save({'weights': average.state_dict(), 'floor': floor}, f'{options.out}/last.pt')
        if done == options.until:
            break


if __name__ == '__main__':
    main()
