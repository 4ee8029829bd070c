"""The networks that twins are made with: an autoencoder from its weights, and super-resolution networks from their packages.

Autoencoder: the layer list of data/forensics/README.md (taef2, MIT). Super-resolution: Keras graphs as `@upscalerjs/esrgan-*` (MIT) packs them.
"""
import json
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class Block(nn.Module):
    """Three convolutions with a skip; blocks with a pool add a group-normalised 1 × 1 branch first."""

    def __init__(self, pool):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1))
        self.pool = nn.Sequential(nn.Conv2d(64, 256, 1, bias=False), nn.GroupNorm(4, 256), nn.ReLU(), nn.Conv2d(256, 64, 1, bias=False)) if pool else None

    def forward(self, x):
        if self.pool is not None:
            x = x + self.pool(x)
        return F.relu(self.conv(x) + x)


class Soft(nn.Module):
    def forward(self, x):
        return 3 * torch.tanh(x / 3)


def down():
    return nn.Conv2d(64, 64, 3, stride=2, padding=1, bias=False)


def encoder():
    layers = [nn.Conv2d(3, 64, 3, padding=1), Block(False)]
    for stage in range(3):
        layers += [down()] + [Block(stage == 2) for _ in range(3)]
    return nn.Sequential(*layers, nn.Conv2d(64, 32, 3, padding=1))


def decoder():
    layers = [Soft(), nn.Conv2d(32, 64, 3, padding=1), nn.ReLU()] + [Block(True) for _ in range(3)]
    for stage in range(3):
        layers += [nn.Upsample(scale_factor=2), nn.Conv2d(64, 64, 3, padding=1, bias=False)] + [Block(False) for _ in range(1 if stage == 2 else 3)]
    return nn.Sequential(*layers, nn.Conv2d(64, 3, 3, padding=1))


def load(network, path):
    """Weights in the order of their keys onto parameters in the order of the layers; shapes must agree."""
    weights = {k: v.float() for k, v in torch.load(path, map_location='cpu').items()}
    try:
        network.load_state_dict(weights)
    except RuntimeError:
        own = network.state_dict()
        assert len(own) == len(weights), (len(own), len(weights))
        network.load_state_dict({k: v for k, v in zip(own, weights.values())})
    return network.eval()


class SuperResolution:
    """Runs a Keras graph of convolutions: x in [0, 1], N × 3 × H × W → N × 3 × rH × rW."""

    def __init__(self, folder):
        model = json.load(open(os.path.join(folder, 'model.json')))
        group = model['weightsManifest'][0]
        raw = b''.join(open(os.path.join(folder, p), 'rb').read() for p in group['paths'])
        self.weights, at = {}, 0
        for entry in group['weights']:
            n = int(np.prod(entry['shape']))
            value = torch.from_numpy(np.frombuffer(raw, np.float32, n, at).reshape(entry['shape']).copy())
            self.weights[entry['name']] = value.permute(3, 2, 0, 1).contiguous() if value.dim() == 4 else value
            at += 4 * n
        config = model['modelTopology']['model_config']['config']
        self.layers, self.output = config['layers'], config['output_layers'][0][0]

    def __call__(self, x):
        seen = {}
        for layer in self.layers:
            name, config = layer['name'], layer['config']
            inputs = [seen[i[0]] for node in layer['inbound_nodes'] for i in node]
            seen[name] = x if layer['class_name'] == 'InputLayer' else self.apply(layer['class_name'], name, config, inputs)
        return seen[self.output]

    def apply(self, kind, name, config, inputs):
        first = inputs[0]
        if kind == 'Conv2D':
            kernel = self.weights[f'{name}/kernel']
            y = F.conv2d(first, kernel, self.weights.get(f'{name}/bias'), padding=kernel.shape[-1] // 2)
            return F.relu(y) if config.get('activation') == 'relu' else y
        if kind == 'Activation':
            return F.relu(first) if config['activation'] == 'relu' else torch.tanh(first)
        if kind == 'Concatenate':
            return torch.cat(inputs, 1)
        if kind == 'Add':
            return sum(inputs)
        if kind == 'MultiplyBeta':
            return first * config.get('beta', 0.2)
        if kind == 'UpSampling2D':
            scale = config['size'][0]
            return F.interpolate(first, scale_factor=scale, mode=config['interpolation'], **({} if config['interpolation'] == 'nearest' else {'align_corners': False}))
        if kind.startswith('PixelShuffle'):
            # TensorFlow orders the channels of depth_to_space block first.
            r = int(config.get('scale', kind[12]))
            n, c, h, w = first.shape
            return first.view(n, r, r, c // r // r, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c // r // r, h * r, w * r)
        raise ValueError(kind)
