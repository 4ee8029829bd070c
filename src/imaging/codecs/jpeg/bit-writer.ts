/** Writes entropy-coded bits with byte stuffing. */
export class BitWriter {
  #bytes: Uint8Array;
  #size = 0;
  #bits = 0;
  #count = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(64, capacity));
  }

  /** @param count in [0, 16]; higher bits of `value` must be 0. */
  put(value: number, count: number): void {
    let bits = (this.#bits << count) | value;
    let have = this.#count + count;
    while (have >= 8) {
      have -= 8;
      this.#byte((bits >>> have) & 0xff);
    }
    bits &= (1 << have) - 1;
    this.#bits = bits;
    this.#count = have;
  }

  /** Fills up the last byte. */
  flush(withZeros: boolean): void {
    const missing = (8 - this.#count) & 7;
    if (missing > 0) this.put(withZeros ? 0 : (1 << missing) - 1, missing);
  }

  /** RSTn; the last byte must be full. */
  restart(n: number): void {
    this.#room(2);
    this.#bytes[this.#size++] = 0xff;
    this.#bytes[this.#size++] = 0xd0 | (n & 7);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#size);
  }

  #byte(value: number): void {
    this.#room(2);
    this.#bytes[this.#size++] = value;
    if (value === 0xff) this.#bytes[this.#size++] = 0;
  }

  #room(count: number): void {
    if (this.#size + count <= this.#bytes.length) return;
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
