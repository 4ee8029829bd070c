"""Small autoencoders that differ in how they enlarge: each leaves another trace. Four times smaller and back, trained for half a minute each.

    python3 small_decoders.py --tiles DIR --out DIR [--steps 200]
"""
import argparse
import json
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

KINDS = ('nearest', 'bilinear', 'transposed')


def enlarge(kind):
    if kind == 'transposed':
        return nn.ConvTranspose2d(32, 32, 4, stride=2, padding=1)
    up = nn.Upsample(scale_factor=2, mode=kind, **({'align_corners': False} if kind == 'bilinear' else {}))
    return nn.Sequential(up, nn.Conv2d(32, 32, 3, padding=1))


class SmallAutoencoder(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.encode = nn.Sequential(nn.Conv2d(3, 24, 3, 2, 1), nn.SiLU(), nn.Conv2d(24, 32, 3, 2, 1), nn.SiLU(), nn.Conv2d(32, 32, 3, 1, 1), nn.SiLU(), nn.Conv2d(32, 12, 3, 1, 1))
        self.decode = nn.Sequential(nn.Conv2d(12, 32, 3, 1, 1), nn.SiLU(), nn.Conv2d(32, 32, 3, 1, 1), nn.SiLU(), enlarge(kind), nn.SiLU(), nn.Conv2d(32, 32, 3, 1, 1), nn.SiLU(), enlarge(kind), nn.SiLU(), nn.Conv2d(32, 3, 3, 1, 1))

    def forward(self, x):
        # The colours of 4 × 4 pixels are part of what is kept; the layers add what their smooth enlarging lacks.
        base = F.interpolate(F.avg_pool2d(x, 4), scale_factor=4, mode='bilinear', align_corners=False)
        return base + self.decode(self.encode(x))


def gradients(x):
    return x[:, :, 1:, :] - x[:, :, :-1, :], x[:, :, :, 1:] - x[:, :, :, :-1]


def train(kind, tiles, steps, seed):
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = SmallAutoencoder(kind)
    optimiser = torch.optim.Adam(network.parameters(), 2e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, total_steps=steps)
    for step in range(steps):
        crops = []
        for t in random.choice(len(tiles), 12):
            y, x = random.integers(0, 224, 2)
            crops.append(tiles[t][y:y + 64, x:x + 64])
        x = torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).float() / 255
        y = network(x)
        loss = F.l1_loss(y, x) + sum(F.l1_loss(a, b) for a, b in zip(gradients(y), gradients(x)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    print(kind, 'loss', round(loss.item(), 4), 'PSNR', round(-10 * torch.log10(F.mse_loss(y, x)).item(), 1), 'CPU seconds so far', round(time.process_time()), flush=True)
    return network


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tiles', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--steps', type=int, default=200)
    options = parser.parse_args()
    torch.set_num_threads(1)
    records = json.load(open(f'{options.tiles}/tiles.json'))
    tiles = np.load(f'{options.tiles}/tiles.npy', mmap_mode='r')
    real = [i for i, r in enumerate(records) if r['split'] == 'train' and not r['cls']]
    chosen = tiles[real[::4]]
    for seed, kind in enumerate(KINDS):
        torch.save(train(kind, chosen, options.steps, seed + 1).state_dict(), f'{options.out}/small-{kind}.pt')


if __name__ == '__main__':
    main()
