"""A training that may be stopped and goes on where it was: network, running average of its weights, optimiser, step, CPU seconds."""
import copy
import os
import time

import numpy as np
import torch


class Run:
    """`longest`: the most that the average keeps of itself from step to step."""

    def __init__(self, network, optimiser, folder, longest):
        self.network, self.optimiser, self.folder, self.longest = network, optimiser, folder, longest
        self.average = copy.deepcopy(network)
        self.step, self.before, self.started = 0, 0.0, time.process_time()
        os.makedirs(folder, exist_ok=True)
        if os.path.exists(self.checkpoint):
            saved = torch.load(self.checkpoint)
            self.network.load_state_dict(saved['network'])
            self.average.load_state_dict(saved['average'])
            self.optimiser.load_state_dict(saved['optimiser'])
            self.step, self.before = saved['state']['step'], saved['state']['cpu']

    @property
    def checkpoint(self):
        return f'{self.folder}/checkpoint.pt'

    @property
    def cpu(self):
        """CPU seconds of all stretches."""
        return self.before + time.process_time() - self.started

    def learn(self, loss, rate):
        """One step of the optimiser with this rate; the average follows."""
        for group in self.optimiser.param_groups:
            group['lr'] = rate
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.step += 1
        keep = min(self.longest, self.step / (self.step + 9))
        with torch.no_grad():
            for a, b in zip(self.average.state_dict().values(), self.network.state_dict().values()):
                a.copy_(a * keep + b * (1 - keep) if a.dtype.is_floating_point else b)

    def save(self):
        """The checkpoint is whole at any time; `last.pt` holds the averaged weights."""
        saved = {'network': self.network.state_dict(), 'average': self.average.state_dict(), 'optimiser': self.optimiser.state_dict(), 'state': {'step': self.step, 'cpu': self.cpu}}
        torch.save(saved, f'{self.checkpoint}.new')
        os.replace(f'{self.checkpoint}.new', self.checkpoint)
        torch.save(self.average.state_dict(), f'{self.folder}/last.pt')


def auc(positives, negatives):
    order = np.argsort(np.concatenate([positives, negatives]), kind='stable')
    rank = np.empty(len(order))
    rank[order] = np.arange(1, len(order) + 1)
    n = len(positives)
    return (rank[:n].sum() - n * (n + 1) / 2) / max(1, n * len(negatives))
