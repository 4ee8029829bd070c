"""Makes the patches that training draws from: tiles and pairs after random histories, some patches of each history.

    python3 pool.py --tiles DIR --out DIR [--galleries 12000] [--pairs 1500] [--seed 1]

`patches.npy` N × 64 × 64 × 3 bytes; `patches.json` lists beside them: source, cls, state, pair (number of the pair of patches, −1 for galleries), family.
Every patch ends in the form that the detector brings a picture into before it looks (`common`): so what happened to the file before says as little as can be.
The state is the same share of both classes: `clean` patches were never compressed, or made much smaller since, `lossy` ones at least once with strength, whatever the file was
before. So neither compression nor its absence tells the classes apart. Pairs are those of enlarging networks and of small autoencoders: of the others nothing is left in the common form.
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
#: Patches of a history: places that are tried, and that are kept.
TRIED, CROPS = 10, 6
#: As `leastTexture` and `mostEqual` of the detector.
PLAIN, EQUAL = 1, 0.75


def drawn_history(random, state, is_clean=True):
    """One history, for a picture or for both of a pair. @param is_clean: the picture was never compressed; else a clean state begins with a much smaller size"""
    def scale(p, low, high):
        return float(random.uniform(low, high)) if random.random() < p else 1.0
    rounds = []
    for n in range(0 if state == 'clean' else 1 + int(random.random() < 0.4)):
        kind = str(random.choice(['jpeg', 'webp'], p=[0.75, 0.25]))
        quality = int(random.integers(60, 97)) if kind == 'jpeg' else int(random.integers(55, 96))
        rounds.append((kind, quality, int(random.choice([0, 2], p=[0.3, 0.7])), int(random.integers(0, 8)), int(random.integers(0, 8)), scale(0.4, 0.6, 1.1)))
    return {
        'factor': scale(0.5, 0.4, 1.15) if is_clean or state != 'clean' else float(random.uniform(0.4, 0.65)), 'filter': FILTERS[int(random.integers(3))], 'rounds': rounds, 'last': scale(0.15, 0.85, 1.1),
        'touch': str(random.choice(['none', 'blur', 'sharpen', 'noise', 'contrast'], p=[0.72, 0.06, 0.1, 0.05, 0.07])), 'amount': float(random.random()), 'seed': int(random.integers(1 << 30)),
        'crops': random.random((TRIED, 2)).tolist(),
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


def shows(patch):
    """Whether a patch has texture and was not drawn flat."""
    luma = np.asarray(patch.convert('L')).astype(np.int16)
    across, down = np.diff(luma, axis=1)[:-1], np.diff(luma, axis=0)[:, :-1]
    return (np.abs(across).mean() + np.abs(down).mean()) / 2 >= PLAIN and ((across == 0) & (down == 0)).mean() <= EQUAL


def common(image, crops, most=CROPS, same=None):
    """Patches at `crops` (shares of the room that a patch has) in the form that the network sees, at most so many that show something, and their places. @param same: places to take instead"""
    small = image.resize(tuple(round(s * SHRINK) for s in image.size), Image.BOX)
    places = same or [tuple(int(share * (s - PATCH + 0.999)) for share, s in zip((a, b), small.size)) for b, a in crops]
    out, taken = [], []
    for x, y in places:
        patch = small.crop((x, y, x + PATCH, y + PATCH))
        if same or (len(out) < most and shows(patch)):
            out.append(np.asarray(encoded(patch, 'jpeg', QUALITY, 2)))
            taken.append((x, y))
    return out, taken


#: How often a source is drawn among the tiles of its class; the rest 2.
SHARE = {'imagenet': 4, 'camera': 3, 'camera-webp': 3, 'camera-png': 1.5, 'mate': 3, 'plasma': 3, 'gcompris': 4, 'wesnoth': 4, 'freeorion': 3, 'naev': 3, 'stellarium': 2, 'tuxpaint': 2, 'blots': 1, 'figures': 1, 'ukui': 1.5,
         'lordsawar': 1, 'sd': 4, 'gpt-image': 4, 'comfy': 2}
#: Share of histories without compression.
CLEAN = 0.25
#: Decoders whose pairs teach something in the common form.
TELLING = ('slim', 'medium', 'small')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tiles', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--galleries', type=int, default=12000)
    parser.add_argument('--pairs', type=int, default=1500)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    random = np.random.default_rng(options.seed)
    records = json.load(open(f'{options.tiles}/tiles.json'))
    tiles = np.load(f'{options.tiles}/tiles.npy', mmap_mode='r')
    own = {}
    for i, r in enumerate(records):
        if r['split'] == 'train':
            own.setdefault((r['cls'], r['source']), []).append(i)
    patches, notes = [], {'source': [], 'cls': [], 'state': [], 'pair': [], 'family': []}

    def keep(made, pairs=None, **what):
        patches.extend(made)
        for key, value in what.items():
            notes[key] += [value] * len(made)
        notes['pair'] += pairs or [-1] * len(made)
    for n in range(options.galleries):
        cls, state = n % 2, 'clean' if random.random() < CLEAN else 'lossy'
        sources = [s for c, s in own if c == cls]
        weights = np.array([SHARE.get(s, 2) for s in sources], float)
        source = sources[int(random.choice(len(sources), p=weights / weights.sum()))]
        at = own[(cls, source)][int(random.integers(len(own[(cls, source)])))]
        how = drawn_history(random, state, records[at]['clean'])
        keep(common(with_history(tiles[at], how), how['crops'])[0], source=source, cls=cls, state=state, family='')
    pairs = [(both, r) for name in sorted(glob.glob(f'{options.tiles}/pairs-*.npy')) for both, r in zip(np.load(name, mmap_mode='r'), json.load(open(name.replace('.npy', '.json')))) if r['split'] == 'train' and r['family'].startswith(TELLING)]
    for n in range(options.pairs):
        both, r = pairs[int(random.integers(len(pairs)))]
        state = 'clean' if random.random() < CLEAN else 'lossy'
        how = drawn_history(random, state)
        real, places = common(with_history(both[0], how), how['crops'], 3)
        numbers = [CROPS * n + c for c in range(len(real))]
        for cls, made in ((0, real), (1, common(with_history(both[1], how), None, same=places)[0] if places else [])):
            keep(made, numbers, source=r['source'], cls=cls, state=state, family=r['family'])
    np.save(f'{options.out}/patches.npy', np.stack(patches))
    json.dump(notes, open(f'{options.out}/patches.json', 'w'))
    print(len(patches), 'patches')


if __name__ == '__main__':
    main()
