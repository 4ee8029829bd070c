// Postings near a signature. Twin and specification: src/imaging/kernels/postings.reference.ts.

/**
 * list: n postings of 16 bytes, whose last 8 are the signature; words: m rows of (first posting i32, count i32, signature 2 × u32).
 * out: (row i32, posting i32, bits i32) for each posting that differs from the row's signature by at most `most` bits.
 * Gives how many there are, also beyond `room`, in which nothing is written.
 */
export function near_postings(list: usize, words: usize, m: i32, most: i32, out: usize, room: i32): i32 {
  let found = 0;
  for (let row = 0; row < m; row++) {
    const at = words + (<usize>row << 4);
    const first = load<i32>(at);
    const end = first + load<i32>(at, 4);
    const wanted = load<u64>(at, 8);
    for (let i = first; i < end; i++) {
      const apart = <i32>popcnt<u64>(load<u64>(list + (<usize>i << 4), 8) ^ wanted);
      if (apart > most) continue;
      if (found < room) {
        const to = out + <usize>found * 12;
        store<i32>(to, row);
        store<i32>(to, i, 4);
        store<i32>(to, apart, 8);
      }
      found++;
    }
  }
  return found;
}
