"""Pages with invented content: receipts, invoices, forms and cards, in the free fonts of Debian packages."""
import glob

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = 'total cash change tax invoice date time qty item price amount net paid card due balance number name address street city order table service charge discount subtotal rounding member point receipt thank you goods sold not returnable company limited trading store market kopi roti nasi tea water rice chicken oil paper box set pack large small cold hot account bank transfer reference payment method terms days signature issued valid until born place nationality height sex authority certificate awarded course grade result director registrar university department'.split()


def fonts_of(packages):
    found = sorted(p for p in glob.glob(f'{packages}/x_fonts-*/usr/share/fonts/**/*', recursive=True) if p.lower().endswith(('.ttf', '.otf')))
    random = np.random.default_rng(5)
    wanted = [p for p in found if not any(bad in p for bad in ('Dingbats', 'Symbol', 'Standard', 'D050000L', 'icons', 'Linux_O', 'LinLibertine_I'))]
    return [wanted[i] for i in random.permutation(len(wanted))]


def text_of(random, most=4):
    kind = random.random()
    if kind < 0.35:
        return f'{random.integers(0, 2000)}.{random.integers(0, 100):02d}'
    if kind < 0.5:
        return f'{random.integers(1, 29):02d}/{random.integers(1, 13):02d}/20{random.integers(10, 27)}'
    if kind < 0.6:
        return f'{random.choice(["No", "Ref", "GST", "ID", "Tel"])}: {random.integers(10 ** 5, 10 ** 9)}'
    words = [WORDS[int(i)] for i in random.integers(0, len(WORDS), int(random.integers(1, most + 1)))]
    text = ' '.join(words)
    return [text, text.upper(), text.title()][int(random.integers(3))]


def page(random, fonts):
    """H × W × 3, white paper."""
    narrow = random.random() < 0.5
    width = int(random.integers(500, 950)) if narrow else int(random.integers(850, 1250))
    height = int(width * (random.uniform(1.3, 2.2) if narrow else random.uniform(0.65, 1.45)))
    image = Image.new('RGB', (width, height), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    if random.random() < 0.25:
        draw.rectangle((0, 0, width, height), fill=tuple(int(v) for v in random.integers(215, 256, 3)))
    if random.random() < 0.3:
        tint = tuple(int(v) for v in random.integers(190, 240, 3))
        for y in range(0, height, int(random.integers(6, 40))):
            draw.line((0, y, width, y + int(random.integers(-20, 20))), fill=tint)
    family = [fonts[int(i)] for i in random.integers(0, len(fonts), 3)]
    size = int(random.integers(14, 34))
    ink = tuple(int(v) for v in (random.integers(0, 70, 3) if random.random() < 0.3 else [int(random.integers(0, 60))] * 3))
    y = int(random.integers(20, 70))
    while y < height - 2 * size:
        big = random.random() < 0.08
        try:
            font = ImageFont.truetype(family[int(random.choice([0, 0, 0, 1, 2]))], int(size * (1.6 if big else 1)))
        except OSError:
            family = [fonts[int(i)] for i in random.integers(0, len(fonts), 3)]
            continue
        layout = random.random()
        margin = int(0.05 * width)
        if layout < 0.4:
            for x in (margin, int(0.55 * width), int(0.78 * width)):
                draw.text((x, y), text_of(random, 2)[:int(0.22 * width / size * 1.8)], font=font, fill=ink)
        elif layout < 0.6:
            text = text_of(random, 5)
            draw.text((max(margin, width // 2 - int(len(text) * size * 0.27)), y), text, font=font, fill=ink)
        elif layout < 0.8:
            draw.text((margin, y), ' '.join(text_of(random) for _ in range(3))[:int(1.7 * width / size)], font=font, fill=ink)
        elif layout < 0.88:
            draw.line((margin, y + size // 2, width - margin, y + size // 2), fill=ink, width=int(random.integers(1, 4)))
        elif layout < 0.91 and not narrow:
            draw.rectangle((margin, y, width - margin, y + 2 * size), outline=ink, width=int(random.integers(1, 4)))
            draw.text((margin + 8, y + size // 2), text_of(random, 4), font=font, fill=ink)
        y += int((1.6 if big else 1) * size * random.uniform(1.2, 1.9))
    if random.random() < 0.25:
        x, y, r = int(random.integers(80, width - 80)), int(random.integers(80, height - 80)), int(random.integers(40, 80))
        colour = tuple(int(v) for v in random.integers(0, 200, 3))
        for k in range(3):
            draw.ellipse((x - r - k, y - r - k, x + r + k, y + r + k), outline=colour)
        draw.text((x - r // 2, y), text_of(random, 1), fill=colour)
    return np.asarray(image)
