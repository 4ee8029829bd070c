/** The pictures cases are made from, and which split each belongs to. Whatever shows one specimen is one group, and a group lies in one split only. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Random } from '../../src/core/random.ts';
import { shuffled } from '../../test/support/random.ts';

/** `tune`: thresholds and calibration may look at it. `report`: only measured. */
export type Split = 'tune' | 'report';

export interface Source {
  /** Path inside the data folder: `microscopy/nuc696_00.png`. */
  readonly file: string;
  readonly path: string;
  /** Alike in kind: `nuc696`, `blot-dark`. Clean pairs are drawn within a family. */
  readonly family: string;
  /** One specimen: its channels, frames, exposures. */
  readonly group: string;
  readonly split: Split;
}

/** Files that show the same specimen, by number within their prefix. All others are a group of their own. */
const GROUPS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  coloc: [[0, 1], [2, 3]], human: [[0, 1, 2]], worms: [[0, 1, 2], [3, 4], [5, 6]], tumor: [[0, 1]],
  timelapse: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
  blot: [[0, 1], [2, 3], [4, 5], [6, 7], [8, 9], [17, 18], [19, 20], [28, 31], [29, 32], [30, 33]],
};

/** Nothing, or nearly nothing, is in these pictures. */
const EMPTY = new Set(['hist320_08', 'nuc256_02', 'nuc256_09', 'nuc696_01', 'nuc640_02', 'comet_00', 'comet_01']);

/** @param dataDir the folder that holds `science/`. */
export async function loadMicrographs(dataDir: string): Promise<readonly Source[]> {
  return bySplit(await list(path.join(dataDir, 'science', 'microscopy'), (prefix) => prefix));
}

export async function loadBlots(dataDir: string): Promise<readonly Source[]> {
  const family = (_: string, number: number): string => (number < 12 ? 'blot-dark' : number < 23 ? 'blot-light' : number < 28 ? 'gel' : 'blot-scan');
  return bySplit(await list(path.join(dataDir, 'science', 'blots'), family));
}

async function list(folder: string, familyOf: (prefix: string, number: number) => string): Promise<readonly Omit<Source, 'split'>[]> {
  const names = (await readdir(folder)).filter((name) => /\.(png|jpg|tif)$/.test(name)).sort();
  return names.flatMap((name) => {
    const [, stem = '', prefix = '', digits = ''] = /^((.+)_(\d+))\./.exec(name) ?? [];
    if (EMPTY.has(stem)) return [];
    const number = Number(digits);
    const together = GROUPS[prefix]?.findIndex((group) => group.includes(number)) ?? -1;
    const group = together < 0 ? stem : `${prefix}-g${together}`;
    return [{ file: path.join(path.basename(folder), name), path: path.join(folder, name), family: familyOf(prefix, number), group }];
  });
}

/** Every other group of a family is for tuning, so that both splits hold every family that has two groups. */
function bySplit(sources: readonly Omit<Source, 'split'>[]): readonly Source[] {
  const seen = new Map<string, string[]>();
  return sources.map((source) => {
    const groups = seen.get(source.family) ?? [];
    if (!groups.includes(source.group)) groups.push(source.group);
    seen.set(source.family, groups);
    return { ...source, split: groups.indexOf(source.group) % 2 === 0 ? 'report' : 'tune' };
  });
}

/** One source of each group of a split, the groups in a seeded order; `turn` picks another member of the larger groups. */
export function inTurn(sources: readonly Source[], split: Split, order: Random, turn: number): readonly Source[] {
  const groups = Map.groupBy(sources.filter((source) => source.split === split), ({ group }) => group);
  return shuffled(order, [...groups.values()]).flatMap((members) => members[turn % members.length] ?? []);
}
