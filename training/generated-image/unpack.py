"""Writes the pairs of the splits `val` and `test` as PNG files for the evaluation: python3 unpack.py TILES OUT"""
import glob
import json
import os
import sys

import numpy as np
from PIL import Image

SPLITS = {'val': 'tune', 'test': 'report'}
number, seen = 0, {}
os.makedirs(sys.argv[2], exist_ok=True)
for name in sorted(glob.glob(f'{sys.argv[1]}/pairs-*.npy')):
    pairs = np.load(name, mmap_mode='r')
    for pair, record in zip(pairs, json.load(open(name.replace('.npy', '.json')))):
        if record['split'] not in SPLITS:
            continue
        key = pair[0].tobytes()
        if key not in seen:
            seen[key], number = number, number + 1
        stem = f"{sys.argv[2]}/{SPLITS[record['split']]}-{seen[key]}-{record['source']}"
        Image.fromarray(pair[0]).save(f'{stem}-real.png')
        Image.fromarray(pair[1]).save(f"{stem}-{record['family']}.png")
print(number, 'pictures with twins')
