/** The photos of the evaluation, in two halves that share no picture. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface Photo {
  readonly name: string;
  readonly file: string;
  /** px²; a larger file is shrunk to it first. */
  readonly area: number;
}

export type Split = 'tune' | 'report';

/** Camera originals and web photos of `forensics/real`; sizes 0.4 to 3 Mpx. Plain test fields and near copies are left out. */
const CAMERA = [0, 8, 9, 11, 22, 24, 25, 28, 30, 33, 35, 45, 46, 48, 50, 53, 54, 56, 59, 63, 64, 68, 70, 74].map((n) => `camera_${String(n).padStart(3, '0')}.jpg`);
const WEB = ['webp_000.webp', 'webp_020.webp', 'webp_038.webp', 'webp_050.webp', 'webp_066.webp', 'webp_082.webp', 'webp_095.webp', 'imagenet_000.jpg', 'imagenet_102.jpg', 'imagenet_117.jpg'];
/** Photos among the wallpapers of Debian's lomiri-wallpapers-20.04, lomiri-wallpapers-16.04 and plasma-workspace-wallpapers. */
const WALLPAPERS = [
  'Wine_by_Jakkub_Mede.jpg', 'greentock_by_Peter_Nerlich.jpg', 'seeding_by_Clements_Engelhardt.jpg', 'aitzgorri_by_Aitzol_Berasategi.jpg', 'Kleiber_by_Lukas_Baubkus.jpg', 'Dragonfly_by_Bolly.jpg',
  'friends_by_Aitzol_Berasategi.jpg', 'sunset_by_Aitzol_Berasategi.jpg', 'free_by_Peter_Nerlich.jpg', 'picosdeeuropa_by_Aitzol_Berasategi.jpg', 'Picture_0B_by_freespace.jpg', 'life_by_Aitzol_Berasategi.jpg',
  'Bridge_by_Sander_Klootwijk.jpg', 'FallenLeaf', 'Path', 'EveningGlow', 'BytheWater', 'ColorfulCups',
];
/**
 * More of the report half: every photo of Debian's mate-backgrounds, and every tenth web photo that is in neither half. They were named after the constants
 * had been set, by these rules alone, so that none was chosen for what it gives.
 */
const LATER_WALLPAPERS = ['Aqua', 'Blinds', 'Dune', 'FreshFlower', 'Garden', 'GreenMeadow', 'LadyBird', 'RainDrops', 'Storm', 'TwoWings', 'Wood', 'YellowFlower'].map((name) => `mate/nature/${name}.jpg`);
const LATER_WEB = [1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101].map((n) => `webp_${String(n).padStart(3, '0')}.webp`);
/** px² given to the wallpapers in turn. */
const AREAS = [3e6, 2e6, 12e6, 1.5e6, 6e6, 2e6] as const;

/** @param wallpapers folder the Debian packages were unpacked into; absent = without them. */
export function photosOf(data: string, wallpapers: string | undefined, split: Split): readonly Photo[] {
  const own = [...CAMERA, ...WEB].map((name): Photo => ({ name, file: path.join(data, 'forensics', 'real', name), area: 3e6 })).filter(({ file }) => existsSync(file));
  const papers = wallpapers ? WALLPAPERS.flatMap((name, i): Photo[] => {
    const file = [path.join(wallpapers, 'usr/share/backgrounds', name), plasma(wallpapers, name)].find((candidate) => candidate && existsSync(candidate));
    return file ? [{ name, file, area: AREAS[i >> 1] ?? 2e6 }] : [];
  }) : [];
  const half = [...own, ...papers].filter((_, i) => i % 2 === (split === 'tune' ? 0 : 1));
  return split === 'tune' ? half : [...half, ...laterPhotos(data, wallpapers)];
}

function laterPhotos(data: string, wallpapers: string | undefined): readonly Photo[] {
  const web = LATER_WEB.map((name): Photo => ({ name, file: path.join(data, 'forensics', 'real', name), area: 3e6 }));
  const papers = wallpapers ? LATER_WALLPAPERS.map((name): Photo => ({ name: path.basename(name), file: path.join(wallpapers, 'usr/share/backgrounds', name), area: 2e6 })) : [];
  return [...web, ...papers].filter(({ file }) => existsSync(file));
}

function plasma(wallpapers: string, name: string): string | undefined {
  const folder = path.join(wallpapers, 'usr/share/wallpapers', name, 'contents', 'images');
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder).sort().find((entry) => entry.startsWith('2560') || entry.startsWith('3840') || entry.startsWith('5120'));
  return file && path.join(folder, file);
}
