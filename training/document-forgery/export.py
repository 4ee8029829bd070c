"""Writes the weights that the detector reads: python3 export.py WEIGHTS.pt network.bin"""
import sys

import numpy as np
import torch

from page_network import PageNetwork, folded

network = PageNetwork()
network.load_state_dict(torch.load(sys.argv[1]))
layers, head, bias = folded(network.eval())
parts = []
for kernel, offset in layers:
    parts += [kernel.detach().permute(0, 2, 3, 1).reshape(-1), offset.detach()]
values = torch.cat([*parts, head.detach(), bias.detach()]).numpy().astype('<f2')
assert np.isfinite(values).all()
open(sys.argv[2], 'wb').write(b'TSPAGE1\0' + values.tobytes())
print(len(values), 'weights')
