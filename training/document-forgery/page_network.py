"""The page network: fixed statistics of every block of 8 × 8 px, the same compared with like blocks of the page, a small U of convolutions over both, one logit a block (positive: edited).

Every convolution is 3 × 3 with a rectifier, as src/imaging/kernels/convolve.ts runs them. Blocks lie as the coder of a JPEG lays them.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

#: Grey levels under which a residual counts as small.
LEVELS = (0.4, 1.0, 2.0, 4.0, 8.0, 16.0)
CHANNELS = 80

_K = torch.arange(8, dtype=torch.float32)
#: Orthonormal DCT-II, frequency by sample.
DCT = torch.cos(math.pi * (2 * _K[None] + 1) * _K[:, None] / 16) * 0.5 * torch.where(_K[:, None] == 0, math.sqrt(0.5), 1.0)
_BAND = (_K[:, None] + _K[None]).long()


def means(planes):
    """N × C × H × W → N × C × H/8 × W/8."""
    return F.avg_pool2d(planes, 8)


def statistics(x):
    """N × 3 × H × W in [0, 255] → N × 80 × H/8 × W/8.

    Shares of small residuals: second differences across and down, and the 3 × 3 high-pass of the luma (rich models: Fridrich and Kodovsky, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2190402), of the colour
    differences across. Steps between columns and between rows by their place in the block, with and without their sign averaged out: seams and the grid of a coder. Tone. Bands of the DCT.
    """
    n, _, height, width = x.shape
    luma = 0.299 * x[:, 0] + 0.587 * x[:, 1] + 0.114 * x[:, 2]
    sides = torch.stack([luma, x[:, 2] - luma, x[:, 0] - luma], 1)
    wide = F.pad(sides, (2, 2, 2, 2), mode='replicate')
    middle = wide[:, :, 2:-2, 2:-2]

    def moved(dy, dx):
        return wide[:, :, 2 + dy:2 + dy + height, 2 + dx:2 + dx + width]
    across = (moved(0, -1) + moved(0, 1)) / 2 - middle
    down = (moved(-1, 0) + moved(1, 0)) / 2 - middle
    corners = moved(-1, -1) + moved(-1, 1) + moved(1, -1) + moved(1, 1)
    high = (2 * (moved(0, -1) + moved(0, 1) + moved(-1, 0) + moved(1, 0)) - corners) / 4 - middle
    parts = []
    for residual in (across[:, 0], down[:, 0], high[:, 0]):
        size = residual.abs()
        parts += [(size < level).float() for level in LEVELS] + [size.clamp(max=32) / 32]
    for side in (1, 2):
        size = across[:, side].abs()
        parts += [(size < level).float() for level in (0.5, 2.0, 6.0)]
    parts += [sides[:, 1] / 32, sides[:, 2] / 32, luma / 128 - 1, (luma >= 254).float(), (luma < 4).float()]
    step = moved(0, 1)[:, 0] - luma
    fall = moved(1, 0)[:, 0] - luma
    parts += [(step == 0).float(), (moved(0, 2)[:, 0] - moved(0, -2)[:, 0]).abs().clamp(max=64) / 64, (moved(2, 0)[:, 0] - moved(-2, 0)[:, 0]).abs().clamp(max=64) / 64]
    pooled = means(torch.stack(parts, 1))
    cells = luma.reshape(n, height // 8, 8, width // 8, 8)
    sharp = across[:, 0].abs().reshape(cells.shape).amax((2, 4)) / (cells.amax((2, 4)) - cells.amin((2, 4)) + 8)
    even = (cells >= cells.amax((2, 4), keepdim=True) - 1).float().mean((2, 4))
    low, peak = cells.amin((2, 4)) / 128 - 1, cells.amax((2, 4)) / 128 - 1
    steps = step.reshape(n, height // 8, 8, width // 8, 8)
    falls = fall.reshape(n, height // 8, 8, width // 8, 8)
    seams = [steps.abs().clamp(max=32).mean(2) / 16, steps.mean(2).abs().clamp(max=32) / 8, falls.abs().clamp(max=32).mean(4).transpose(2, 3) / 16, falls.mean(4).abs().transpose(2, 3).clamp(max=32) / 8]
    coefficients = (DCT @ (cells.transpose(2, 3) - 128) @ DCT.T).abs()
    bands = [torch.log1p(coefficients[..., (_BAND >= a) & (_BAND <= b)]).mean(-1) for a, b in ((1, 2), (3, 4), (5, 6), (7, 8), (9, 14))]
    zeros = [(coefficients < level).float().mean((-1, -2)) for level in (0.5, 2.0)]
    out = torch.cat([pooled, torch.stack([low, peak], 1), *[s.permute(0, 3, 1, 2) for s in seams], torch.stack([*bands, *zeros], 1)], 1)
    most = [s.abs().amax((2, 4)).clamp(max=64) / 32 for s in (steps, falls)]
    return torch.cat([out, torch.stack([*most, sharp, even], 1)], 1)


#: Grey: ranges of brightness in a block by which blocks count as alike; and tones of its brightest pixel: clipped, about the page's paper, darker.
RANGES = (2.0, 6.0, 16.0, 40.0, 90.0)
CLIPPED, PAPER = 254.0, 12.0
LOW, PEAK = 35, 36
#: Blocks that the next coarser group counts for.
LENT = 16.0
#: Deviations beyond which a place is no odder.
MOST = 5.0


def against_page(blocks, floor):
    """C × H × W → C × H × W: how far each block lies from the blocks of its page that show the like, in their deviations. @param floor C, the least deviation."""
    channels = blocks.shape[0]
    flat = blocks.reshape(channels, -1)
    low, peak = (flat[LOW] + 1) * 128, (flat[PEAK] + 1) * 128
    across = torch.bucketize(peak - low, torch.tensor(RANGES), right=True)
    tone = torch.where(peak >= CLIPPED, 0, torch.where(peak >= peak.median() - PAPER, 1, 2))
    mean, square = flat.mean(1, keepdim=True), (flat * flat).mean(1, keepdim=True)
    for group in (across, across * 3 + tone):
        here = torch.zeros(3 * (len(RANGES) + 1))
        here.index_add_(0, group, torch.ones(len(group)))
        total = torch.zeros(channels, len(here)).index_add_(1, group, flat)
        squares = torch.zeros(channels, len(here)).index_add_(1, group, flat * flat)
        if group is across:
            mean, square = (total + LENT * mean) / (here + LENT), (squares + LENT * square) / (here + LENT)
            mean, square = mean[:, torch.arange(len(here)) // 3], square[:, torch.arange(len(here)) // 3]
        else:
            mean, square = (total + LENT * mean) / (here + LENT), (squares + LENT * square) / (here + LENT)
    group = across * 3 + tone
    deviation = torch.sqrt((square - mean * mean).clamp(min=0) + floor[:, None] ** 2)
    return ((flat - mean[:, group]) / deviation[:, group]).clamp(-MOST, MOST).reshape(blocks.shape)




def conv(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs))


#: Name → inputs, outputs, stride, skip. The number: px of the page between two of the layer's outputs.
LAYERS = {
    'd8': (2 * CHANNELS, 48, 1, False), 'e8': (48, 48, 1, True), 'd16': (48, 64, 2, False), 'e16': (64, 64, 1, True), 'd32': (64, 96, 2, False),
    'e32': (192, 64, 1, False), 'u16': (128, 64, 1, False), 'u8': (112, 32, 1, False),
}


class PageNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.BatchNorm2d(2 * CHANNELS, affine=False)
        self.layers = nn.ModuleDict({name: conv(i, o, s) for name, (i, o, s, _) in LAYERS.items()})
        self.head = nn.Conv2d(32, 1, 1)

    def run(self, name, x):
        y = self.layers[name](x)
        return F.relu(y + x if LAYERS[name][3] else y)

    def forward(self, x):
        """N × 160 × H × W of blocks, sides multiples of 4 → N × H × W."""
        at8 = self.run('e8', self.run('d8', self.scale(x)))
        at16 = self.run('e16', self.run('d16', at8))
        at32 = self.run('d32', at16)
        # What the rest of the page is like, at every place: an edit is what differs from it.
        at32 = self.run('e32', torch.cat([at32, at32.mean((2, 3), keepdim=True).expand_as(at32)], 1))
        up16 = self.run('u16', torch.cat([F.interpolate(at32, scale_factor=2), at16], 1))
        up8 = self.run('u8', torch.cat([F.interpolate(up16, scale_factor=2), at8], 1))
        return self.head(up8)[:, 0]


def folded(network):
    """Mean and gain of the statistics; [(kernel O × I × 3 × 3, bias O)…] with the normalisation folded in, in the order of LAYERS; head weights, head bias."""
    layers = []
    for name in LAYERS:
        convolution, norm = network.layers[name]
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        layers.append((convolution.weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain))
    return network.scale.running_mean, 1 / torch.sqrt(network.scale.running_var + network.scale.eps), layers, network.head.weight.reshape(-1), network.head.bias
