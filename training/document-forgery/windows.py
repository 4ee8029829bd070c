"""Windows of pages, edited and untouched, both through one history: cut, made smaller, saved, edited, saved again."""
import glob
import io
import json
import os
import sys

import numpy as np
import torch
from PIL import Image
from scipy import ndimage

from edits import EDITS, Ground, any_box, cut

sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', 'generated-image'))
from augment import encoded  # noqa: E402
from decoders import decoder, encoder, load  # noqa: E402

#: px more that is cut before the last saving, so that the window can lie off its first blocks.
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
        share = np.array([{'receipt': 0.3, 'page': 0.4, 'photo': 0.3}[k] for k in self.kinds])
        self.share = share / share.sum()

    def draw(self, random):
        own = self.by_kind[self.kinds[int(random.choice(len(self.kinds), p=self.share))]]
        return own[int(random.integers(len(own)))]


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
        'at': (int(random.integers(2)) * MARGIN, int(random.integers(2)) * MARGIN), 'edge': int(random.integers(4)) if random.random() < 0.06 else None, 'width': int(random.integers(8, 40)),
        'shift': (int(random.integers(8)), int(random.integers(8))) if random.random() < 0.3 else (0, 0),
    }


def after(pixels, how, tables, side):
    """float H × W × 3 → side × side × 3 bytes."""
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if how['factor'] != 1:
        image = image.resize((round(image.size[0] * how['factor']), round(image.size[1] * how['factor'])), how['filter'])
    if how['tone'] != 1:
        image = image.point([min(255, round(v * how['tone'])) for v in range(256)] * 3)
    for n, (way, subsampling) in enumerate(how['rounds']):
        if n == 1:
            image = image.crop((*how['shift'], *image.size))
        image = saved(image, way, subsampling, tables)
    x, y = (min(a, s - side) // MARGIN * MARGIN for a, s in zip(how['at'], image.size))
    out = np.asarray(image)[y:y + side, x:x + side].copy()
    if how['edge'] is not None:
        k = how['width']
        if how['edge'] == 0:
            out[:, :k] = out[:, k:k + 1]
        elif how['edge'] == 1:
            out[:, -k:] = out[:, -k - 1:-k]
        elif how['edge'] == 2:
            out[:k] = out[k:k + 1]
        else:
            out[-k:] = out[-k - 1:-k]
    return out, (x, y)


def truth_of(boxes, how, origin, side):
    """side/8 × side/8: share of each block that lies in a changed box."""
    mask = np.zeros((side, side), np.float32)
    dx, dy = how['shift'] if len(how['rounds']) == 2 else (0, 0)
    for x, y, w, h in boxes:
        f = how['factor']
        left, top = x * f - dx - origin[0], y * f - dy - origin[1]
        x0, y0, x1, y1 = (int(max(0, min(side, round(v)))) for v in (left, top, left + w * f, top + h * f))
        mask[y0:y1, x0:x1] = 1
    return mask.reshape(side // 8, 8, side // 8, 8).mean((1, 3))


def before(random, page):
    """A window of the page before the edit, and how to cut others of the same page in the same state."""
    zoom = random.uniform(0.6, 1) if random.random() < 0.45 else 1.0
    filter = FILTERS[int(random.integers(3))]
    return zoom, filter


def pair(random, pages, level, tables, side):
    """(edited, untouched, truth) of one window of `side` px, a multiple of 32, or None where the page has no place for the edit."""
    page = pages.draw(random)
    how = history(random, level, tables)
    zoom, filter = before(random, page)
    need = int(np.ceil((side + MARGIN + 10) / how['factor']))
    wide = int(np.ceil(need / zoom))
    height, width = page['pixels'].shape[:2]
    wide = min(wide, height, width)
    zoom = need / wide
    tight = random.random() < 0.85 and page['words']
    cx, cy = page['words'][int(random.integers(len(page['words'])))] if tight else (int(random.integers(width)), int(random.integers(height)))
    x, y = (int(min(max(0, c - wide // 2 + random.integers(-wide // 3, wide // 3 + 1)), s - wide)) for c, s in ((cx, width), (cy, height)))
    first = saving(random, level, tables) if random.random() < 0.25 else None

    def stored(raw, w, h):
        """A cut of the page as it is before the edit."""
        image = Image.fromarray(np.ascontiguousarray(raw))
        if image.size != (w, h):
            image = image.resize((w, h), filter)
        return image

    window = stored(page['pixels'][y:y + wide, x:x + wide], need, need)
    if first:
        window = saved(window, first, 0, tables)
    clean = np.asarray(window, np.float32)

    def same(random, w, h, near_ink):
        """Another place of this page: in the window where it fits, else anywhere, made smaller alike."""
        if random.random() < 0.3 and not near_ink:
            bx, by = int(random.integers(0, need - w)), int(random.integers(0, need - h))
            return clean[by:by + h, bx:bx + w].copy()
        raw = cut(page, random, max(6, round(w / zoom)), max(6, round(h / zoom)), near_ink)
        if raw is None:
            return None
        patch = stored(raw.astype(np.uint8), w, h)
        return np.asarray(saved(patch, first, 0, tables) if first else patch, np.float32)

    kind = 1 if page['kind'] == 'photo' else 0
    ground = Ground(clean, width * zoom)
    weights = np.array([shares[kind] for shares in EDITS.values()])
    edit = list(EDITS)[int(random.choice(len(weights), p=weights / weights.sum()))]
    context = {'same': same, 'other': pages.draw(random), 'fonts': pages.fonts, 'autoencoder': pages.autoencoder}
    edited, boxes = clean.copy(), []
    for _ in range(1 if random.random() < 0.75 else 2):
        boxes += edit(random, edited, ground, context)
    boxes = [b for b in boxes if np.abs(edited[b[1]:b[1] + b[3], b[0]:b[0] + b[2]] - clean[b[1]:b[1] + b[3], b[0]:b[0] + b[2]]).max() > 4]
    if not boxes:
        return None
    out, origin = after(edited, how, tables, side)
    plain, _ = after(clean, how, tables, side)
    truth = truth_of(boxes, how, origin, side)
    turn = int(random.integers(2))
    if turn:
        # Mirrored left to right: the block grid stays where it is, since the window is a multiple of it.
        out, plain, truth = out[:, ::-1], plain[:, ::-1], truth[:, ::-1]
    return out, plain, truth, edit.__name__, kind
