/** Images of known origin, each source wholly in one split; what the network was trained on is in neither. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadBlots, loadMicrographs } from '../generate/sources.ts';

export interface OriginSource {
  readonly name: string;
  readonly file: string;
  /** Generator or real source: `nano-banana`, `clothing`, … */
  readonly source: string;
  readonly generated: boolean;
  readonly split: 'tune' | 'report';
  /** Scientific figures are cut into panels, as a scan does. */
  readonly science: boolean;
  /** The other of a pair with the same content. */
  readonly pair?: string;
}

export interface Folders {
  /** Holds `forensics` and `science`. */
  readonly data: string;
  /** Unpacked Debian packages, `x_<package>`. */
  readonly packages: string;
  /** `<split>-<n>-<source>-<family>.png` beside `<split>-<n>-<source>-real.png`, by training/generated-image/unpack.py. */
  readonly pairs: string;
}

export async function listSources({ data, packages, pairs }: Folders): Promise<readonly OriginSource[]> {
  const screenshots = screenshotsOf(data);
  const forensics = (pattern: RegExp, source: string, generated: boolean, split: 'tune' | 'report', every = 1): OriginSource[] => {
    const folder = path.join(data, 'forensics', generated ? 'ai' : 'real');
    return names(folder, pattern).filter((name) => !screenshots.has(name)).filter((_, i) => i % every === 0).map((name) => ({ name, file: path.join(folder, name), source, generated, split, science: false }));
  };
  const packaged = (name: string, source: string, split: 'tune' | 'report'): OriginSource[] =>
    deep(path.join(packages, `x_${name}`)).map((file) => ({ name: path.basename(file), file, source, generated: false, split, science: false }));
  const paired = names(pairs, /\.png$/).map((name): OriginSource => {
    const [, split = '', number = '', source = '', family = ''] = /^(tune|report)-(\d+)-([^-]+)-(.+)\.png$/.exec(name) ?? [];
    return { name, file: path.join(pairs, name), source: family === 'real' ? `pair:${source}` : `twin:${family}`, generated: family !== 'real', split: split as 'tune' | 'report', science: false, pair: number };
  });
  return [
    ...forensics(/^comfy_/, 'comfy', true, 'tune'), ...forensics(/^skimage_/, 'skimage', false, 'tune'), ...packaged('lomiri-wallpapers-16.04', 'lomiri', 'tune'), ...packaged('gnome-backgrounds', 'gnome', 'tune'), ...packaged('sway-backgrounds', 'sway', 'tune'),
    ...forensics(/^nanobanana_/, 'nano-banana', true, 'report'), ...forensics(/^clothing_/, 'clothing', false, 'report'), ...packaged('opencv-doc/usr/share/doc/opencv-doc/examples/data', 'opencv', 'report'),
    ...paired, ...await science(data),
  ];
}

/** Of the ComfyUI examples those that show the program's window, by the width of the picture they are cut from: what they show was not generated. */
function screenshotsOf(data: string): ReadonlySet<string> {
  const list = path.join(data, 'forensics', 'files.csv');
  const lines = existsSync(list) ? readFileSync(list, 'utf8').split('\n') : [];
  return new Set(lines.flatMap((line) => {
    const [, name, width] = /^ai\/(comfy_[^,]+),.* of (\d+)x/.exec(line) ?? [];
    return name !== undefined && Number(width) > WIDEST_GENERATED ? [name] : [];
  }));
}

const WIDEST_GENERATED = 2100;

/** Real scientific images: no generated ones are at hand. Authentic parts of copy–move pairs and the half that the network has seen set the scale. */
async function science(data: string): Promise<OriginSource[]> {
  const pictures = [...await loadMicrographs(data), ...await loadBlots(data)].map(({ file, path: at, split }) => ({ name: file, file: at, source: path.dirname(file), split }));
  const figures = names(path.join(data, 'science', 'figures'), /\.(?:png|jpg)$/).map((name, i) => ({ name, file: path.join(data, 'science', 'figures', name), source: 'figures', split: i % 2 === 1 ? 'tune' as const : 'report' as const }));
  const authentic = names(path.join(data, 'science', 'copymove'), /^real_.*authentic.*\.(?:png|jpg)$/).map((name) => ({ name, file: path.join(data, 'science', 'copymove', name), source: 'copymove', split: 'tune' as const }));
  const smears = names(path.join(data, 'forensics', 'real'), /^bccd_/).map((name) => ({ name, file: path.join(data, 'forensics', 'real', name), source: 'bccd', split: 'report' as const }));
  return [...pictures, ...figures, ...authentic, ...smears].map((one) => ({ ...one, generated: false, science: true }));
}

const names = (folder: string, pattern: RegExp): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => pattern.test(name)).sort() : []);

function deep(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:jpg|jpeg|png|webp)$/.test(name)).map((name) => path.join(folder, name)).filter((file) => statSync(file).size > 60_000).sort();
}
