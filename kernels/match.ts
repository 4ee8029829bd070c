// Nearest descriptors. Twin and specification: src/imaging/kernels/match.reference.ts.

/** rows: n × 128 u8; out: n × 16 u8: bit i = value i above the mean of its row. */
export function sign(rows: usize, n: i32, out: usize): void {
  for (let k = 0; k < n; k++) {
    const row = rows + (<usize>k << 7);
    let sum = 0;
    for (let i = 0; i < 128; i++) sum += <i32>load<u8>(row + i);
    for (let byte = 0; byte < 16; byte++) {
      let bits = 0;
      for (let i = 0; i < 8; i++) if ((<i32>load<u8>(row + (byte << 3) + i) << 7) > sum) bits |= 1 << i;
      store<u8>(out + (<usize>k << 4) + byte, <u8>bits);
    }
  }
}

// @ts-ignore: decorator
@inline
function squared(a: usize, b: usize): i32 {
  let sum = i32x4.splat(0);
  for (let i: usize = 0; i < 128; i += 16) {
    const p = v128.load(a + i);
    const q = v128.load(b + i);
    const apart = i8x16.sub(i8x16.max_u(p, q), i8x16.min_u(p, q));
    const low = i16x8.extend_low_i8x16_u(apart);
    const high = i16x8.extend_high_i8x16_u(apart);
    sum = i32x4.add(sum, i32x4.add(i32x4.dot_i16x8_s(low, low), i32x4.dot_i16x8_s(high, high)));
  }
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
}

/** Puts a row in its place among the `held` ≤ k nearest, behind those as near; returns how many are held then. */
// @ts-ignore: decorator
@inline
function insert(indices: usize, distances: usize, held: i32, k: i32, index: i32, distance: i32): i32 {
  let at = held < k ? held : k - 1;
  while (at > 0 && load<i32>(distances + (<usize>(at - 1) << 2)) > distance) {
    store<i32>(distances + (<usize>at << 2), load<i32>(distances + (<usize>(at - 1) << 2)));
    store<i32>(indices + (<usize>at << 2), load<i32>(indices + (<usize>(at - 1) << 2)));
    at--;
  }
  store<i32>(distances + (<usize>at << 2), distance);
  store<i32>(indices + (<usize>at << 2), index);
  return held < k ? held + 1 : held;
}

/**
 * For each row of a the k nearest rows of b by squared distance, nearest first; ties: lower index.
 * Only rows whose signature differs by at most min(cap, least so far + margin) bits are measured.
 * indices, distances: na × k i32, −1 where there is none.
 */
export function nearest_rows(a: usize, signA: usize, na: i32, b: usize, signB: usize, nb: i32, k: i32, cap: i32, margin: i32, indices: usize, distances: usize): void {
  for (let i = 0; i < na; i++) {
    const row = a + (<usize>i << 7);
    const bits = load<u64>(signA + (<usize>i << 4));
    const more = load<u64>(signA + (<usize>i << 4), 8);
    const bestIndex = indices + <usize>(i * k) * 4;
    const bestDistance = distances + <usize>(i * k) * 4;
    for (let t = 0; t < k; t++) {
      store<i32>(bestIndex + (<usize>t << 2), -1);
      store<i32>(bestDistance + (<usize>t << 2), -1);
    }
    let gate = cap;
    let held = 0;
    let worst: i32 = i32.MAX_VALUE;
    for (let j = 0; j < nb; j++) {
      const sign = signB + (<usize>j << 4);
      const apart = <i32>(popcnt(bits ^ load<u64>(sign)) + popcnt(more ^ load<u64>(sign, 8))); // scalar: machines count bits of a word, not of a vector
      if (apart > gate) continue;
      gate = min(gate, apart + margin);
      const distance = squared(row, b + (<usize>j << 7));
      if (held == k && distance >= worst) continue;
      held = insert(bestIndex, bestDistance, held, k, j, distance);
      worst = load<i32>(bestDistance + (<usize>(held - 1) << 2));
    }
  }
}

/**
 * As nearest_rows, but of b only the rows under the words of each row of a, in the order of these words.
 * words: na × m u8. b and signB are sorted by word: those of word w lie from starts[w] to starts[w + 1] (i32), and `places` (nb i32) are their indices.
 */
export function nearest_under_words(
  a: usize, signA: usize, words: usize, m: i32, na: i32, b: usize, signB: usize, places: usize, starts: usize, k: i32, cap: i32, margin: i32, indices: usize, distances: usize,
): void {
  for (let i = 0; i < na; i++) {
    const row = a + (<usize>i << 7);
    const bits = load<u64>(signA + (<usize>i << 4));
    const more = load<u64>(signA + (<usize>i << 4), 8);
    const bestIndex = indices + <usize>(i * k) * 4;
    const bestDistance = distances + <usize>(i * k) * 4;
    for (let t = 0; t < k; t++) {
      store<i32>(bestIndex + (<usize>t << 2), -1);
      store<i32>(bestDistance + (<usize>t << 2), -1);
    }
    let gate = cap;
    let held = 0;
    let worst: i32 = i32.MAX_VALUE;
    for (let t = 0; t < m; t++) {
      const word = <usize>load<u8>(words + <usize>(i * m + t));
      const end = load<i32>(starts + (word << 2), 4);
      for (let j = load<i32>(starts + (word << 2)); j < end; j++) {
        const sign = signB + (<usize>j << 4);
        const apart = <i32>(popcnt(bits ^ load<u64>(sign)) + popcnt(more ^ load<u64>(sign, 8)));
        if (apart > gate) continue;
        gate = min(gate, apart + margin);
        const distance = squared(row, b + (<usize>j << 7));
        if (held == k && distance >= worst) continue;
        held = insert(bestIndex, bestDistance, held, k, load<i32>(places + (<usize>j << 2)), distance);
        worst = load<i32>(bestDistance + (<usize>(held - 1) << 2));
      }
    }
  }
}
