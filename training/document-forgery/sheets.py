"""Sheets: large cuts of pages, edited and untouched, both through one history: cut, made smaller, saved, edited, saved again."""
import glob
import io
import json
import os
import sys

import numpy as np
import torch
from PIL import Image

from edits import EDITS, Ground
from scanned import rescanned

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'generated-image'))
from augment import encoded  # noqa: E402
from decoders import decoder, encoder, load  # noqa: E402

#: px more that is cut before the last saving, so that the sheet can lie off its first blocks.
MARGIN = 16
FILTERS = [Image.LANCZOS, Image.BICUBIC, Image.BILINEAR]


class Autoencoder:
    """Repaints a place: the tiny FLUX.2 autoencoder and three of its kind with moved weights."""

    def __init__(self, folder):
        self.encoder, first = load(encoder(), f'{folder}/taef2_encoder.pth'), load(decoder(), f'{folder}/taef2_decoder.pth')
        self.decoders = [first]
        for seed in (11, 12, 13):
            random, other = torch.Generator().manual_seed(seed), load(decoder(), f'{folder}/taef2_decoder.pth')
            with torch.no_grad():
                for weight in other.parameters():
                    weight += 0.05 * weight.std(unbiased=False) * torch.randn(weight.shape, generator=random)
            self.decoders.append(other)

    def __call__(self, random, crop):
        h, w = crop.shape[:2]
        padded = np.pad(crop, ((0, -h % 8), (0, -w % 8), (0, 0)), mode='edge')
        x = torch.from_numpy(np.ascontiguousarray(padded)).permute(2, 0, 1)[None].float() / 255
        with torch.no_grad():
            z = self.encoder(x)
            if random.random() < 0.3:
                z = z + float(random.uniform(0.02, 0.15)) * z.std() * torch.from_numpy(random.standard_normal(z.shape).astype(np.float32))
            y = self.decoders[int(random.integers(len(self.decoders)))](z)
        return (y[0].clamp(0, 1) * 255).permute(1, 2, 0).numpy()[:h, :w]


class Pages:
    def __init__(self, folder, split, fonts, autoencoder):
        self.fonts, self.autoencoder = fonts, autoencoder
        self.pages = []
        for name in sorted(glob.glob(f'{folder}/*.json')):
            self.pages += [{**record, 'pixels': np.load(f"{folder}/{record['file']}", mmap_mode='r')} for record in json.load(open(name)) if record['split'] == split]
        self.by_kind = {'receipt': [], 'page': [], 'photo': []}
        for page in self.pages:
            kind = 'receipt' if page['source'] == 'receipt' else page['kind']
            self.by_kind[kind].append(page)
        self.kinds = [k for k in ('receipt', 'page', 'photo') if self.by_kind[k]]
        share = np.array([{'receipt': 0.25, 'page': 0.5, 'photo': 0.25}[k] for k in self.kinds])
        self.share = share / share.sum()

    def draw(self, random):
        own = self.by_kind[self.kinds[int(random.choice(len(self.kinds), p=self.share))]]
        return own[int(random.integers(len(own)))]

    def draw_like(self, random, page):
        """Mostly of the page's kind: what is pasted in earnest looks as if it belonged there."""
        while True:
            other = self.draw(random)
            if other is not page and (other['kind'] == page['kind'] or random.random() < 0.15):
                return other


def tables_of(data):
    """Quantisation tables of cameras, phones and web pictures that may be trained on: luma and colour."""
    from pages import tune_half
    import re
    names = [p for p in glob.glob(f'{data}/forensics/real/*') if re.match(r'(camera|clothing|imagenet|webp)_\d+\.(jpg|webp)$', os.path.basename(p))]
    found = {}
    for path in tune_half(names):
        if path.endswith('.jpg'):
            tables = Image.open(path).quantization
            if len(tables) >= 2:
                found[tuple(tables[0])] = {0: list(tables[0]), 1: list(tables[1])}
    return [found[k] for k in sorted(found)]


def saving(random, level, tables):
    """One way to save; `level` 0 mild to 1 as hard as it gets."""
    how = random.random()
    if how < 0.2:
        return 'webp', int(random.integers(round(92 - 22 * level), 97))
    if how < 0.4 and tables:
        return 'tables', int(random.integers(len(tables)))
    return 'jpeg', int(random.integers(round(92 - 27 * level), 99))


def saved(image, how, subsampling, tables):
    kind, amount = how
    if kind == 'tables':
        buffer = io.BytesIO()
        image.save(buffer, 'JPEG', qtables=tables[amount], subsampling=subsampling)
        return Image.open(io.BytesIO(buffer.getvalue())).convert('RGB')
    return encoded(image, kind, amount, subsampling)


def history(random, level, tables):
    """What happens after the edit: nothing, saved once or twice, made smaller or larger, shown on a screen, made brighter."""
    rounds = int(random.choice([0, 1, 2], p=[0.7 - 0.5 * level, 0.26 + 0.36 * level, 0.04 + 0.14 * level]))
    return {
        'factor': float(random.uniform(0.92 - 0.32 * level, 0.95) if random.random() < 0.8 else random.uniform(1.02, 1.3)) if random.random() < 0.18 * (0.3 + level) else 1.0,
        'filter': FILTERS[int(random.integers(3))], 'tone': float(random.uniform(0.85, 1.15)) if random.random() < 0.06 else 1.0,
        'rounds': [(saving(random, level, tables), int(random.choice([0, 2]))) for _ in range(rounds)],
        'at': (int(random.integers(2)) * MARGIN, int(random.integers(2)) * MARGIN),
        'shift': (int(random.integers(8)), int(random.integers(8))) if random.random() < 0.3 else (0, 0),
    }


def after(pixels, how, tables):
    """float H × W × 3 → bytes, sides in whole blocks of at most SIDE px; and where its corner lies."""
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if how['factor'] != 1:
        image = image.resize((round(image.size[0] * how['factor']), round(image.size[1] * how['factor'])), how['filter'])
    if how['tone'] != 1:
        image = image.point([min(255, round(v * how['tone'])) for v in range(256)] * 3)
    for n, (way, subsampling) in enumerate(how['rounds']):
        if n == 1:
            image = image.crop((*how['shift'], *image.size))
        image = saved(image, way, subsampling, tables)
    x, y = (a if s >= 224 + MARGIN else 0 for a, s in zip(how['at'], image.size))
    w, h = (min(SIDE, s - a) // 8 * 8 for a, s in zip((x, y), image.size))
    return np.asarray(image)[y:y + h, x:x + w].copy(), (x, y)


def truth_of(boxes, how, origin, width, height):
    """height/8 × width/8: share of each block that lies in a changed box; and the number of the edit there, from 1."""
    mask, number = np.zeros((height, width), np.float32), np.zeros((height // 8, width // 8), np.uint8)
    dx, dy = how['shift'] if len(how['rounds']) == 2 else (0, 0)
    for n, x, y, w, h in boxes:
        f = how['factor']
        left, top = x * f - dx - origin[0], y * f - dy - origin[1]
        x0, x1 = (int(max(0, min(width, round(v)))) for v in (left, left + w * f))
        y0, y1 = (int(max(0, min(height, round(v)))) for v in (top, top + h * f))
        mask[y0:y1, x0:x1] = 1
        number[y0 // 8:-(-y1 // 8), x0 // 8:-(-x1 // 8)] = n
    return mask.reshape(height // 8, 8, width // 8, 8).mean((1, 3)), number


#: px: sides of a sheet. Pages are compared with themselves, so there must be enough of one.
SIDE = 640
#: Edits of a sheet.
MOST_EDITS = 5


def pair(random, pages, level, tables):
    """A sheet edited in several places, and the same untouched, of at most SIDE px a side in whole blocks; or None where the page has no place for an edit.

    (edited, untouched: H × W × 3 bytes; truth, number: H/8 × W/8; names of the edits; 1 for photographs)
    """
    page = pages.draw(random)
    how = history(random, level, tables)
    zoom, filter = random.uniform(0.6, 1) if random.random() < 0.45 else 1.0, FILTERS[int(random.integers(3))]
    height, width = page['pixels'].shape[:2]
    room = MARGIN + 10
    need = [min(int(np.ceil((SIDE + room) / how['factor'])), int(s * zoom)) for s in (width, height)]
    if min(need) * how['factor'] < 224:
        return None
    wide = [min(s, int(round(n / zoom))) for n, s in zip(need, (width, height))]
    x, y = (int(random.integers(0, s - w + 1)) for s, w in zip((width, height), wide))
    first = saving(random, level, tables) if random.random() < 0.25 else None

    sheet = Image.fromarray(np.ascontiguousarray(page['pixels'][y:y + wide[1], x:x + wide[0]]))
    if sheet.size != tuple(need):
        sheet = sheet.resize(tuple(need), filter)
    if random.random() < (0.2 if page['kind'] == 'photo' else 0.4):
        sheet = Image.fromarray(rescanned(np.asarray(sheet, np.float32), random))
    if first:
        sheet = saved(sheet, first, 0, tables)
    clean = np.asarray(sheet, np.float32)
    kind = 1 if page['kind'] == 'photo' else 0
    ground = Ground(clean, width * zoom)

    def same(random, w, h, near_ink):
        """Another place of this sheet."""
        bx, by = int(random.integers(0, max(1, need[0] - w))), int(random.integers(0, max(1, need[1] - h)))
        if near_ink and ground.words:
            x, y, _, high = ground.words[int(random.integers(len(ground.words)))]
            bx, by = x - int(random.integers(1, 6)), y + high // 2 - h // 2 + int(random.integers(-2, 3))
        bx, by = min(max(0, bx), need[0] - w), min(max(0, by), need[1] - h)
        return clean[by:by + h, bx:bx + w].copy() if min(bx, by) >= 0 else None

    weights = np.array([shares[kind] for shares in EDITS.values()])
    edited, boxes, names = clean.copy(), [], []
    for _ in range(int(random.integers(1, MOST_EDITS + 1))):
        edit = list(EDITS)[int(random.choice(len(weights), p=weights / weights.sum()))]
        context = {'same': same, 'other': pages.draw_like(random, page), 'fonts': pages.fonts, 'autoencoder': pages.autoencoder}
        trial = edited.copy()
        made = [b for b in edit(random, trial, ground, context) if np.abs(trial[b[1]:b[1] + b[3], b[0]:b[0] + b[2]] - clean[b[1]:b[1] + b[3], b[0]:b[0] + b[2]]).max() > 4]
        if not made or any(touching(a, b[1:]) for a in made for b in boxes):
            continue
        edited = trial
        names.append(edit.__name__)
        boxes += [(len(names), *b) for b in made]
    if not boxes:
        return None
    out, origin = after(edited, how, tables)
    plain, _ = after(clean, how, tables)
    truth, number = truth_of(boxes, how, origin, *out.shape[1::-1])
    if random.integers(2):
        # Mirrored left to right: the block grid stays where it is, since the sheet is a multiple of it.
        out, plain, truth, number = (a[:, ::-1] for a in (out, plain, truth, number))
    return *(np.ascontiguousarray(a) for a in (out, plain, truth, number)), names, kind


def touching(a, b):
    """Whether two boxes come within 16 px of each other."""
    return a[0] < b[0] + b[2] + 16 and b[0] < a[0] + a[2] + 16 and a[1] < b[1] + b[3] + 16 and b[1] < a[1] + a[3] + 16
