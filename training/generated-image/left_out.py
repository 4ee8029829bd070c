"""How the readers do on generators and real sources that they were not taught: every generator left out in turn, and a quarter of the real sources with it.

    python3 left_out.py --tiles T --readers ../../src/detectors/generated-image/readers.json --networks comfy=OUT/last.pt gpt-image=OTHER/last.pt --out ../../eval/results/generated-image.left-out.json

Writes for each generator the mean over the real sources left out of the AUC on tiles: of the native readers (taught on no generator, so nothing is left out but they are asked
about tiles as they are), and of `texture` after random histories; of networks trained without the generator, against the real sources of the split `val`, on tiles as they are,
at half the size and after two histories. The splits `test` are not touched.
"""
import argparse
import json
import os
import sys
import time

import numpy as np

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..'))

import torch

from network import PatchNetwork
from readers import READERS, STRENGTH, balanced, ridge, statistics, textures_of, windows_of
from run import auc
from train import Validation

QUARTERS = 4


def native(tile, readers):
    what = statistics(windows_of(tile[72:216, 72:216]))
    scores = {name: what[read] @ readers[name]['weights'] + readers[name]['bias'] for name, (read, _) in READERS.items()}
    return {**scores, 'native': max(scores['latent'], min(scores['lattice'], scores['enlarged']))}


def main():
    parser = argparse.ArgumentParser()
    for name in ('tiles', 'readers', 'out'):
        parser.add_argument(f'--{name}', required=True)
    parser.add_argument('--networks', nargs='*', default=[], help='GENERATOR=WEIGHTS.pt that were trained without it')
    options = parser.parse_args()
    records = json.load(open(f'{options.tiles}/tiles.json'))
    tiles = np.load(f'{options.tiles}/tiles.npy', mmap_mode='r')
    readers = json.load(open(options.readers))
    x, cls, source, at = textures_of(tiles, records)
    generators, reals = sorted(set(source[cls == 1])), sorted(set(source[cls == 0]))
    scores = {}
    for i in dict.fromkeys(at.tolist()):
        scores.setdefault(records[i]['source'], []).append(native(tiles[i], readers))
    quarters = np.array_split(np.random.default_rng(0).permutation(reals), QUARTERS)
    out = {}
    for generator in generators:
        mean = {}
        for name in (*READERS, 'native'):
            of = {s: np.array([one[name] for one in own]) for s, own in scores.items()}
            mean[name] = np.mean([auc(of[generator], of[r]) for r in reals])
        found = []
        for quarter in quarters:
            seen = ~np.isin(source, quarter) & (source != generator)
            weights, _ = ridge(x[seen], cls[seen].astype(float), STRENGTH, balanced(cls[seen], source[seen]))
            found += [auc(x[source == generator] @ weights, x[source == r] @ weights) for r in quarter]
        mean['texture'] = np.mean(found)
        for weights in (path for name, path in (one.split('=') for one in options.networks) if name == generator):
            network = PatchNetwork()
            network.load_state_dict(torch.load(weights))
            found = Validation(options.tiles, [generator])(network.eval())
            mean.update({name: found[f'{generator} {state}'] for name, state in (('network', 'as is'), ('networkHalf', 'half'), ('networkLossy', 'lossy'))})
        out[generator] = {'tiles': len(scores[generator]), **{k: round(float(v), 3) for k, v in mean.items()}}
        print(generator, out[generator], 'CPU seconds', round(time.process_time()), flush=True)
    json.dump({'realSources': len(reals), 'realTiles': sum(len(scores[r]) for r in reals), 'generators': out}, open(options.out, 'w'), indent=1)


if __name__ == '__main__':
    main()
