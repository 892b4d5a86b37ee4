import { expect, it } from 'vitest';
import { bool, flag, input, module, output, uint } from '../../index.ts';
import { checkDesign } from './checkDesign.ts';

const Unit = module(
  'unit',
  {
    params: { CHECKED: flag(false) },
    ports: () => ({ a: input(uint(8)), key: input(uint(8)), spare: input(bool), q: output(uint(8)) }),
  },
  ({ a, key, q }, { CHECKED }, m) => {
    q.set(CHECKED.value ? a.xor(key) : a);
    if (CHECKED.value) m.regs({ lost: bool });
  },
);

const Both = module(
  'both',
  { params: {}, ports: () => ({ a: input(uint(8)), s: input(bool), q: output(uint(8)), r: output(uint(8)) }) },
  ({ a, s, q, r }, _, m) => {
    m.inst('plain', Unit, { CHECKED: false }, { a, key: a, spare: s, q });
    m.inst('checked', Unit, { CHECKED: true }, { a, key: a, spare: s, q: r });
  },
);

const warnings = (top: typeof Unit | typeof Both): string[] => [
  ...new Set(
    [...checkDesign(top.elaborate()).values()].flatMap(report => report.warnings.map(({ message }) => message)),
  ),
];

it('a warning is given where it holds in every variant of a module that has what it is about', () => {
  expect(warnings(Both)).toEqual(['Input `spare` is never read.', 'Register `lost` is never read.']);
});

it('of a module of which there is one variant, all are given', () => {
  expect(warnings(Unit)).toEqual(['Input `key` is never read.', 'Input `spare` is never read.']);
});
