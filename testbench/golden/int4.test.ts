import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packInt4, unpackInt4 } from './int4.ts';

const seed = 0x5c0_111e;

test('the low nibble comes first', () => {
  expect([...packInt4(Int8Array.of(1, 2, -1, -8, 7))]).toEqual([0x21, 0x8f, 0x07]);
  expect([...unpackInt4(Uint8Array.of(0x21, 0x8f, 0x07), 5)]).toEqual([1, 2, -1, -8, 7]);
});

test('every byte unpacks to two values and packs to itself', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const values = unpackInt4(bytes, 512);
  const asSigned = (nibble: number) => (nibble < 8 ? nibble : nibble - 16);
  bytes.forEach(byte => {
    expect([values[2 * byte], values[2 * byte + 1]]).toEqual([asSigned(byte % 16), asSigned(Math.floor(byte / 16))]);
  });
  expect(packInt4(values)).toEqual(bytes);
});

test(`values of any count come back (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -8, max: 7 })), values => {
      const bytes = packInt4(Int8Array.from(values));
      expect(bytes.length).toBe(Math.ceil(values.length / 2));
      expect([...unpackInt4(bytes, values.length)]).toEqual(values);
    }),
    { seed },
  );
});

test('after an odd count the last high nibble is not read', () => {
  expect([...unpackInt4(Uint8Array.of(0xf3), 1)]).toEqual([3]);
});

test.each([-9, 8])('%i is not an int4', value => {
  expect(() => packInt4(Int8Array.of(0, value))).toThrow(
    new RangeError(`Element 1 is ${value}, but an int4 is -8 to 7.`),
  );
});

test.each([0, 1, 2, 5])('%i values do not take two bytes', count => {
  expect(() => unpackInt4(new Uint8Array(2), count)).toThrow(
    new RangeError(`${count} int4 values do not fill 2 bytes.`),
  );
});
