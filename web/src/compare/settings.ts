import type { Lens, Levels } from '../viewer/lens.ts';

export type Mode = 'side' | 'flicker' | 'overlay' | 'wipe' | 'difference';
export const MODES = ['side', 'flicker', 'overlay', 'wipe', 'difference'] as const satisfies readonly Mode[];

/** How the pair is looked at; kept while one goes from finding to finding. */
export interface Settings {
  readonly mode: Mode;
  readonly align: boolean;
  readonly points: boolean;
  readonly outlines: boolean;
  /** Whole images instead of the panels. */
  readonly whole: boolean;
  /** Changes a second. */
  readonly rate: number;
  readonly running: boolean;
  /** Of the second image, [0, 1]. */
  readonly opacity: number;
  /** Border from the left, [0, 1]. */
  readonly wipe: number;
  readonly lens: Lens;
  readonly levels: Levels;
}

/** WCAG 2.3.1 allows three flashes a second; a full change there and back is one. */
export const MAX_RATE = 4;

export const START: Settings = {
  mode: 'side', align: true, points: false, outlines: true, whole: false, rate: 2, running: true, opacity: 0.5, wipe: 0.5,
  lens: 'none', levels: { black: 0, white: 255, gamma: 1 },
};

export const nextMode = (mode: Mode): Mode => MODES[(MODES.indexOf(mode) + 1) % MODES.length] ?? 'side';
