"""Passes real tiles through decoders: generated twins with the same content, size and history.

    python3 twins.py --tiles DIR --autoencoder DIR --superresolution DIR --small DIR --out DIR --part 0/2

Writes pairs-<part>.npy, M × 2 × 144 × 144 × 3 (real, twin), and its records. Families of the splits differ: `thick` (a super-resolution network) is only reported on,
`medium-x3` only stopped on. `--superresolution` holds the unpacked packages slim, medium, thick. Costs about 6 CPU-minutes for 340 tiles.
"""
import argparse
import copy
import json
import time
import zlib

import numpy as np
import torch
import torch.nn.functional as F

from decoders import SuperResolution, decoder, encoder, load
from small_decoders import KINDS, SmallAutoencoder

SIDE = 144
#: Real tiles that twins are made of, by source.
TRAIN = {'imagenet': 48, 'camera': 48, 'camera-webp': 26, 'mate': 24, 'plasma': 18, 'wesnoth': 18, 'microscopy': 28, 'blots': 12, 'figures': 12, 'urban': 20, 'ukui': 8}
VAL = {'lomiri': 16}
TEST = {'clothing': 36, 'bccd': 6}


class Latent:
    """The autoencoder and its variations."""

    def __init__(self, folder):
        self.encoder, self.decoder = load(encoder(), f'{folder}/taef2_encoder.pth'), load(decoder(), f'{folder}/taef2_decoder.pth')
        self.shifted = [self.shift(s) for s in (11, 12, 13)]

    def shift(self, seed):
        """Another decoder: every weight moved by up to a few per cent, the last stages more."""
        random, other = torch.Generator().manual_seed(seed), copy.deepcopy(self.decoder)
        with torch.no_grad():
            for n, weight in enumerate(other.parameters()):
                weight += 0.06 * weight.std(unbiased=False) * torch.randn(weight.shape, generator=random)
        return other

    def twins(self, x, random, kinds):
        z = self.encoder(x * 1.0)
        for kind in kinds:
            if kind == 'plain':
                yield 'taef2', self.decoder(z)
            elif kind == 'noise':
                yield 'taef2-noise', self.decoder(z + float(random.uniform(0.05, 0.25)) * z.std() * torch.from_numpy(random.standard_normal(z.shape).astype(np.float32)))
            elif kind == 'shifted':
                yield 'taef2-shifted', self.shifted[int(random.integers(3))](z)
            elif kind == 'size':
                side = int(random.choice([112, 176]))
                y = self.decoder(self.encoder(F.interpolate(x, size=(side, side), mode='bicubic', align_corners=False).clamp(0, 1)))
                yield 'taef2-size', F.interpolate(y.clamp(0, 1), size=(SIDE, SIDE), mode='bicubic', align_corners=False, antialias=True)


def enlarge(network, x, ratio):
    low = F.interpolate(x, scale_factor=1 / ratio, mode='bicubic', align_corners=False, antialias=True).clamp(0, 1)
    return network(low * 255) / 255


def main():
    parser = argparse.ArgumentParser()
    for name in ('tiles', 'autoencoder', 'superresolution', 'small', 'out'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--part', default='0/1')
    options = parser.parse_args()
    part, parts = map(int, options.part.split('/'))
    torch.set_num_threads(1)
    records = json.load(open(f'{options.tiles}/tiles.json'))
    tiles = np.load(f'{options.tiles}/tiles.npy', mmap_mode='r')
    latent = Latent(options.autoencoder)
    networks = {f'{p}-x{r}': SuperResolution(f'{options.superresolution}/{p}/package/models/x{r}') for p, r in (('slim', 2), ('slim', 3), ('slim', 4), ('medium', 3), ('medium', 4), ('thick', 4))}
    small = {}
    for kind in KINDS:
        small[kind] = SmallAutoencoder(kind)
        small[kind].load_state_dict(torch.load(f'{options.small}/small-{kind}.pt'))

    wanted = []
    for split, counts in (('train', TRAIN), ('val', VAL), ('test', TEST)):
        for source, count in counts.items():
            own = [i for i, r in enumerate(records) if r['source'] == source]
            order = np.random.default_rng(zlib.crc32(source.encode())).permutation(len(own))[:count]
            wanted += [(split, own[o]) for o in order]
    pairs, kept = [], []
    for n, (split, at) in enumerate(wanted):
        if n % parts != part:
            continue
        random = np.random.default_rng(1000 + at)
        y0, x0 = random.integers(0, 289 - SIDE, 2)
        real = np.ascontiguousarray(tiles[at][y0:y0 + SIDE, x0:x0 + SIDE])
        x = torch.from_numpy(real).permute(2, 0, 1)[None].float() / 255
        made = []
        with torch.no_grad():
            if split == 'train':
                kinds = [['plain', 'shifted'], ['noise', 'shifted'], ['size'], ['plain', 'noise']][int(random.integers(4))]
                made += latent.twins(x, random, kinds)
                name = str(random.choice(['slim-x2', 'slim-x3', 'slim-x4', 'medium-x4'], p=[0.15, 0.25, 0.3, 0.3]))
                made.append((name, enlarge(networks[name], x, int(name[-1]))))
                kind = KINDS[int(random.integers(len(KINDS)))]
                made.append((f'small-{kind}', small[kind](x)))
            elif split == 'val':
                made += latent.twins(x, random, ['plain'])
                made.append(('medium-x3', enlarge(networks['medium-x3'], x, 3)))
            else:
                made += latent.twins(x, random, ['plain'])
                made.append(('thick-x4', enlarge(networks['thick-x4'], x, 4)))
        for family, y in made:
            twin = (y[0].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy()
            pairs.append(np.stack([real, twin]))
            kept.append({'source': records[at]['source'], 'family': family, 'split': split, 'file': records[at]['file']})
        if n % 20 == part:
            print(n, 'of', len(wanted), 'CPU seconds', round(time.process_time()), flush=True)
    np.save(f'{options.out}/pairs-{part}.npy', np.stack(pairs))
    json.dump(kept, open(f'{options.out}/pairs-{part}.json', 'w'))


if __name__ == '__main__':
    main()
