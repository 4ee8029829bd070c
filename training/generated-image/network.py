"""The patch network: fixed residuals, then seven small convolutions. bytes of a patch → one logit (positive: generated). Trained on 64 px, which is cheaper, and asked about 96 px: the last layer averages over the patch."""
import torch
import torch.nn as nn
import torch.nn.functional as F

PATCH = 64
#: Residuals are divided by this many grey levels and cut to ± CUT, so that strong edges do not drown the weak traces.
SCALE, CUT = 8.0, 2.5


def residuals(x):
    """N × 3 × S × S in [0, 255] → N × 24 × S/2 × S/2: per colour, the 3 × 3 high-pass of Kodovsky and Vojtech (SRM) and, by the four phases of a 2 × 2 grid, what nearest-neighbour enlarging would not explain (NPR).

    Sources: Fridrich and Kodovsky, IEEE TIFS 7(3), 2012, doi:10.1109/TIFS.2012.2190402; Tan et al., CVPR 2024 (NPR).
    """
    n, c, h, w = x.shape
    kernel = torch.tensor([[-1., 2, -1], [2, -4, 2], [-1, 2, -1]]) / 4
    high = F.conv2d(F.pad(x, (1, 1, 1, 1), mode='replicate').reshape(n * c, 1, h + 2, w + 2), kernel[None, None]).reshape(n, c, h, w)
    cells = F.interpolate(x[:, :, ::2, ::2], scale_factor=2, mode='nearest')
    both = torch.cat([high, (x - cells) / 2], 1) / SCALE
    return F.pixel_unshuffle(both.clamp(-CUT, CUT), 2)


def conv(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs))


class PatchNetwork(nn.Module):
    """Layers in the order the detector reads them; `skip` layers add their input before the rectifier."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([conv(24, 32), conv(32, 48, 2), conv(48, 48), conv(48, 64, 2), conv(64, 64), conv(64, 96, 2), conv(96, 96)])
        self.skips = (False, False, True, False, True, False, True)
        self.head = nn.Linear(96, 1)

    def forward(self, x):
        y = residuals(x)
        for layer, skip in zip(self.layers, self.skips):
            z = layer(y)
            y = F.relu(z + y if skip else z)
        return self.head(y.mean((2, 3)))[:, 0]


def folded(network):
    """Weights and biases with the normalisation folded in: [(kernel O × I × 3 × 3, bias O, stride, skip)…], head weights, head bias."""
    layers = []
    for (convolution, norm), skip in zip(network.layers, network.skips):
        gain = norm.weight / torch.sqrt(norm.running_var + norm.eps)
        layers.append((convolution.weight * gain[:, None, None, None], norm.bias - norm.running_mean * gain, convolution.stride[0], skip))
    return layers, network.head.weight[0], network.head.bias
