import { describe, expect, test } from 'vitest';
import { decodeCbor, encodeCbor, type Cbor } from './cbor.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

// RFC 8949, appendix A.
const VECTORS: readonly (readonly [string, Cbor])[] = [
  ['00', 0], ['17', 23], ['1818', 24], ['1903e8', 1000], ['1a000f4240', 1_000_000], ['1b000000e8d4a51000', 1_000_000_000_000],
  ['20', -1], ['3863', -100], ['3903e7', -1000], ['40', new Uint8Array(0)], ['4401020304', Uint8Array.of(1, 2, 3, 4)],
  ['60', ''], ['6449455446', 'IETF'], ['62c3bc', 'ü'], ['80', []], ['8301820203820405', [1, [2, 3], [4, 5]]], ['a0', new Map()], ['a201020304', new Map([[1, 2], [3, 4]])],
];

test.each(VECTORS)('%s', (text, value) => {
  expect(Buffer.from(encodeCbor(value)).toString('hex')).toBe(text);
  expect(decodeCbor(hex(text))).toEqual(value);
});

test('keys are sorted, whatever their order was', () => {
  expect(encodeCbor(new Map([[300, 1], [2, 1], [-1, 1]]))).toEqual(encodeCbor(new Map([[-1, 1], [300, 1], [2, 1]])));
});

describe('refuses', () => {
  test.each([
    ['a number in more bytes than it needs', '1817'], ['again', '190017'], ['an indefinite length', '9fff'], ['a float', 'f93c00'], ['a tag', 'c100'], ['true', 'f5'],
    ['keys out of order', 'a203010101'], ['a key twice', 'a201010101'], ['a text key', 'a1616101'], ['bytes that end early', '44010203'], ['what follows', '0000'],
    ['broken UTF-8', '62c328'], ['a length beyond the file', '5b000000ffffffffff'], ['an array longer than the file', '9affffffff'], ['nothing', ''],
    ['nesting without end', '81'.repeat(50)], ['a number beyond 2⁵³', '1bffffffffffffffff'],
  ])('%s', (_, text) => {
    expect(() => decodeCbor(hex(text))).toThrow(expect.objectContaining({ code: 'registration/invalid' }));
  });
});
