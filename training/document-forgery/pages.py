"""Makes the pages that edits are taught on, each source wholly in one split, as arrays of bytes.

    python3 pages.py --data DIR --packages DEBS --out P

P/<maker>-<n>.npy H × W × 3; P/<maker>.json one record a page: file, source, kind (page or photo), split (train or val), words (pixels of ink, x and y). A maker whose records are there is not asked again.
The report half of eval/document-forgery and every third source of its tune half are left out: the first reports, the second calibrates.
"""
import argparse
import glob
import gzip
import json
import os
import re
import subprocess
import zlib

import numpy as np
from PIL import Image
from scipy import ndimage

import printed
from scanned import photographed, scanned

Image.MAX_IMAGE_PIXELS = 120_000_000
#: px; larger pages are made smaller.
MOST_PIXELS = 1_600_000
#: Of those that pass through a simulated scan or photograph.
MOST_SIMULATED = 1_000_000


def tune_half(paths):
    """Of the tune half of eval/document-forgery (every second), what may be trained on: two of three."""
    half = sorted(paths)[::2]
    return [p for i, p in enumerate(half) if i % 3 != 2]


def limited(image, most=MOST_PIXELS):
    pixels = image.size[0] * image.size[1]
    if pixels <= most:
        return image
    factor = (most / pixels) ** 0.5
    return image.resize((round(image.size[0] * factor), round(image.size[1] * factor)), Image.LANCZOS)


def receipts(data, _):
    for path in tune_half(glob.glob(f'{data}/forensics/documents/*.jpg')):
        yield 'receipt', 'train', 'page', np.asarray(Image.open(path).convert('RGB'))


def photos(data, packages):
    """Native crops, so that a camera's own block grid stays."""
    names = [p for p in glob.glob(f'{data}/forensics/real/*') if re.match(r'(camera|clothing|imagenet|webp)_\d+\.(jpg|webp)$', os.path.basename(p))]
    for path in tune_half(names):
        image = Image.open(path).convert('RGB')
        random = np.random.default_rng(zlib.crc32(os.path.basename(path).encode()))
        width, height = image.size
        if width * height > 1_000_000:
            w, h = min(width, 1000), min(height, 1000)
            x, y = int(random.integers(0, width - w + 1)), int(random.integers(0, height - h + 1))
            image = image.crop((x, y, x + w, y + h))
        yield 'photo', 'train', 'photo', np.asarray(image)
    for package, split in (('mate-backgrounds', 'train'), ('ukui-wallpapers', 'train'), ('lomiri-wallpapers-16.04', 'val')):
        found = sorted(p for p in glob.glob(f'{packages}/x_{package}/**/*', recursive=True) if re.search(r'\.(jpe?g|png)$', p) and os.path.getsize(p) > 200_000)
        for path in found[:14]:
            yield package, split, 'photo', np.asarray(limited(Image.open(path).convert('RGB'), 1_000_000))


def book_scans(_, packages):
    """Scans of printed pages in the source of leptonica: grey and colour as they are, black-and-white ones made grey by a scan of them."""
    for n, path in enumerate(sorted(p for p in glob.glob(f'{packages}/leptonica-*/prog/*') if re.search(r'\.(jpg|png|tif)$', p))):
        try:
            image = Image.open(path)
            image.load()
        except Exception:
            continue
        if image.size[0] * image.size[1] < 300_000 or re.search(r'mask|seed|percolate|checker|stampede|cat-and|topotest|singlecc|1bit|fish|wyom|wet-day|judith', path):
            continue
        split = 'val' if n % 7 == 3 else 'train'
        random = np.random.default_rng(zlib.crc32(os.path.basename(path).encode()))
        if image.mode == '1':
            pixels = np.asarray(limited(image.convert('L'), 1_600_000).convert('RGB'))
            yield 'book', split, 'page', scanned(pixels, random)
        else:
            yield 'book', split, 'page', np.asarray(limited(image.convert('RGB')))


def rendered(data, packages):
    """Pages of PDF files, then through a scan or a photograph."""
    files = sorted(glob.glob(f'{packages}/x_*/usr/share/**/install.*.pdf.gz', recursive=True)) + sorted(glob.glob(f'{packages}/x_debian-reference-*/**/*.pdf', recursive=True)) + sorted(glob.glob(f'{data}/science/pdfs/*.pdf'))
    for n, path in enumerate(files):
        name = os.path.basename(path)
        random = np.random.default_rng(zlib.crc32(name.encode()))
        plain = f'/tmp/{os.getpid()}.pdf'
        open(plain, 'wb').write(gzip.open(path).read() if path.endswith('.gz') else open(path, 'rb').read())
        many = 2 if 'install' in name else 5
        for page in ([1 + int(v) for v in random.integers(0, 60 if 'install' in name or 'reference' in name else 2, many)]):
            dpi = int(random.integers(70, 130))
            made = subprocess.run(['pdftoppm', '-r', str(dpi), '-f', str(page), '-l', str(page), '-singlefile', plain, plain], capture_output=True)
            if made.returncode or not os.path.exists(f'{plain}.ppm'):
                continue
            pixels = np.asarray(limited(Image.open(f'{plain}.ppm').convert('RGB'), MOST_SIMULATED))
            os.remove(f'{plain}.ppm')
            yield name, 'val' if '.sv.' in name or '.id.' in name else 'train', 'page', scanned(pixels, random) if random.random() < 0.7 else photographed(pixels, random)
        os.remove(plain)


def made_up(_, packages):
    """Receipts, invoices, forms and cards with invented content, in free fonts, then through a scan or a photograph; some stay as rendered."""
    fonts = printed.fonts_of(packages)
    for n in range(90):
        random = np.random.default_rng([77, n])
        pixels = printed.page(random, fonts[:-4] if n % 10 else fonts[-4:])
        how = random.random()
        yield 'made-up', 'train' if n % 10 else 'val', 'page', scanned(pixels, random) if how < 0.6 else photographed(pixels, random) if how < 0.85 else pixels


def ink_of(pixels):
    luma = pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    return luma < ndimage.uniform_filter(luma, 25) - 24


def main():
    parser = argparse.ArgumentParser()
    for name in ('data', 'packages', 'out'):
        parser.add_argument(f'--{name}', required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    for make in (receipts, photos, book_scans, rendered, made_up):
        name, records = make.__name__, []
        if os.path.exists(f'{options.out}/{name}.json'):
            continue
        for source, split, kind, pixels in make(options.data, options.packages):
            if min(pixels.shape[:2]) < 260:
                continue
            file = f'{name}-{len(records)}.npy'
            np.save(f'{options.out}/{file}', np.ascontiguousarray(pixels))
            records.append({'file': file, 'source': source, 'split': split, 'kind': kind, 'words': words_of(pixels, len(records))})
        json.dump(records, open(f'{options.out}/{name}.json', 'w'))
        print(name, len(records), flush=True)


def words_of(pixels, seed):
    ys, xs = np.nonzero(ink_of(pixels))
    some = np.random.default_rng(seed).permutation(len(ys))[:400]
    return [[int(xs[i]), int(ys[i])] for i in some]


if __name__ == '__main__':
    main()
