"""The page network: fixed planes, a small U of convolutions, one logit a block of 8 × 8 px (positive: edited).

Every convolution is 3 × 3 with a rectifier, as src/imaging/kernels/convolve.ts runs them. The strides divide the page as the grid of JPEG does, so that a block of the output is a block of the coder.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

#: Grey levels that the residuals are divided by, and where they are cut after that.
FINE, COARSE, CUT = 4.0, 24.0, 2.5


def planes(x):
    """N × 3 × H × W in [0, 255] → N × 24 × H/2 × W/2: six planes, each by the four phases of a 2 × 2 grid.

    High-pass of the luma, cut finely and coarsely; high-pass of blue and of red less luma; luma; red less blue. High-pass: Fridrich and Kodovsky, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2190402.
    """
    red, green, blue = x[:, 0], x[:, 1], x[:, 2]
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    kernel = torch.tensor([[-1., 2, -1], [2, -4, 2], [-1, 2, -1]]) / 4
    sides = torch.stack([luma, blue - luma, red - luma], 1)
    n, c, h, w = sides.shape
    high = F.conv2d(F.pad(sides, (1, 1, 1, 1), mode='replicate').reshape(n * c, 1, h + 2, w + 2), kernel[None, None]).reshape(n, c, h, w)
    residuals = torch.stack([high[:, 0] / FINE, high[:, 0] / COARSE, high[:, 1] / FINE, high[:, 2] / FINE], 1).clamp(-CUT, CUT)
    return F.pixel_unshuffle(torch.cat([residuals, (luma / 128 - 1)[:, None], ((red - blue) / 64).clamp(-CUT, CUT)[:, None]], 1), 2)


def conv(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs))


#: Name → inputs, outputs, stride, skip. 2, 4, … 32: px of the page between two pixels of the layer's output.
LAYERS = {
    'd2': (24, 16, 1, False), 'd4': (16, 32, 2, False), 'e4': (32, 32, 1, True), 'd8': (32, 64, 2, False), 'e8': (64, 64, 1, True),
    'd16': (64, 96, 2, False), 'e16': (96, 96, 1, True), 'd32': (96, 96, 2, False), 'e32': (192, 96, 1, False), 'u16': (192, 64, 1, False), 'u8': (128, 32, 1, False),
}


class PageNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleDict({name: conv(i, o, s) for name, (i, o, s, _) in LAYERS.items()})
        self.head = nn.Conv2d(32, 1, 1)
        nn.init.constant_(self.head.bias, -2.0)

    def run(self, name, x):
        y = self.layers[name](x)
        return F.relu(y + x if LAYERS[name][3] else y)

    def forward(self, x):
        """N × 3 × H × W, sides multiples of 32 → N × H/8 × W/8."""
        at4 = self.run('e4', self.run('d4', self.run('d2', planes(x))))
        at8 = self.run('e8', self.run('d8', at4))
        at16 = self.run('e16', self.run('d16', at8))
        at32 = self.run('d32', at16)
        # What the rest of the window is like, at every place: an edit is what differs from it.
        at32 = self.run('e32', torch.cat([at32, at32.mean((2, 3), keepdim=True).expand_as(at32)], 1))
        up16 = self.run('u16', torch.cat([F.interpolate(at32, scale_factor=2), at16], 1))
        up8 = self.run('u8', torch.cat([F.interpolate(up16, scale_factor=2), at8], 1))
        return self.head(up8)[:, 0]


def folded(network):
    """[(kernel O × I × 3 × 3, bias O)…] with the normalisation folded in, in the order of LAYERS; head weights, head bias."""
    layers = []
    for name in LAYERS:
        convolution, norm = network.layers[name]
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        layers.append((convolution.weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain))
    return layers, network.head.weight.reshape(-1), network.head.bias
