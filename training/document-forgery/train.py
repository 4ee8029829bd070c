"""Trains the page network.

    python3 train.py --pages P --data DIR --packages DEBS --out P --steps 3000

Goes on from P/checkpoint.pt. A step sees 8 pairs of windows, edited and untouched, made on the way; what a step sees depends on the seed and the step only.
"""
import argparse
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import printed
from page_network import PageNetwork
from windows import Autoencoder, Pages, pair, tables_of

PAIRS = 8
RATE = 4e-3
#: Blocks at the rim of a window are not asked: the page goes on there, the window does not.
RIM = 2


def rate_at(step, steps):
    """Up in a line over 100 steps, then down to nothing along half a cosine."""
    return RATE * min(1, (step + 1) / 100) * 0.5 * (1 + np.cos(np.pi * step / steps))


def level_at(step, steps):
    """Mild histories first, mostly none; all from the middle on."""
    return min(1.0, 0.1 + 1.7 * step / steps)


def batch(pages, tables, seed, step, steps):
    random = np.random.default_rng([seed, step])
    windows, truths, names = [], [], []
    while len(windows) < 2 * PAIRS:
        made = pair(random, pages, float(random.uniform(0, level_at(step, steps))), tables)
        if made is None:
            continue
        out, plain, truth, name, kind = made
        windows += [out, plain]
        truths += [truth, np.zeros_like(truth)]
        names.append((name, kind))
    return torch.from_numpy(np.stack(windows)).permute(0, 3, 1, 2).float(), torch.from_numpy(np.stack(truths)), names


def inner(x):
    return x[:, RIM:-RIM, RIM:-RIM]


def loss_of(logits, truth):
    """By block, edited ones weighted; blocks half covered count less. And by window: the four highest blocks say whether it was edited."""
    logits, truth = inner(logits), inner(truth)
    weight = torch.where((truth > 0.1) & (truth < 0.5), 0.2, torch.where(truth >= 0.5, 2.0, 1.0))
    blocks = (F.binary_cross_entropy_with_logits(logits, (truth >= 0.3).float() * 0.98, reduction='none') * weight).mean()
    top = logits.flatten(1).topk(4, 1).values.mean(1)
    edited = (truth.flatten(1).max(1).values >= 0.5).float()
    return blocks + 0.15 * F.binary_cross_entropy_with_logits(top, edited * 0.94 + 0.03)


def auc(positives, negatives):
    order = np.argsort(np.concatenate([positives, negatives]), kind='stable')
    rank = np.empty(len(order))
    rank[order] = np.arange(1, len(order) + 1)
    n = len(positives)
    return (rank[:n].sum() - n * (n + 1) / 2) / max(1, n * len(negatives))


def validate(network, batches):
    """By window: AUC of the mean of the four highest blocks, edited against untouched, by edit; by block: F1 at .5 on edited windows."""
    tops, names, found, real, both = [], [], 0, 0, 0
    with torch.no_grad():
        for x, truth, own in batches:
            logits = inner(network(x))
            tops.append(logits.flatten(1).topk(4, 1).values.mean(1).numpy().reshape(-1, 2))
            names += own
            marked, true = logits[::2] > 0, inner(truth)[::2] >= 0.5
            found, real, both = found + marked.sum().item(), real + true.sum().item(), both + (marked & true).sum().item()
    tops = np.concatenate(tops)
    out = {'all': auc(tops[:, 0], tops[:, 1]), 'F1': 2 * both / max(1, found + real)}
    for kind, label in ((0, 'page'), (1, 'photo')):
        own = np.array([k == kind for _, k in names])
        out[label] = auc(tops[own, 0], tops[own, 1])
    for name in sorted({n for n, _ in names}):
        own = np.array([n == name for n, _ in names])
        out[name] = auc(tops[own, 0], tops[own, 1])
    return {k: round(float(v), 3) for k, v in out.items()}


def main():
    parser = argparse.ArgumentParser()
    for name in ('pages', 'data', 'packages', 'out'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--steps', type=int, default=3000)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--every', type=int, default=250)
    parser.add_argument('--until', type=int, default=0, help='stop after this step, to go on later')
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    fonts = printed.fonts_of(options.packages)
    autoencoder = Autoencoder(f'{options.data}/forensics/autoencoder')
    tables = tables_of(options.data)
    train = Pages(options.pages, 'train', fonts[:-4], autoencoder)
    held = Pages(options.pages, 'val', fonts[-4:], autoencoder)
    checks = [batch(held, tables, 999 + n, 1, 1) for n in range(16)]
    network, average = PageNetwork(), PageNetwork()
    average.load_state_dict(network.state_dict())
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=1e-3)
    state = {'step': 0, 'cpu': 0.0}
    checkpoint = f'{options.out}/checkpoint.pt'
    if os.path.exists(checkpoint):
        saved = torch.load(checkpoint)
        network.load_state_dict(saved['network'])
        average.load_state_dict(saved['average'])
        optimiser.load_state_dict(saved['optimiser'])
        state = saved['state']
    started, before, making, losses = time.process_time(), state['cpu'], 0.0, []
    for step in range(state['step'], options.steps):
        at = time.process_time()
        x, truth, _ = batch(train, tables, options.seed, step, options.steps)
        making += time.process_time() - at
        for group in optimiser.param_groups:
            group['lr'] = rate_at(step, options.steps)
        network.train()
        loss = loss_of(network(x), truth)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        with torch.no_grad():
            keep = min(0.995, (step + 1) / (step + 10))
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(a * keep + b * (1 - keep) if a.dtype.is_floating_point else b)
        done = step + 1
        if done % 50 == 0:
            print('step', done, 'loss', round(float(np.mean(losses[-50:])), 4), 'CPU s', round(before + time.process_time() - started), 'of these for windows', round(making), flush=True)
        if done % options.every == 0 or done in (options.steps, options.until):
            print('validated', done, validate(average.eval(), checks), flush=True)
            state = {'step': done, 'cpu': before + time.process_time() - started}
            torch.save({'network': network.state_dict(), 'average': average.state_dict(), 'optimiser': optimiser.state_dict(), 'state': state}, f'{checkpoint}.new')
            os.replace(f'{checkpoint}.new', checkpoint)
            torch.save(average.state_dict(), f'{options.out}/last.pt')
        if done == options.until:
            break


if __name__ == '__main__':
    main()
