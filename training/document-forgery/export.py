"""Writes the weights as 16-bit floats, in the order a detector would read them: python3 export.py WEIGHTS.pt network.bin"""
import sys

import numpy as np
import torch

from page_network import PageNetwork, folded

network = PageNetwork()
saved = torch.load(sys.argv[1])
network.load_state_dict(saved['weights'])
means, gains, layers, head, bias = folded(network.eval())
parts = [means, gains.clamp(max=6e4), saved['floor']]
for kernel, offset in layers:
    parts += [kernel.detach().permute(0, 2, 3, 1).reshape(-1), offset.detach()]
values = torch.cat([*parts, head.detach(), bias.detach()]).numpy().astype('<f2')
assert np.isfinite(values).all()
open(sys.argv[2], 'wb').write(b'TSPAGE2\0' + values.tobytes())
print(len(values), 'weights')
