"""Statistics of pixels that decoders leave behind, and the linear readers of them.

    python3 readers.py --tiles T --out ../../src/detectors/generated-image/readers.json

Native pixels: taught on pairs (a real tile and the same tile through a decoder, neither compressed after it) and on more real tiles, as they are, compressed and at half size,
for WebP alone leaves something like a trace: no picture of a generator is seen. Three readers, for one that reads all at
once learns the easiest trace and overlooks the others: traces of latent decoders in neighbouring pixels (`latent`) and in the spectrum (`lattice`), and those of enlarging
networks in neighbouring pixels (`enlarged`). Common form (pool.py): `texture`, taught on galleries after random histories, every source with the same weight. Each is a ridge regression on standardised statistics; its scores are standardised on real tiles.

Statistics, as in neighbours.ts, spectrum.ts and texture.ts of src/detectors/generated-image: of luma (R, G, B weighted as BT.601), R − G and B − G. Co-occurrence of three neighbouring residuals, along rows
and columns, rounded half away from zero to steps and cut to ± 2 of them; what differs by sign or direction counts as one (Fridrich and Kodovsky, IEEE TIFS 7(3), 2012). Logarithm
of the mean power of 64 px windows: its radial means, and how far the multiples of 1/8 of the sampling rate stand above them. In the common form: the co-occurrences of luma, those of luma divided by
its contrast around each pixel (Mittal et al., IEEE TIP 21(12), 2012: so that what is shown, and how strongly, says less), both at its size and at half of it; and how the planes,
so divided, go together at each pixel, at a quarter of the size as well.
"""
import argparse
import glob
import json
import time

import numpy as np
from PIL import Image

from augment import encoded
from pool import CLEAN, FILTERS, common, drawn_history, with_history

WINDOW = 64
LEVELS = 5
#: In thousandths: so that the luma of a grey pixel is exactly its level.
LUMA = np.array([299, 587, 114])
#: Tiles of a source that `texture` is taught on, real and generated.
MOST = (70, 240)
#: Of the regression of `texture`, by what it reads of generators and real sources left out.
STRENGTH = 10
#: By plane: residual and step.
TABLES = {'luma': [('first', 1), ('first', 3), ('second', 1), ('second', 3), ('cross', 1), ('cross', 3)], 'redGreen': [('first', 1), ('cross', 1)], 'blueGreen': [('first', 1), ('cross', 1)]}
#: Of luma divided by its contrast.
NORMAL_TABLES = [('value', 0.5), ('first', 0.3), ('cross', 0.2)]
#: px, side of what the contrast around a pixel is measured in; step of the levels of planes that are compared, and which are.
AROUND, JOINT_STEP, JOINTS = 7, 0.6, (('luma', 'redGreen'), ('luma', 'blueGreen'), ('redGreen', 'blueGreen'))
#: Patches of a picture in the common form: most, and least.
PATCHES = (8, 3)
#: Radii of the spectrum that are read, of 0 … 45.
FIRST, LAST = 1, 43
EIGHTHS = [(a, b) for a in (0, 8, 16, 24, 32) for b in (0, 8, 16, 24, 32) if a + b]
READERS = {'latent': ('neighbours', ('taef2', 'taef2-noise', 'taef2-shifted', 'taef2-size')), 'lattice': ('spectrum', ('taef2', 'taef2-noise', 'taef2-shifted', 'taef2-size')), 'enlarged': ('neighbours', ('slim-x2', 'slim-x3', 'slim-x4', 'medium-x3', 'medium-x4'))}


def classes():
    """Of the 125 triples the number of what each counts as."""
    seen, out = {}, []
    for i in range(LEVELS):
        for j in range(LEVELS):
            for k in range(LEVELS):
                m = LEVELS - 1
                key = min((i, j, k), (k, j, i), (m - i, m - j, m - k), (m - k, m - j, m - i))
                out.append(seen.setdefault(key, len(seen)))
    return np.array(out), len(seen)


CLASS, COUNT = classes()


def residual(plane, kind):
    """Windows × H × W."""
    if kind == 'value':
        return plane
    if kind == 'first':
        return plane[:, 1:, 1:] - plane[:, 1:, :-1]
    across = plane[:, 1:-1, 2:] + plane[:, 1:-1, :-2]
    here = plane[:, 1:-1, 1:-1]
    if kind == 'second':
        return (across - 2 * here) / 2
    near = across + plane[:, 2:, 1:-1] + plane[:, :-2, 1:-1]
    corners = plane[:, 2:, 2:] + plane[:, :-2, 2:] + plane[:, 2:, :-2] + plane[:, :-2, :-2]
    return (2 * near - corners - 4 * here) / 4


def levels_of(values, step):
    """0 … 4, half a step rounded away from zero."""
    return np.clip(np.trunc(values / step + np.copysign(0.5, values)), -2, 2).astype(np.int64) + 2


def neighbours(plane, kind, step):
    levels = levels_of(residual(plane, kind), step)
    out = np.zeros(COUNT)
    for a, b, c in ((levels[:, :, :-2], levels[:, :, 1:-1], levels[:, :, 2:]), (levels[:, :-2], levels[:, 1:-1], levels[:, 2:])):
        out += np.bincount(CLASS[(a * LEVELS + b) * LEVELS + c].reshape(-1), minlength=COUNT) / a.size / 2
    return np.sqrt(out)


FREQUENCIES = np.fft.fftfreq(WINDOW)[:, None] * WINDOW
RADII = np.hypot(FREQUENCIES, np.arange(WINDOW // 2 + 1)[None]).round().astype(int)
HANN = np.hanning(WINDOW)[:, None] * np.hanning(WINDOW)


def spectrum(plane):
    power = np.abs(np.fft.rfft2((plane - plane.mean((1, 2), keepdims=True)) * HANN)) ** 2
    power = np.log(power.mean(0) + 1)
    radial = np.bincount(RADII.reshape(-1), power.reshape(-1)) / np.bincount(RADII.reshape(-1))
    return np.concatenate([radial[FIRST:LAST + 1], [power[a, b] - radial[RADII[a, b]] for a, b in EIGHTHS]])


def planes_of(windows):
    x = windows.astype(float)
    return {'luma': x @ LUMA / 1000, 'redGreen': x[..., 0] - x[..., 1], 'blueGreen': x[..., 2] - x[..., 1]}


def statistics(windows):
    """Windows × 64 × 64 × 3 bytes → {'neighbours', 'spectrum'}"""
    planes = planes_of(windows)
    return {
        'neighbours': np.concatenate([neighbours(planes[name], kind, step) for name, tables in TABLES.items() for kind, step in tables]),
        'spectrum': np.concatenate([spectrum(plane) for plane in planes.values()]),
    }


def around(plane):
    """Means over AROUND × AROUND, where that much room is."""
    sums = np.pad(plane, ((0, 0), (1, 0), (1, 0))).cumsum(1).cumsum(2)
    return (sums[:, AROUND:, AROUND:] - sums[:, :-AROUND, AROUND:] - sums[:, AROUND:, :-AROUND] + sums[:, :-AROUND, :-AROUND]) / AROUND ** 2


def normal(plane):
    """How far each pixel stands from the mean around it, in the deviations there and one level."""
    mean, rim = around(plane), AROUND // 2
    return (plane[:, rim:-rim, rim:-rim] - mean) / (np.sqrt(np.maximum(0, around(plane ** 2) - mean ** 2)) + 1)


def joint(one, other):
    """Square roots of the shares of pairs of levels; the negative of a pair counts as the pair."""
    counts = np.bincount((levels_of(one, JOINT_STEP) * LEVELS + levels_of(other, JOINT_STEP)).reshape(-1), minlength=LEVELS ** 2) / one.size
    return np.sqrt((counts + counts[::-1]) / 2)[:LEVELS ** 2 // 2 + 1]


def halved(plane):
    return (plane[:, ::2, ::2] + plane[:, 1::2, ::2] + plane[:, ::2, 1::2] + plane[:, 1::2, 1::2]) / 4


def windows_of(tile):
    """All that overlap by less than half."""
    places = [np.linspace(0, side - WINDOW, max(1, round((side - WINDOW) / 40) + 1)).astype(int) for side in tile.shape[:2]]
    return np.stack([tile[y:y + WINDOW, x:x + WINDOW] for y in places[0] for x in places[1]])


def texture(patches):
    """Of patches in the common form: by size, tables of luma, of luma divided by its contrast, and of planes together."""
    planes, out = planes_of(np.stack(patches)), []
    for size in range(3):
        divided = {name: normal(plane) for name, plane in planes.items()}
        if size < 2:
            out += [neighbours(planes['luma'], kind, step) for kind, step in TABLES['luma']] + [neighbours(divided['luma'], kind, step) for kind, step in NORMAL_TABLES]
        out += [joint(divided[one], divided[other]) for one, other in JOINTS]
        planes = {name: halved(plane) for name, plane in planes.items()}
    return np.concatenate(out)


def ridge(x, y, strength, weight):
    """@returns weights and bias on the statistics as they are."""
    weight = weight / weight.sum()
    mean = weight @ x
    deviation = np.sqrt(weight @ (x - mean) ** 2) + 1e-6
    z = (x - mean) / deviation
    weights = np.linalg.solve((z * weight[:, None]).T @ z + strength * np.eye(z.shape[1]), z.T @ (weight * (y - weight @ y))) / deviation
    return weights, -float(mean @ weights)


def standardised(weights, bias, ground):
    scores = ground @ weights + bias
    return weights / scores.std(), float((bias - scores.mean()) / scores.std())


#: What happens to real tiles beside the pairs, in turn; and how much they weigh together, the pairs being one.
CHANGES, SHARE = ('none', 'none', 'none', 'webp', 'webp', 'jpeg', 'half', 'half webp'), 0.3


def grounds_of(tiles, records):
    """Statistics of 1000 real tiles of the split `train`."""
    real = [i for i, r in enumerate(records) if r['split'] == 'train' and not r['cls']]
    out = []
    for n, i in enumerate(np.random.default_rng(1).permutation(real)[:1000]):
        random, change, image = np.random.default_rng(int(i)), CHANGES[n % len(CHANGES)], Image.fromarray(tiles[i])
        image = image.resize((144, 144), FILTERS[int(random.integers(3))]) if 'half' in change else image.crop((72, 72, 216, 216))
        if 'webp' in change or change == 'jpeg':
            image = encoded(image, 'webp' if 'webp' in change else 'jpeg', int(random.integers(60, 96)), 2)
        out.append(statistics(windows_of(np.asarray(image))))
    return out


def native_readers(tiles, records, pairs):
    ground = grounds_of(tiles, records)
    seen = [([statistics(windows_of(side)) for side in both], r) for both, r in pairs if r['split'] != 'test']
    readers = {}
    for name, (what, families) in READERS.items():
        own = [side[what] for sides, r in seen if r['split'] == 'train' and r['family'] in families for side in sides]
        others = np.array([one[what] for one in ground])
        weight = np.concatenate([np.ones(len(own)), np.full(len(others), SHARE * len(own) / len(others))])
        weights, bias = ridge(np.concatenate([own, others]), np.concatenate([np.tile([0.0, 1.0], len(own) // 2), np.zeros(len(others))]), 0.03, weight)
        weights, bias = standardised(weights, bias, others)
        readers[name] = written(weights, bias)
        held = {f: np.array([[side[what] @ weights + bias for side in sides] for sides, r in seen if r['split'] == 'val' and r['family'] == f]) for f in ('taef2', 'thick-x4')}
        print(name, len(own) // 2, 'pairs; held out, real and twin, medians:', {f: np.median(v, 0).round(2).tolist() for f, v in held.items()}, 'CPU seconds', round(time.process_time()), flush=True)
    return readers


def textures_of(tiles, records):
    """@returns of the tiles that are not in the split `test`, at most MOST a source and two histories each: statistics, class, source, number of the tile"""
    own = {}
    for i, r in enumerate(records):
        if r['split'] != 'test':
            own.setdefault((r['cls'], r['source']), []).append(i)
    made = []
    for (cls, source), members in sorted(own.items()):
        for i in np.random.default_rng(len(source)).permutation(members)[:MOST[cls]]:
            random = np.random.default_rng(int(i))
            for _ in range(2):
                how = drawn_history(random, 'clean' if random.random() < CLEAN else 'lossy', records[i]['clean'])
                patches, _ = common(with_history(tiles[i], how), how['crops'], PATCHES[0])
                if len(patches) >= PATCHES[1]:
                    made.append((texture(patches), cls, source, int(i)))
    return [np.array(column) for column in zip(*made)]


def balanced(cls, source):
    """Both classes weigh alike, and in each all sources."""
    weight = np.zeros(len(cls))
    for c in (0, 1):
        names = sorted(set(source[cls == c]))
        for name in names:
            same = (source == name) & (cls == c)
            weight[same] = 1 / len(names) / same.sum()
    return weight


def written(weights, bias):
    return {'bias': round(bias, 4), 'weights': [round(float(w), 4) for w in weights]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--tiles', required=True)
    parser.add_argument('--out', required=True)
    parser.add_argument('--hold', default='comfy', help='sources that are not seen')
    parser.add_argument('--texture', action='store_true', help='only that reader; the others stay as they are written')
    options = parser.parse_args()
    records = json.load(open(f'{options.tiles}/tiles.json'))
    tiles = np.load(f'{options.tiles}/tiles.npy', mmap_mode='r')
    pairs = [(both, r) for name in sorted(glob.glob(f'{options.tiles}/pairs-*.npy')) for both, r in zip(np.load(name, mmap_mode='r'), json.load(open(name.replace('.npy', '.json'))))]
    readers = json.load(open(options.out)) if options.texture else native_readers(tiles, records, pairs)
    x, cls, source, at = textures_of(tiles, records)
    seen = np.array([records[i]['split'] == 'train' for i in at]) & ~np.isin(source, options.hold.split(','))
    weights, bias = ridge(x[seen], cls[seen].astype(float), STRENGTH, balanced(cls[seen], source[seen]))
    weights, bias = standardised(weights, bias, x[(cls == 0) & seen])
    readers['texture'] = written(weights, bias)
    print('texture; held out, medians:', {str(name): round(float(np.median(x[source == name] @ weights + bias)), 2) for name in sorted(set(source[~seen]))}, 'CPU seconds', round(time.process_time()), flush=True)
    with open(options.out, 'w') as file:
        file.write('{\n' + ',\n'.join(f'  "{name}": {json.dumps(reader)}' for name, reader in readers.items()) + '\n}\n')


if __name__ == '__main__':
    main()
