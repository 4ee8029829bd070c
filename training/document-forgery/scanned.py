"""What a scanner, a phone or a fax makes of a clean page: blur, light, noise, tone and the file's own compression."""
import io

import numpy as np
from PIL import Image
from scipy import ndimage


def compressed(pixels, random, share=0.8):
    if random.random() > share:
        return pixels
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, 'JPEG', quality=int(random.integers(70, 99)), subsampling=int(random.choice([0, 2])))
    return np.asarray(Image.open(io.BytesIO(buffer.getvalue())).convert('RGB'))


def noisy(values, random, sigma):
    """Grain of the sensor, a little correlated, in common and by colour."""
    shape = values.shape
    common = random.standard_normal(shape[:2]).astype(np.float32)
    own = random.standard_normal(shape).astype(np.float32)
    width = random.uniform(0, 0.8)
    if width > 0.3:
        common = ndimage.gaussian_filter(common, width) * (1 + 2 * width)
    return values + sigma * (0.8 * common[:, :, None] + random.uniform(0, 0.6) * own)


def scanned(pixels, random):
    """Flatbed: even light, tone curve that clips the paper more or less, sharpening; sometimes grey only."""
    values = pixels.astype(np.float32)
    values = ndimage.gaussian_filter(values, (random.uniform(0.3, 1.1),) * 2 + (0,))
    angle = random.normal(0, 0.6)
    if abs(angle) > 0.3:
        values = np.asarray(Image.fromarray(values.clip(0, 255).astype(np.uint8)).rotate(angle, Image.BICUBIC, fillcolor=(255, 255, 255)), np.float32)
    paper = 255 - random.uniform(0, 40) * np.array([random.uniform(0.2, 1), random.uniform(0.3, 1), random.uniform(0.5, 1.2)], np.float32)
    ink = random.uniform(5, 90)
    values = ink + values / 255 * (paper - ink)
    texture = ndimage.gaussian_filter(random.standard_normal(values.shape[:2]).astype(np.float32), random.uniform(1, 4))
    values = values + (texture / texture.std() * random.uniform(0, 2.5))[:, :, None]
    values = noisy(values, random, random.uniform(0.3, 4))
    if random.random() < 0.5:
        values = values + random.uniform(0.3, 1.2) * (values - ndimage.gaussian_filter(values, (1.2, 1.2, 0)))
    white = random.uniform(200, 262)
    black = random.uniform(0, 60)
    values = (values - black) * 255 / (white - black)
    if random.random() < 0.4:
        values = np.repeat(values.mean(2, keepdims=True), 3, 2)
    return compressed(values.clip(0, 255).astype(np.uint8), random)


def photographed(pixels, random):
    """Phone: uneven light, a slight keystone, blur, noise that grows in the dark, warm or cold white."""
    height, width = pixels.shape[:2]
    jitter = [random.uniform(-0.03, 0.03) for _ in range(8)]
    quad = [jitter[0] * width, jitter[1] * height, jitter[2] * width, (1 + jitter[3]) * height, (1 + jitter[4]) * width, (1 + jitter[5]) * height, (1 + jitter[6]) * width, jitter[7] * height]
    values = np.asarray(Image.fromarray(pixels).transform((width, height), Image.QUAD, quad, Image.BICUBIC), np.float32)
    values = ndimage.gaussian_filter(values, (random.uniform(0.5, 1.4),) * 2 + (0,))
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = random.uniform(-0.25, 0.25, 2)
    light = random.uniform(0.65, 0.95) + slope[0] * (xs / width - 0.5) + slope[1] * (ys / height - 0.5)
    white = np.array([1, random.uniform(0.93, 1), random.uniform(0.8, 1.02)], np.float32)
    ink = random.uniform(10, 60)
    values = (ink + values * (1 - ink / 255)) * light[:, :, None] * white
    values = noisy(values, random, random.uniform(0.8, 5))
    if random.random() < 0.6:
        values = values + random.uniform(0.2, 1) * (values - ndimage.gaussian_filter(values, (1, 1, 0)))
    return compressed(values.clip(0, 255).astype(np.uint8), random, 0.95)


def rescanned(values, random):
    """The same page from another device: tone, blur or sharpening, grain. float H × W × 3 → bytes."""
    how = random.random()
    if how < 0.3:
        values = ndimage.gaussian_filter(values, (random.uniform(0.3, 0.8),) * 2 + (0,))
    elif how < 0.5:
        values = values + random.uniform(0.3, 1.2) * (values - ndimage.gaussian_filter(values, (1, 1, 0)))
    if random.random() < 0.5:
        values = 255 * (values / 255).clip(0, 1) ** random.uniform(0.7, 1.4) * random.uniform(0.85, 1.12)
    if random.random() < 0.7:
        values = noisy(values, random, random.uniform(0.2, 2.5))
    if random.random() < 0.15:
        values = np.repeat(values.mean(2, keepdims=True), 3, 2)
    return values.clip(0, 255).astype(np.uint8)
