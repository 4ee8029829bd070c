#!/usr/bin/env python3
"""Golden values of SIFT from OpenCV 4.6 (Debian python3-opencv): writes test/fixtures/golden/sift.{pgm,json}.

The image is made from seeded noise and blobs, so the fixture has no other source. OpenCV before 4.8 doubles the image
with half-pixel centres but maps back without them: its points lie 0.25 px too far right and down, which is undone here.
Points are written with pixel centres at +0.5, scale = sigma, angle in degrees clockwise on screen.
Descriptors are RootSIFT, round(512 * sqrt(L1-normalised)), with OpenCV's angle bins reversed to ours.
"""
import json
import pathlib

import cv2
import numpy

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "fixtures" / "golden"
WIDTH, HEIGHT = 176, 144


def scene():
    random = numpy.random.default_rng(20261122)
    image = numpy.zeros((HEIGHT, WIDTH))
    for sigma, gain in ((1.2, 1.0), (3, 3.0), (7, 6.0)):
        image += gain * cv2.GaussianBlur(random.standard_normal((HEIGHT, WIDTH)), (0, 0), sigma) * sigma
    ys, xs = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    for _ in range(40):
        x, y, a, b, turn = random.uniform((0, 0, 2, 2, 0), (WIDTH, HEIGHT, 9, 5, numpy.pi))
        u = (xs - x) * numpy.cos(turn) + (ys - y) * numpy.sin(turn)
        v = (ys - y) * numpy.cos(turn) - (xs - x) * numpy.sin(turn)
        image += random.uniform(3, 10) * numpy.exp(-((u / a) ** 2 + (v / b) ** 2) / 2)
    low, high = numpy.percentile(image, (0.5, 99.5))
    return numpy.clip(numpy.rint((image - low) / (high - low) * 255), 0, 255).astype(numpy.uint8)


def main():
    image = scene()
    sift = cv2.SIFT_create(nfeatures=0, nOctaveLayers=3, contrastThreshold=0.04, edgeThreshold=10, sigma=1.6)
    points, descriptors = sift.detectAndCompute(image, None)
    order = sorted(range(len(points)), key=lambda i: -points[i].response)[:120]
    reverse = [(i // 8) * 8 + (8 - i % 8) % 8 for i in range(128)]
    rows = []
    for i in order:
        point = points[i]
        sums = max(1, descriptors[i].sum())
        rows.append({
            "x": round(point.pt[0] + 0.25, 3), "y": round(point.pt[1] + 0.25, 3), "scale": round(point.size / 2, 3),
            "angle": round(point.angle, 2), "response": round(point.response, 5),
            "descriptor": numpy.minimum(255, numpy.rint(512 * numpy.sqrt(descriptors[i][reverse] / sums))).astype(int).tolist(),
        })
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "sift.pgm").write_bytes(b"P5\n%d %d\n255\n" % (WIDTH, HEIGHT) + image.tobytes())
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (OUT / "sift.json").write_text(f'{{"opencv":"{cv2.__version__}","points":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
