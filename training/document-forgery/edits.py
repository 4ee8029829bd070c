"""Edits of a sheet of a page: each changes pixels in place and returns the boxes that it changed.

A sheet is float32 H × W × 3 in [0, 255]; boxes are (x, y, width, height) in px. `Ground` finds ink, letters and words in it.
"""
import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from scipy import ndimage

LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class Ground:
    """What is on a sheet: ink, words, letters. As src/imaging/pages/ink.ts finds them, coarsely."""

    def __init__(self, pixels, page_width):
        luma = pixels @ LUMA
        self.ink = luma < ndimage.uniform_filter(luma, 25) - 24
        gap = int(max(4, min(12, round(page_width / 110))))
        joined = ndimage.binary_closing(np.pad(self.ink, gap), np.ones((1, gap + 1), bool))[gap:-gap, gap:-gap]
        self.words = self.boxes(joined, (14, 9), (170, 80))
        self.glyphs = self.boxes(self.ink, (4, 8), (60, 70))

    def boxes(self, mask, least, most):
        out = []
        for rows, columns in ndimage.find_objects(ndimage.label(mask, np.ones((3, 3)))[0]):
            x, y, w, h = columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start
            if least[0] <= w <= most[0] and least[1] <= h <= most[1] and x > 3 and y > 3 and x + w < mask.shape[1] - 3 and y + h < mask.shape[0] - 3:
                out.append((x, y, w, h))
        return out


def grown(box, by, shape):
    x, y, w, h = box
    x0, y0 = max(2, x - by), max(2, y - by)
    return x0, y0, min(shape[1] - 2, x + w + by) - x0, min(shape[0] - 2, y + h + by) - y0


def place(random, pixels, ground, most=0.45):
    """A word's box, or any box where there are few words."""
    if len(ground.words) >= 2 and random.random() < 0.85:
        return grown(ground.words[int(random.integers(len(ground.words)))], int(random.integers(1, 6)), pixels.shape)
    return any_box(random, pixels, most)


def any_box(random, pixels, most=0.45):
    h, w = pixels.shape[:2]
    bw, bh = (int(np.exp(random.uniform(np.log(14), np.log(most * min(s, 300))))) for s in (w, h))
    return int(random.integers(3, w - bw - 3)), int(random.integers(3, h - bh - 3)), bw, bh


def matte(random, box, kind=None):
    """Opacity of what is pasted: a hard, a feathered or a rounded edge."""
    _, _, w, h = box
    kind = random.choice(['hard', 'feather', 'blurred', 'round'], p=[0.4, 0.4, 0.1, 0.1]) if kind is None else kind
    if kind == 'hard':
        return np.ones((h, w), np.float32)
    ys, xs = np.mgrid[0:h, 0:w]
    edge = np.minimum(np.minimum(xs, ys), np.minimum(w - 1 - xs, h - 1 - ys))
    if kind == 'feather':
        return np.minimum(1, (edge + 1) / (1 + int(random.integers(1, 4)))).astype(np.float32)
    if kind == 'round':
        inside = ((xs - w / 2) / (w / 2)) ** 2 + ((ys - h / 2) / (h / 2)) ** 2 < 1
        return ndimage.gaussian_filter(inside.astype(np.float32), random.uniform(0.3, 1.2))
    return ndimage.gaussian_filter(np.pad(np.ones((max(1, h - 4), max(1, w - 4)), np.float32), 2)[:h, :w], random.uniform(0.7, 1.5))


def put(pixels, patch, box, alpha):
    x, y, w, h = box
    region = pixels[y:y + h, x:x + w]
    region[...] = np.round(alpha[:, :, None] * patch + (1 - alpha[:, :, None]) * region).clip(0, 255)


def paper_of(pixels, box):
    """80th percentile by colour."""
    x, y, w, h = box
    return np.percentile(pixels[y:y + h, x:x + w].reshape(-1, 3), 80, axis=0).astype(np.float32)


def ink_colour(pixels, box):
    x, y, w, h = box
    region = pixels[y:y + h, x:x + w].reshape(-1, 3)
    order = np.argsort(region @ LUMA)
    return region[order[:max(1, len(order) // 10)]].mean(0)


def cut(page, random, w, h, near_ink):
    """A w × h cut of a page, at ink or anywhere."""
    height, width = page['pixels'].shape[:2]
    if w + 2 >= width or h + 2 >= height:
        return None
    if near_ink and page['words']:
        x, y = page['words'][int(random.integers(len(page['words'])))]
        x, y = x - int(random.integers(0, w)), y - h // 2 + int(random.integers(-3, 4))
    else:
        x, y = int(random.integers(width)), int(random.integers(height))
    x, y = min(max(0, x), width - w), min(max(0, y), height - h)
    return page['pixels'][y:y + h, x:x + w].astype(np.float32)


def matched(random, patch, pixels, box):
    """Brightness and contrast moved to the place's, more or less."""
    how = random.random()
    if how < 0.25:
        return patch
    paper, own = paper_of(pixels, box), np.percentile(patch.reshape(-1, 3), 80, axis=0)
    if how < 0.8:
        return patch + (paper - own)
    x, y, w, h = box
    there = pixels[y:y + h, x:x + w]
    gain = (there.std() + 3) / (patch.std() + 3)
    return (patch - patch.mean((0, 1))) * np.clip(gain, 0.6, 1.6) + there.mean((0, 1))


def scaled(patch, w, h, filter=Image.BICUBIC):
    return np.asarray(Image.fromarray(patch.clip(0, 255).astype(np.uint8)).resize((w, h), filter), np.float32)


def clone(random, pixels, ground, pages):
    """A word or patch of the same page (as stored in this sheet's frame) elsewhere."""
    box = place(random, pixels, ground)
    x, y, w, h = box
    source = pages['same'](random, w, h, len(ground.words) >= 2)
    if source is None:
        return []
    if random.random() < 0.15:
        source = scaled(source[1:-1, 1:-1], w, h)
    if random.random() < 0.1:
        source = source + random.uniform(-12, 12)
    put(pixels, source, box, matte(random, box))
    return [box]


def splice(random, pixels, ground, pages):
    """A patch of another page or photograph, sometimes resized, its brightness moved to the place's."""
    box = place(random, pixels, ground)
    x, y, w, h = box
    zoom = 1 if random.random() < 0.5 else random.uniform(0.55, 1.7)
    patch = cut(pages['other'], random, max(6, round(w / zoom)), max(6, round(h / zoom)), len(ground.words) >= 2)
    if patch is None:
        return []
    if patch.shape[:2] != (h, w):
        patch = scaled(patch, w, h, [Image.LANCZOS, Image.BICUBIC, Image.BILINEAR][int(random.integers(3))])
    put(pixels, matched(random, patch, pixels, box), box, matte(random, box))
    return [box]


def glyph(random, pixels, ground, pages):
    """One to three letters over others of about their size, or over empty paper beside a word."""
    glyphs = ground.glyphs
    boxes = []
    if len(glyphs) < 6:
        return []
    for _ in range(int(random.integers(1, 4))):
        for _ in range(30):
            a, b = (grown(glyphs[int(i)], int(random.integers(1, 4)), pixels.shape) for i in random.integers(0, len(glyphs), 2))
            to = (b[0], b[1], a[2], a[3])
            if a[:2] == b[:2] or abs(a[3] - b[3]) > 4 or abs(a[2] - b[2]) > 6 or to[0] + to[2] >= pixels.shape[1] or to[1] + to[3] >= pixels.shape[0]:
                continue
            put(pixels, pixels[a[1]:a[1] + a[3], a[0]:a[0] + a[2]].copy(), to, matte(random, to, str(random.choice(['hard', 'feather']))))
            boxes.append(to)
            break
    return boxes


def erase(random, pixels, ground, pages):
    """Painted with the paper's colour; some with grain, some with a gradient between its sides."""
    box = place(random, pixels, ground)
    x, y, w, h = box
    fill = np.broadcast_to(paper_of(pixels, box), (h, w, 3)).copy()
    how = random.random()
    if how < 0.2:
        fill += ((pixels[y:y + h, max(0, x - 2)] + 0)[:, None] - fill[0, 0]) * np.linspace(1, 0, w)[None, :, None] * 0.8
    elif how < 0.3:
        fill[...] = 255 if random.random() < 0.7 else random.uniform(0, 255)
    if random.random() < 0.35:
        fill += random.uniform(0.5, 2.5) * random.standard_normal((h, w, 3) if random.random() < 0.5 else (h, w, 1))
    put(pixels, np.round(fill), box, matte(random, box))
    return [box]


def inpaint(random, pixels, ground, pages):
    """The ink, or all of a box, taken out and filled: by diffusion from the rim, by the median around, or by paper of elsewhere."""
    box = place(random, pixels, ground)
    x, y, w, h = box
    hole = ndimage.binary_dilation(ground.ink[y:y + h, x:x + w], iterations=int(random.integers(1, 4))) if len(ground.words) >= 2 and random.random() < 0.8 else np.ones((h, w), bool)
    if not hole.any():
        return []
    region = pixels[y:y + h, x:x + w].copy()
    how = random.random()
    if how < 0.6:
        known = ~hole
        values = np.where(known[:, :, None], region, 0)
        start = values.sum((0, 1)) / max(1, known.sum()) if known.sum() > 20 else paper_of(pixels, box)
        work = pixels[y - 1:y + h + 1, x - 1:x + w + 1].copy()
        inner = work[1:-1, 1:-1]
        inner[hole] = start
        for _ in range(int(random.integers(20, 70))):
            mean = (work[:-2, 1:-1] + work[2:, 1:-1] + work[1:-1, :-2] + work[1:-1, 2:]) / 4
            inner[hole] = mean[hole]
        region[hole] = inner[hole]
    elif how < 0.8:
        around = pixels[max(0, y - 12):y + h + 12, max(0, x - 12):x + w + 12]
        region[hole] = ndimage.gaussian_filter(np.median(around.reshape(-1, 3), axis=0) + 0 * region, (2, 2, 0))[hole]
    else:
        source = pages['same'](random, w, h, False)
        if source is None:
            return []
        moved = source + (paper_of(pixels, box) - np.percentile(source.reshape(-1, 3), 80, axis=0))
        soft = ndimage.gaussian_filter(hole.astype(np.float32), 1)[:, :, None]
        region = soft * moved + (1 - soft) * region
    if random.random() < 0.3:
        region[hole] += random.uniform(0.5, 2) * random.standard_normal((int(hole.sum()), 3))
    put(pixels, region, box, np.ones((h, w), np.float32))
    return [box]


LETTERS = '0123456789.,:RMTOTALCASHabcdefghinorst$-/'


def retype(random, pixels, ground, pages):
    """A word painted out and another typed in its place, in the ink's colour, sometimes blurred and grainy; sometimes typed beside what is there."""
    box = place(random, pixels, ground)
    x, y, w, h = box
    if h > 90 or h < 8:
        return []
    paper, dark = paper_of(pixels, box), ink_colour(pixels, box)
    if random.random() < 0.2:
        dark = random.uniform(0, 60, 3).astype(np.float32)
    if random.random() < 0.75:
        put(pixels, np.broadcast_to(paper, (h, w, 3)), box, matte(random, box))
    size = max(8, int((h - 4) * random.uniform(0.8, 1.15)))
    font = ImageFont.truetype(pages['fonts'][int(random.integers(len(pages['fonts'])))], size)
    text = ''.join(LETTERS[int(i)] for i in random.integers(0, len(LETTERS), max(2, round(w / (size * 0.6)))))
    mask = Image.new('L', (2 * w, 2 * h) if random.random() < 0.3 else (w, h))
    zoom = mask.size[0] // w
    draw = ImageDraw.Draw(mask)
    draw.text((2 * zoom, h * zoom * random.uniform(0.7, 0.86)), text, font=font if zoom == 1 else ImageFont.truetype(font.path, size * 2), fill=255, anchor='ls')
    if zoom == 2:
        mask = mask.resize((w, h), Image.BILINEAR)
    if random.random() < 0.5:
        mask = mask.filter(ImageFilter.GaussianBlur(random.uniform(0.35, 0.95)))
    alpha = np.asarray(mask, np.float32) / 255
    if random.random() < 0.15:
        alpha = (alpha > 0.5).astype(np.float32)
    grain = random.uniform(0.5, 2.5) if random.random() < 0.4 else 0
    put(pixels, dark + grain * random.standard_normal((h, w, 1)), box, alpha)
    return [box]


def smear(random, pixels, ground, pages):
    """A place blurred, sharpened or made darker: retouching."""
    box = place(random, pixels, ground)
    x, y, w, h = box
    region = pixels[y:y + h, x:x + w].copy()
    how = random.random()
    if how < 0.5:
        region = ndimage.gaussian_filter(region, (random.uniform(0.8, 3),) * 2 + (0,))
    elif how < 0.75:
        region = region + random.uniform(0.8, 2) * (region - ndimage.gaussian_filter(region, (1, 1, 0)))
    else:
        region = ndimage.median_filter(region, (3, 3, 1))
    put(pixels, region, box, matte(random, box))
    return [box]


def repainted(random, pixels, ground, pages):
    """A place passed through an autoencoder: stands for inpainting by a generator. Sometimes the word is painted out first."""
    box = place(random, pixels, ground, 0.3)
    x, y, w, h = box
    if w * h > 6000:
        return []
    if random.random() < 0.4:
        put(pixels, np.broadcast_to(paper_of(pixels, box), (h, w, 3)), box, np.ones((h, w), np.float32))
    around = (max(0, x - 8), max(0, y - 8))
    crop = pixels[around[1]:y + h + 8, around[0]:x + w + 8]
    made = pages['autoencoder'](random, crop)
    put(pixels, made[y - around[1]:y - around[1] + h, x - around[0]:x - around[0] + w], box, matte(random, box))
    return [box]


def saved_apart(random, pixels, ground, pages):
    """A place that was saved as a coarser JPEG before it came here: pasted from a message, a web page."""
    box = any_box(random, pixels) if random.random() < 0.5 else place(random, pixels, ground)
    x, y, w, h = box
    buffer = io.BytesIO()
    Image.fromarray(pixels[y:y + h, x:x + w].astype(np.uint8)).save(buffer, 'JPEG', quality=int(random.integers(35, 85)))
    put(pixels, np.asarray(Image.open(io.BytesIO(buffer.getvalue())).convert('RGB'), np.float32), box, matte(random, box))
    return [box]


#: Weight on pages, weight on photographs.
EDITS = {
    clone: (0.17, 0.28), splice: (0.17, 0.3), glyph: (0.14, 0), erase: (0.1, 0.08), inpaint: (0.1, 0.12), retype: (0.16, 0.03), smear: (0.04, 0.06), repainted: (0.05, 0.05), saved_apart: (0.05, 0.05),
}
