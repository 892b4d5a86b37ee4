import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packValues, readBits, unpackValues, writeBits } from './bits.ts';
import { packLanes, unpackLanes } from './lanes.ts';

describe('bits', () => {
  it('come back as they went in, at any width', () => {
    const valuesOfWidth = fc
      .integer({ min: 1, max: 3000 })
      .chain(width =>
        fc.tuple(fc.constant(width), fc.array(fc.bigInt(0n, (1n << BigInt(width)) - 1n), { maxLength: 5 })),
      );
    fc.assert(
      fc.property(valuesOfWidth, ([width, values]) => {
        expect(unpackValues(packValues(values, width), width)).toEqual(values);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('are little-endian, negative values in two’s complement', () => {
    const bytes = new Uint8Array(4);
    writeBits(bytes, 1, 12, -2n);
    expect([...bytes]).toEqual([0, 0xfe, 0x0f, 0]);
    expect(readBits(bytes, 1, 12)).toBe(0xffen);
  });

  it('refuse a value that does not fit', () => {
    const bytes = new Uint8Array(2);
    expect(() => writeBits(bytes, 0, 9, 512n)).toThrow('512 does not fit into 9 bits.');
    expect(() => writeBits(bytes, 0, 9, -257n)).toThrow('-257 does not fit into 9 bits.');
  });
});

describe('lanes', () => {
  it('come back as they went in, at any width and number', () => {
    const beats = fc
      .tuple(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 4 }))
      .chain(([laneWidth, lanes, count]) => {
        const lane = fc.integer({ min: -(2 ** (laneWidth - 1)), max: 2 ** (laneWidth - 1) - 1 });
        const values = fc.array(lane, { minLength: lanes * count, maxLength: lanes * count });
        return fc.tuple(fc.constant({ laneWidth, lanes }), values);
      });
    fc.assert(
      fc.property(beats, ([shape, values]) => {
        const bytes = packLanes(values, shape);
        expect([...unpackLanes(bytes, shape)]).toEqual(values);
        const unsigned = values.map(value => (value < 0 ? value + 2 ** shape.laneWidth : value));
        expect([...unpackLanes(bytes, { ...shape, signed: false })]).toEqual(unsigned);
        expect(packLanes(unsigned, shape)).toEqual(bytes);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('put lane 0 into the low bits of a beat', () => {
    expect([...packLanes([1, -1, 2, 3, 4, 5], { lanes: 3, laneWidth: 4 })]).toEqual([0xf1, 0x02, 0x43, 0x05]);
  });

  it('refuse values that do not fit and beats that are not whole', () => {
    const shape = { lanes: 2, laneWidth: 4 };
    expect(() => packLanes([0, 16], shape)).toThrow('16 (beat 0, lane 1) does not fit into 4 bits.');
    expect(() => packLanes([0, -9], shape)).toThrow('-9 (beat 0, lane 1) does not fit into 4 bits.');
    expect(() => packLanes([0, 0.5], shape)).toThrow('0.5 (beat 0, lane 1) does not fit into 4 bits.');
    expect(() => packLanes([1, 2, 3], shape)).toThrow('3 values are not whole beats of 2.');
  });
});
