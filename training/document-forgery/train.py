"""Trains the page network.

    python3 train.py --pages P --data DIR --packages DEBS --out P --steps 1500

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
RATE = 2e-3
#: Blocks at the rim of a window are not asked: the page goes on there, the window does not.
RIM = 2


def rate_at(step, steps):
    """Up in a line over 80 steps, level, down in a line over the last third."""
    return RATE * min(1, (step + 1) / 80, 3 * (steps - step) / steps)


def side_at(step, steps):
    """Small windows first, which are cheaper; larger ones with the falling rate."""
    return 128 if 3 * (steps - step) > steps else 160


def level_at(step):
    """Mild histories first, mostly none; all after 750 steps."""
    return min(1.0, max(0.0, (step - 150) / 600))


def batch(pages, tables, seed, step, level, side):
    random = np.random.default_rng([seed, step])
    windows, truths, names = [], [], []
    while len(windows) < 2 * PAIRS:
        made = pair(random, pages, float(random.uniform(0, level)), tables, side)
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
    """Edited windows and their twins take turns.

    By block: edited ones and the same blocks of the twin weigh alike, so that what is shown there cancels out; the rest weighs little. By pair: an edited block stands above
    the same block of its twin, and the four highest blocks of an edited window above those of its twin.
    """
    logits, truth = inner(logits), inner(truth)
    edited = truth[::2]
    there = (edited >= 0.3).float()
    weight = torch.where((edited > 0.05) & (edited < 0.3), 0.0, torch.where(edited >= 0.3, 1.0, 0.08)).repeat_interleave(2, 0)
    blocks = (F.binary_cross_entropy_with_logits(logits, (truth >= 0.3).float() * 0.98, reduction='none') * weight).sum() / weight.sum()
    pairs = (F.softplus(logits[1::2] - logits[::2]) * there).sum() / there.sum().clamp(min=1)
    top = logits.flatten(1).topk(4, 1).values.mean(1)
    return blocks + pairs + 0.3 * F.softplus(top[1::2] - top[::2]).mean()


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
    parser.add_argument('--steps', type=int, default=1500)
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
    checks = [batch(held, tables, 999, n, 1, 192) for n in range(12)]
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
    started, before, making, losses, ranks = time.process_time(), state['cpu'], 0.0, [], []
    for step in range(state['step'], options.steps):
        at = time.process_time()
        x, truth, _ = batch(train, tables, options.seed, step, level_at(step), side_at(step, options.steps))
        making += time.process_time() - at
        for group in optimiser.param_groups:
            group['lr'] = rate_at(step, options.steps)
        network.train()
        logits = network(x)
        loss = loss_of(logits, truth)
        top = inner(logits.detach()).flatten(1).topk(4, 1).values.mean(1)
        ranked = (top[::2] > top[1::2]).float().mean().item()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        ranks.append(ranked)
        with torch.no_grad():
            keep = min(0.995, (step + 1) / (step + 10))
            for a, b in zip(average.state_dict().values(), network.state_dict().values()):
                a.copy_(a * keep + b * (1 - keep) if a.dtype.is_floating_point else b)
        done = step + 1
        if done % 50 == 0:
            print('step', done, 'loss', round(float(np.mean(losses[-50:])), 4), 'edited above its twin', round(float(np.mean(ranks[-50:])), 3), 'CPU s', round(before + time.process_time() - started), 'of these for windows', round(making), flush=True)
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
