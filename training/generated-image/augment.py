"""What happens to a picture before it is judged: the same random history for both classes."""
import io

import numpy as np
from PIL import Image, ImageFilter

from network import PATCH


def encoded(image, kind, quality, subsampling):
    buffer = io.BytesIO()
    if kind == 'jpeg':
        image.save(buffer, 'JPEG', quality=quality, subsampling=subsampling)
    else:
        image.save(buffer, 'WEBP', quality=quality, method=0)
    return Image.open(io.BytesIO(buffer.getvalue())).convert('RGB')


#: By level: how often the size is changed, and how often a picture is encoded none, one and two times.
LEVELS = {'hard': (0.5, (0.2, 0.55, 0.25)), 'fair': (0.35, (0.4, 0.45, 0.15)), 'easy': (0.2, (0.6, 0.32, 0.08))}


def history(random, level='fair'):
    """Drawn once, applied to every picture of a pair."""
    resized, encodings = LEVELS[level]
    factor = float(random.uniform(0.4, 1.2)) if random.random() < resized else 1.0
    rounds = int(random.choice([0, 1, 2], p=encodings))
    return {
        'factor': factor, 'filter': [Image.LANCZOS, Image.BICUBIC, Image.BILINEAR][int(random.integers(3))],
        'touch': str(random.choice(['none', 'blur', 'sharpen', 'noise', 'contrast'], p=[0.8, 0.05, 0.05, 0.05, 0.05])), 'amount': float(random.random()), 'seed': int(random.integers(1 << 30)),
        'rounds': [(str(random.choice(['jpeg', 'webp'], p=[0.7, 0.3])), int(random.integers(50, 99)), int(random.choice([0, 2])), int(random.integers(0, 8)), int(random.integers(0, 8))) for _ in range(rounds)],
        'at': (float(random.random()), float(random.random())), 'turn': int(random.integers(8)),
    }


def touched(image, how):
    kind, amount = how['touch'], how['amount']
    if kind == 'blur':
        return image.filter(ImageFilter.GaussianBlur(0.3 + 0.7 * amount))
    if kind == 'sharpen':
        return image.filter(ImageFilter.UnsharpMask(1, int(40 + 80 * amount), 2))
    if kind == 'noise':
        noise = np.random.default_rng(how['seed']).normal(0, 1 + 4 * amount, (*image.size[::-1], 3))
        return Image.fromarray((np.asarray(image) + noise).clip(0, 255).astype(np.uint8))
    if kind == 'contrast':
        return Image.fromarray(((np.asarray(image, np.float32) - 128) * (0.7 + 0.7 * amount) + 128).clip(0, 255).astype(np.uint8))
    return image


def patch(tile, how):
    """One PATCH × PATCH × 3 patch of a tile with the given history."""
    margin = PATCH + 24
    side = min(min(tile.shape[:2]), int(np.ceil(margin / how['factor'])))
    y, x = (int(a * (s - side)) for a, s in zip(how['at'], tile.shape[:2]))
    image = Image.fromarray(tile[y:y + side, x:x + side])
    if how['factor'] != 1:
        image = image.resize((max(PATCH + 8, round(side * how['factor'])),) * 2, how['filter'])
    image = touched(image, how)
    for kind, quality, subsampling, dy, dx in how['rounds']:
        room = min(image.size) - PATCH
        dy, dx = min(dy, room), min(dx, room)
        image = encoded(image.crop((dx, dy, *image.size)), kind, quality, subsampling)
    room = [s - PATCH for s in image.size]
    left, top = (int(a * r) for a, r in zip((how['amount'], how['at'][0]), room))
    pixels = np.asarray(image)[top:top + PATCH, left:left + PATCH]
    pixels = np.rot90(pixels, how['turn'] % 4)
    return pixels[:, ::-1] if how['turn'] >= 4 else pixels
