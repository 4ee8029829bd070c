/** Limits of the reference's table that every call shares. */

/** px. */
export const SIDES = { least: 512, most: 8192 } as const;
