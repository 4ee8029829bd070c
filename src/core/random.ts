/** A seeded generator, handed in wherever chance is needed, so that evidence is reproducible. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, n). */
  int(n: number): number;
  /** An independent generator; the same name gives the same one whatever was drawn before. */
  fork(name: string): Random;
}

/** SplitMix32 over a hashed seed. Source: Steele, Lea, Flood, OOPSLA 2014, doi:10.1145/2660193.2660195 (32-bit variant). */
export function seededRandom(seed: number | string): Random {
  const start = typeof seed === 'number' ? seed >>> 0 : hash(seed);
  let state = start;
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    z ^= z >>> 15;
    return (z >>> 0) / 4294967296;
  };
  return { next, int: (n) => Math.floor(next() * n), fork: (name) => seededRandom(hash(`${start}/${name}`)) };
}

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
