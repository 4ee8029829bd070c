"""Makes the patches that training draws from: tiles and pairs after random histories, three crops of each history.

    python3 pool.py --tiles DIR --out DIR [--galleries 9000] [--pairs 5000] [--seed 1]

`patches.npy` N × 64 × 64 × 3 bytes; `patches.json` lists beside them: source, cls, state, pair (number of the pair of patches, −1 for galleries), family.
Every patch ends in the form that the detector brings a picture into before it looks (`common`): so what happened to the file before says as little as can be.
The state is the same share of both classes: `clean` patches were never compressed, `lossy` ones at least once with strength, whatever the file was before. So neither
compression nor its absence tells the classes apart.
"""
import argparse
import glob
import json

import numpy as np
from PIL import Image

from augment import encoded, touched
from network import PATCH

#: The common form: sides are made so much smaller (mean of the area under a pixel), then each patch is compressed as JPEG of this quality with chroma at half size.
SHRINK, QUALITY = 0.75, 90
#: px; shortest side before it.
LEAST = 100
FILTERS = (Image.LANCZOS, Image.BICUBIC, Image.BILINEAR)
CROPS = 3


def drawn_history(random, state):
    """One history, for a picture or for both of a pair."""
    def scale(p, low, high):
        return float(random.uniform(low, high)) if random.random() < p else 1.0
    rounds = []
    for n in range(0 if state == 'clean' else 1 + int(random.random() < 0.4)):
        kind = str(random.choice(['jpeg', 'webp'], p=[0.75, 0.25]))
        quality = int(random.integers(60, 97)) if kind == 'jpeg' else int(random.integers(55, 96))
        rounds.append((kind, quality, int(random.choice([0, 2], p=[0.3, 0.7])), int(random.integers(0, 8)), int(random.integers(0, 8)), scale(0.4, 0.6, 1.1)))
    return {
        'factor': scale(0.45, 0.45, 1.15), 'filter': FILTERS[int(random.integers(3))], 'rounds': rounds, 'last': scale(0.15, 0.85, 1.1),
        'touch': str(random.choice(['none', 'blur', 'sharpen', 'noise', 'contrast'], p=[0.72, 0.06, 0.1, 0.05, 0.07])), 'amount': float(random.random()), 'seed': int(random.integers(1 << 30)),
        'crops': random.random((CROPS, 2)).tolist(),
    }


def resized(image, factor, how):
    size = tuple(max(LEAST, round(s * factor)) for s in image.size)
    return image if size == image.size else image.resize(size, how['filter'])


def with_history(tile, how):
    """The picture of a tile after the history."""
    image = touched(resized(Image.fromarray(tile), how['factor'], how), how)
    for kind, quality, subsampling, dx, dy, factor in how['rounds']:
        image = resized(image, factor, how)
        dx, dy = min(dx, image.size[0] - LEAST), min(dy, image.size[1] - LEAST)
        image = encoded(image.crop((dx, dy, *image.size)), kind, quality, subsampling)
    return resized(image, how['last'], how)


def history_of(tile, how):
    """CROPS patches of the tile after the history, in the common form."""
    return common(with_history(tile, how), how['crops'])


def common(image, crops):
    """Patches at `crops` (shares of the room that a patch has) in the form that the network sees."""
    small = image.resize(tuple(round(s * SHRINK) for s in image.size), Image.BOX)
    out = []
    for b, a in crops:
        x, y = (int(share * (s - PATCH + 0.999)) for share, s in zip((a, b), small.size))
        out.append(np.asarray(encoded(small.crop((x, y, x + PATCH, y + PATCH)), 'jpeg', QUALITY, 2)))
    return out


#: How often a source is drawn among the tiles of its class; the rest 2.
SHARE = {'imagenet': 4, 'camera': 3, 'mate': 3, 'plasma': 4, 'gcompris': 5, 'wesnoth': 3, 'blots': 1, 'microscopy': 2, 'figures': 1, 'ukui': 1.5, 'urban': 2, 'sd': 4, 'gpt-image': 3, 'comfy': 1}
#: Share of histories without compression.
CLEAN = 0.3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tiles', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--galleries', type=int, default=9000)
    parser.add_argument('--pairs', type=int, default=5000)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    records = json.load(open(f'{options.tiles}/tiles.json'))
    tiles = np.load(f'{options.tiles}/tiles.npy', mmap_mode='r')
    own = {}
    for i, r in enumerate(records):
        if r['split'] == 'train':
            own.setdefault((r['cls'], 'lossy', r['source']), []).append(i)
            if r['clean']:
                own.setdefault((r['cls'], 'clean', r['source']), []).append(i)
    patches, notes = [], {'source': [], 'cls': [], 'state': [], 'pair': [], 'family': []}

    def keep(made, **what):
        patches.extend(made)
        for key, value in what.items():
            notes[key] += [value] * len(made) if key != 'pair' else (value if isinstance(value, list) else [value] * len(made))
    for n in range(options.galleries):
        cls, state = n % 2, 'clean' if random.random() < CLEAN else 'lossy'
        sources = [s for c, kind, s in own if c == cls and kind == state]
        weights = np.array([SHARE.get(s, 2) for s in sources], float)
        source = sources[int(random.choice(len(sources), p=weights / weights.sum()))]
        tile = tiles[own[(cls, state, source)][int(random.integers(len(own[(cls, state, source)])))]]
        keep(history_of(tile, drawn_history(random, state)), source=source, cls=cls, state=state, pair=-1, family='')
    pairs = [(np.load(name, mmap_mode='r'), i, r) for name in sorted(glob.glob(f'{options.tiles}/pairs-*.npy')) for i, r in enumerate(json.load(open(name.replace('.npy', '.json')))) if r['split'] == 'train']
    families = sorted({r['family'] for _, _, r in pairs})
    by_family = {f: [p for p in pairs if p[2]['family'] == f] for f in families}
    for n in range(options.pairs):
        family = families[int(random.integers(len(families)))]
        both, i, r = by_family[family][int(random.integers(len(by_family[family])))]
        state = 'clean' if random.random() < CLEAN else 'lossy'
        how = drawn_history(random, state)
        for cls in (0, 1):
            keep(history_of(both[i][cls], how), source=r['source'], cls=cls, state=state, pair=[CROPS * n + c for c in range(CROPS)], family=family)
    np.save(f'{options.out}/patches.npy', np.stack(patches))
    json.dump(notes, open(f'{options.out}/patches.json', 'w'))
    print(len(patches), 'patches')


if __name__ == '__main__':
    main()
