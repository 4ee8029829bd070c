"""Cuts native tiles of 288 px from every source, each source wholly in one split, into one memory-mapped array.

    python3 tiles.py --data DIR --packages DIR --out DIR

`tiles.npy` N × 288 × 288 × 3 bytes; `tiles.json` one record a tile: source, cls (1 generated), split, file, clean (1: no compression of its own is left, for the file was lossless or was made smaller by 0.7 or more).
Pictures larger than the tile are first made smaller by a random factor, so that their own compression is mostly gone; metadata are not read.
Left out: pictures of the ComfyUI examples that are wider than 2100 px, which show the program's window, not a generated image.
"""
import argparse
import csv
import glob
import io
import json
import os
import re
import zlib

import numpy as np
from PIL import Image

SIDE = 288
Image.MAX_IMAGE_PIXELS = 120_000_000

#: source → (pattern below the data folder, generated, split, tiles a picture, least factor)
FORENSICS = {
    'imagenet': ('real/imagenet_*', 0, 'train', 2, 0.6), 'camera': ('real/camera_*', 0, 'train', 4, 0.3), 'camera-png': ('real/campng_*', 0, 'train', 1, 1), 'camera-webp': ('real/webp_*', 0, 'train', 3, 0.4),
    'urban': ('real/urban_*', 0, 'train', 1, 1), 'skimage': ('real/skimage_*', 0, 'val', 1, 1),
    'clothing': ('real/clothing_*', 0, 'test', 2, 0.75), 'bccd': ('real/bccd_*', 0, 'test', 1, 0.6),
    'sd': ('ai/sd_webp_*', 1, 'train', 4, 0.6), 'gpt-image': ('ai/gptimage1_*', 1, 'train', 1, 1), 'comfy': ('ai/comfy_*', 1, 'train', 1, 1), 'nano-banana': ('ai/nanobanana_*', 1, 'test', 1, 1),
}
#: Free pictures of Debian packages: photographs, renderings and paintings by hand, unpacked as x_<package>.
PACKAGES = {
    'mate': ('x_mate-backgrounds', 'train', 5, 0.12), 'plasma': ('x_plasma-workspace-wallpapers', 'train', 2, 0.12), 'wesnoth': ('x_wesnoth-1.16-data', 'train', 1, 0.5),
    'ukui': ('x_ukui-wallpapers', 'train', 4, 0.12), 'lomiri': ('x_lomiri-wallpapers-16.04', 'val', 4, 0.12),
    'gcompris': ('x_gcompris-qt-data', 'train', 2, 0.5), 'freeorion': ('x_freeorion-data', 'train', 2, 0.5), 'naev': ('x_naev-data', 'train', 1, 0.5), 'stellarium': ('x_stellarium-data', 'train', 1, 0.5),
    'lincity': ('x_lincity-ng-data', 'train', 1, 0.6), 'tuxpaint': ('x_tuxpaint-stamps-default', 'train', 2, 0.5), 'lordsawar': ('x_lordsawar-data', 'train', 2, 0.5), 'gnome': ('x_gnome-backgrounds', 'val', 4, 0.12), 'sway': ('x_sway-backgrounds', 'val', 4, 0.12),
    'opencv': ('x_opencv-doc/usr/share/doc/opencv-doc/examples/data', 'test', 2, 0.5),
}
#: Pictures of a package.
MOST = 200
#: Widest picture of the ComfyUI examples that is one; wider ones are pictures of the window.
WIDEST = 2100
#: PNG files of these had been compressed before, or may have been.
UNKNOWN = ('gpt-image', 'nano-banana', 'figures', 'skimage', 'opencv', 'blots')
#: Files that show one specimen stay together (as in eval/generate/sources.ts).
TOGETHER = {'coloc': [[0, 1], [2, 3]], 'human': [[0, 1, 2]], 'worms': [[0, 1, 2], [3, 4], [5, 6]], 'tumor': [[0, 1]], 'timelapse': [list(range(11))],
            'blot': [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [17, 18], [19, 20], [28, 31], [29, 32], [30, 33]]}


def science_tune(data):
    """The half of the micrographs and blots that may be looked at: every second specimen of a family."""
    chosen = []
    for folder in ('microscopy', 'blots'):
        seen = {}
        for path in sorted(glob.glob(f'{data}/science/{folder}/*')):
            found = re.match(r'(.+)_(\d+)\.(png|jpg|tif)$', os.path.basename(path))
            if not found:
                continue
            prefix, number = found[1], int(found[2])
            family = prefix if folder == 'microscopy' else ('dark' if number < 12 else 'light' if number < 23 else 'gel' if number < 28 else 'scan')
            group = next((f'g{i}' for i, g in enumerate(TOGETHER.get(prefix, [])) if number in g), str(number))
            groups = seen.setdefault(family, [])
            if group not in groups:
                groups.append(group)
            if groups.index(group) % 2 == 1:
                chosen.append((folder, path))
    chosen += [('figures', p) for i, p in enumerate(sorted(glob.glob(f'{data}/science/figures/*.[jp][pn]g'))) if i % 2 == 1]
    return chosen


def widths(data):
    """File name → px of the picture that the file is a crop of."""
    with open(f'{data}/forensics/files.csv') as rows:
        return {os.path.basename(r['file']): int(re.search(r' of (\d+)x', r['processing'] + ' of 0x')[1]) for r in csv.DictReader(rows)}


def packed_pictures(folder):
    """Pictures (WebP) inside Qt resource files: path#offset+length."""
    for path in sorted(glob.glob(f'{folder}/**/*.rcc', recursive=True)):
        data, at = open(path, 'rb').read(), 0
        while (at := data.find(b'RIFF', at)) >= 0:
            size = int.from_bytes(data[at + 4:at + 8], 'little') + 8
            if data[at + 8:at + 12] == b'WEBP' and 25_000 < size < 5_000_000:
                yield f'{path}#{at}+{size}'
            at += 4


def opened(path):
    name, _, place = path.partition('#')
    if not place:
        return Image.open(path)
    at, size = map(int, place.split('+'))
    with open(name, 'rb') as file:
        file.seek(at)
        return Image.open(io.BytesIO(file.read(size)))


def listed(data, packages):
    width = widths(data)
    for source, (pattern, cls, split, count, least) in FORENSICS.items():
        for path in sorted(glob.glob(f'{data}/forensics/{pattern}')):
            if source != 'comfy' or width[os.path.basename(path)] <= WIDEST:
                yield source, cls, split, count, least, path
    for source, (folder, split, count, least) in PACKAGES.items():
        found = [p for p in sorted(glob.glob(f'{packages}/{folder}/**/*', recursive=True)) if re.search(r'\.(jpe?g|png|webp)$', p) and os.path.getsize(p) > 60_000]
        for path in found[::max(1, len(found) // MOST)][:MOST] + list(packed_pictures(f'{packages}/{folder}')):
            yield source, 0, split, count, least, path
    for folder, path in science_tune(data):
        yield folder, 0, 'train', 3, 0.6, path


def busy(tile):
    """Mean absolute step between neighbours, grey: a tile of empty ground teaches nothing."""
    grey = tile.mean(2)
    return np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()


def drawn(tile):
    """Share of pixels that equal both neighbours: the detector does not judge flat drawings, so they teach nothing."""
    same = (np.diff(tile.astype(np.int16), axis=0)[:, :-1] == 0).all(2) & (np.diff(tile.astype(np.int16), axis=1)[:-1] == 0).all(2)
    return same.mean()


def as_rgb(path):
    image = opened(path)
    if image.mode in ('I;16', 'I', 'F'):
        values = np.asarray(image, np.float32)
        low, high = values.min(), values.max()
        return Image.fromarray(((values - low) / max(1, high - low) * 255).astype(np.uint8)).convert('RGB')
    if image.mode in ('RGBA', 'LA', 'P'):
        image = image.convert('RGBA')
        ground = Image.new('RGBA', image.size, (128, 128, 128, 255))
        return Image.alpha_composite(ground, image).convert('RGB')
    return image.convert('RGB')


def cut(path, count, least, random, grid):
    """@returns [(tile, factor that the picture was made smaller by)…]"""
    image = as_rgb(path)
    tiles = []
    for n in range(count):
        floor = max(least, SIDE / min(image.size))
        if floor > 1:
            break
        factor = 1 if n == count - 1 and least > 0.5 else random.uniform(floor, 1 if least >= 0.5 else max(floor, 0.7))
        size = [max(SIDE, round(s * factor)) for s in image.size]
        scaled = image if factor == 1 else image.resize(size, random.choice([Image.LANCZOS, Image.BICUBIC, Image.BILINEAR]))
        pixels = np.asarray(scaled)
        best = None
        for _ in range(4):
            if grid:  # inside one tile of a 2 × 2 grid, each in turn
                cell = min(pixels.shape[:2]) // 2
                y, x = (corner * cell + 1 + int(random.integers(0, cell - SIDE - 1)) for corner in (n // 2, n % 2))
            else:
                y, x = (int(random.integers(0, s - SIDE + 1)) for s in pixels.shape[:2])
            tile = pixels[y:y + SIDE, x:x + SIDE]
            if best is None or busy(tile) > busy(best):
                best = tile
            if busy(best) > 6:
                break
        if busy(best) > 1.5 and drawn(best) < 0.6:
            tiles.append((np.ascontiguousarray(best), factor))
    return tiles


def main():
    parser = argparse.ArgumentParser()
    for name in ('data', 'packages', 'out'):
        parser.add_argument(f'--{name}', required=True)
    options = parser.parse_args()
    tiles, records = [], []
    for source, cls, split, count, least, path in listed(options.data, options.packages):
        random = np.random.default_rng(zlib.crc32(os.path.basename(path).encode()))
        lossless = path.endswith(('.png', '.tif')) and source not in UNKNOWN
        for tile, factor in cut(path, count, least, random, source == 'sd'):
            tiles.append(tile)
            records.append({'source': source, 'cls': cls, 'split': split, 'file': os.path.basename(path), 'clean': int(lossless or factor <= 0.7)})
    np.save(f'{options.out}/tiles.npy', np.stack(tiles))
    json.dump(records, open(f'{options.out}/tiles.json', 'w'))
    counts = {}
    for r in records:
        counts[(r['split'], r['source'], r['cls'])] = counts.get((r['split'], r['source'], r['cls']), 0) + 1
    for key, n in sorted(counts.items()):
        print(*key, n)


if __name__ == '__main__':
    main()
