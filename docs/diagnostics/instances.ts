import { type BoolType, bool, input, int, type Module, module, output, uint, unused } from '../../dsl/index.ts';
import type { PortSpec } from '../../dsl/ports.ts';
import type { Cases } from './case.ts';

/** A module that instantiates itself says its type: TypeScript does not infer it in a circle. */
type AnyTree = Module<
  { LEAVES: ReturnType<typeof int> },
  { a: PortSpec<'in', BoolType>; q: PortSpec<'out', BoolType> }
>;

export const instances = {
  'unconnected-port': {
    meaning: 'Every port of an instance is connected. An output that nobody wants is left out with a reason.',
    wrong: () => {
      const Divider = module(
        'divider',
        { params: {}, ports: () => ({ a: input(uint(8)), half: output(uint(7)), rest: output(bool) }) },
        ({ a, half, rest }) => {
          half.set(a.shiftRightBy(1));
          rest.set(a.bit(0));
        },
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ a: input(uint(8)), half: output(uint(7)) }) },
        ({ a, half }, _, m) => {
          // @ts-expect-error
          m.inst('divider', Divider, {}, { a, half });
        },
      );
      return Top;
    },
    right: () => {
      const Divider = module(
        'divider',
        { params: {}, ports: () => ({ a: input(uint(8)), half: output(uint(7)), rest: output(bool) }) },
        ({ a, half, rest }) => {
          half.set(a.shiftRightBy(1));
          rest.set(a.bit(0));
        },
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ a: input(uint(8)), half: output(uint(7)) }) },
        ({ a, half }, _, m) => {
          m.inst('divider', Divider, {}, { a, half, rest: unused('only the quotient is shown') });
        },
      );
      return Top;
    },
  },
  'unknown-port': {
    meaning: 'A connection names a port that the module does not have.',
    wrong: () => {
      const Inverter = module(
        'inverter',
        { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }) => q.set(a.not()),
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ x: input(bool), y: output(bool) }) },
        ({ x, y }, _, m) => {
          // @ts-expect-error
          m.inst('inverter', Inverter, {}, { a: x, q: y, enable: x });
        },
      );
      return Top;
    },
    right: () => {
      const Inverter = module(
        'inverter',
        { params: {}, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }) => q.set(a.not()),
      );
      const Top = module(
        'top',
        { params: {}, ports: () => ({ x: input(bool), y: output(bool) }) },
        ({ x, y }, _, m) => {
          m.inst('inverter', Inverter, {}, { a: x, q: y });
        },
      );
      return Top;
    },
  },
  'unknown-parameter': {
    meaning: 'An instance or a configuration gives a value for a parameter that the module does not have.',
    wrong: () => {
      const Delay = module(
        'delay',
        {
          params: { WIDTH: int(8, { min: 1 }) },
          ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), q: output(uint(WIDTH)) }),
        },
        ({ a, q }, _, m) => q.set(m.pipe(a, 1)),
      );
      return { name: 'wide', description: 'A wide delay.', module: Delay, values: { WIDHT: 32 } };
    },
    right: () => {
      const Delay = module(
        'delay',
        {
          params: { WIDTH: int(8, { min: 1 }) },
          ports: ({ WIDTH }) => ({ a: input(uint(WIDTH)), q: output(uint(WIDTH)) }),
        },
        ({ a, q }, _, m) => q.set(m.pipe(a, 1)),
      );
      return { name: 'wide', description: 'A wide delay.', module: Delay, values: { WIDTH: 32 } };
    },
  },
  'endless-instances': {
    meaning:
      'A module may instantiate itself, as a tree does, where the inner one is smaller: a parameter read with `.value` says ' +
      'when to stop. This one never does.',
    wrong: () => {
      const Tree: AnyTree = module(
        'tree',
        { params: { LEAVES: int(4, { min: 1 }) }, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }, { LEAVES }, m) => {
          m.inst('half', Tree, { LEAVES: Math.ceil(LEAVES.value / 2) }, { a, q });
        },
      );
      return Tree;
    },
    right: () => {
      const Tree: AnyTree = module(
        'tree',
        { params: { LEAVES: int(4, { min: 1 }) }, ports: () => ({ a: input(bool), q: output(bool) }) },
        ({ a, q }, { LEAVES }, m) => {
          if (LEAVES.value === 1) q.set(a.not());
          else m.inst('half', Tree, { LEAVES: Math.ceil(LEAVES.value / 2) }, { a, q });
        },
      );
      return Tree;
    },
  },
} satisfies Cases;
