import { bool, input, int, module, output, uint, when } from '../../dsl/index.ts';
import type { Proof } from './proof.ts';

/** Counts to a limit at which it should stop, and does not. */
export const Overrunning = module(
  'overrunning',
  {
    params: { LIMIT: int(3, { min: 1, max: 14 }) },
    ports: () => ({ enable: input(bool), count: output(uint(4)) }),
  },
  ({ enable, count }, { LIMIT }, m) => {
    const { counted } = m.regs({ counted: uint(4) });
    when(enable, () => counted.set(counted.inc()));
    count.set(counted);
    m.assert(counted.le(LIMIT), 'it stops at LIMIT');
    m.cover(counted.eq(LIMIT), 'it reaches LIMIT');
  },
);

/** Counts up to 9 and begins again; 12 is never reached, but registers hold anything before the reset. */
export const Decade = module(
  'decade',
  { params: {}, ports: () => ({ enable: input(bool), count: output(uint(4)) }) },
  ({ enable, count }, _, m) => {
    const { counted } = m.regs({ counted: uint(4) });
    when(enable, () => counted.set(counted.incMod(10)));
    count.set(counted);
    m.assert(counted.lt(10), 'it counts to 9');
    m.cover(counted.eq(12), 'it counts to 12');
  },
);

/** Assumes that its input is and is not. */
export const Impossible = module(
  'impossible',
  { params: {}, ports: () => ({ enable: input(bool), count: output(uint(4)) }) },
  ({ enable, count }, _, m) => {
    const { counted } = m.regs({ counted: uint(4) });
    when(enable, () => counted.set(counted.inc()));
    count.set(counted);
    m.assume(enable, 'it is enabled');
    m.assume(enable.not(), 'it is not enabled');
    m.assert(counted.eq(0), 'it never counts');
  },
);

/** Asserts nothing. */
export const Silent = module(
  'silent',
  { params: {}, ports: () => ({ d: input(uint(4)), q: output(uint(4)) }) },
  ({ d, q }) => {
    q.set(d);
  },
);

const entry = (name: string, module: Proof['module']): Proof => ({ name, description: name, module, values: {} });

/** Proofs that do not succeed, one of each kind. */
export const proofs: readonly Proof[] = [
  entry('overrunning', Overrunning),
  entry('decade', Decade),
  entry('impossible', Impossible),
  entry('silent', Silent),
];
