import {
  asynchronous,
  bool,
  clock,
  clocked,
  input,
  int,
  module,
  output,
  synchronise,
  uint,
  when,
} from '../../dsl/index.ts';
import type { Cases } from './case.ts';

export const clocks = {
  'clock-domain-crossing': {
    meaning:
      'What one clock changes is read at the edge of another: it may change at that very moment. The path leads from where the value comes from to what takes it over. `no clock` is what was declared `asynchronous`.',
    wrong: () => {
      const Lamp = module(
        'lamp',
        {
          params: {},
          clocks: { control: clock(), light: clock() },
          ports: (_, { control, light }) => ({ button: control.port(input(bool)), lit: light.port(output(bool)) }),
        },
        ({ button, lit }, _, m, { control, light }) => {
          const { wanted } = clocked(control, () => m.regs({ wanted: bool }));
          when(button, () => wanted.set(wanted.not()));
          clocked(light, () => {
            const { on } = m.regs({ on: bool });
            on.set(wanted);
            lit.set(on);
          });
        },
      );
      return Lamp;
    },
    right: () => {
      const Lamp = module(
        'lamp',
        {
          params: {},
          clocks: { control: clock(), light: clock() },
          ports: (_, { control, light }) => ({ button: control.port(input(bool)), lit: light.port(output(bool)) }),
        },
        ({ button, lit }, _, m, { control, light }) => {
          const { wanted } = clocked(control, () => m.regs({ wanted: bool }));
          when(button, () => wanted.set(wanted.not()));
          clocked(light, () => {
            const on = synchronise(wanted);
            lit.set(on);
          });
        },
      );
      return Lamp;
    },
  },
  'crossing-of-logic': {
    meaning:
      'A gate gives short pulses while its inputs change one after the other. Its own clock waits for it to settle; another clock may take a pulse for the value. `quasi-static` values are exempt.',
    wrong: () => {
      const Alarm = module(
        'alarm',
        {
          params: {},
          clocks: { sensors: clock(), bell: clock() },
          ports: (_, { sensors, bell }) => ({
            heat: sensors.port(input(bool)),
            smoke: sensors.port(input(bool)),
            rings: bell.port(output(bool)),
          }),
        },
        ({ heat, smoke, rings }, _, _m, { bell }) => {
          const fire = clocked(bell, () => synchronise(heat.or(smoke)));
          rings.set(fire);
        },
      );
      return Alarm;
    },
    right: () => {
      const Alarm = module(
        'alarm',
        {
          params: {},
          clocks: { sensors: clock(), bell: clock() },
          ports: (_, { sensors, bell }) => ({
            heat: sensors.port(input(bool)),
            smoke: sensors.port(input(bool)),
            rings: bell.port(output(bool)),
          }),
        },
        ({ heat, smoke, rings }, _, m, { sensors, bell }) => {
          const { danger } = clocked(sensors, () => m.regs({ danger: bool }));
          danger.set(heat.or(smoke));
          const fire = clocked(bell, () => synchronise(danger));
          rings.set(fire);
        },
      );
      return Alarm;
    },
  },
  'outside-clock': {
    meaning: 'A module with several clocks has none that is meant where nothing is said.',
    wrong: () => {
      const Blinker = module(
        'blinker',
        {
          params: {},
          clocks: { fast: clock(), slow: clock() },
          ports: (_, { slow }) => ({ on: slow.port(output(bool)) }),
        },
        ({ on }, _, m) => {
          const { state } = m.regs({ state: bool });
          state.set(state.not());
          on.set(state);
        },
      );
      return Blinker;
    },
    right: () => {
      const Blinker = module(
        'blinker',
        {
          params: {},
          clocks: { fast: clock(), slow: clock() },
          ports: (_, { slow }) => ({ on: slow.port(output(bool)) }),
        },
        ({ on }, _, m, { slow }) => {
          clocked(slow, () => {
            const { state } = m.regs({ state: bool });
            state.set(state.not());
            on.set(state);
          });
        },
      );
      return Blinker;
    },
  },
  'unknown-clock': {
    meaning: 'A clock is named that the module does not declare, or that belongs to another module.',
    wrong: () => {
      const Blinker = module('blinker', { params: {}, ports: () => ({ on: output(bool) }) }, ({ on }, _, m) => {
        const { state } = m.regs({ state: bool });
        state.set(state.not());
        on.set(state);
      });
      const Top = module(
        'top',
        { params: {}, clocks: { main: clock() }, ports: () => ({ on: output(bool) }) },
        ({ on }, _, m, { main }) => {
          // @ts-expect-error
          m.inst('blinker', Blinker, {}, { on }, { clocks: { slow: main } });
        },
      );
      return Top;
    },
    right: () => {
      const Blinker = module('blinker', { params: {}, ports: () => ({ on: output(bool) }) }, ({ on }, _, m) => {
        const { state } = m.regs({ state: bool });
        state.set(state.not());
        on.set(state);
      });
      const Top = module(
        'top',
        { params: {}, clocks: { main: clock() }, ports: () => ({ on: output(bool) }) },
        ({ on }, _, m, { main }) => {
          clocked(main, () => m.inst('blinker', Blinker, {}, { on }));
        },
      );
      return Top;
    },
  },
  'port-without-clock': {
    meaning: 'In a module with several clocks a port says to which of them it belongs.',
    wrong: () => {
      const Pass = module(
        'pass',
        {
          params: {},
          clocks: { fast: clock(), slow: clock() },
          ports: (_, { slow }) => ({ a: input(bool), q: slow.port(output(bool)) }),
        },
        ({ a, q }, _, _m, { slow }) => {
          const taken = clocked(slow, () => synchronise(a));
          q.set(taken);
        },
      );
      return Pass;
    },
    right: () => {
      const Pass = module(
        'pass',
        {
          params: {},
          clocks: { fast: clock(), slow: clock() },
          ports: (_, { slow }) => ({ a: asynchronous(input(bool)), q: slow.port(output(bool)) }),
        },
        ({ a, q }, _, _m, { slow }) => {
          const taken = clocked(slow, () => synchronise(a));
          q.set(taken);
        },
      );
      return Pass;
    },
  },
  'unconnected-clock': {
    meaning: 'An instance of a module with several clocks says which domain each of them is.',
    wrong: () => {
      const Flag = module(
        'flag',
        {
          params: {},
          clocks: { set: clock(), see: clock() },
          ports: (_, { set, see }) => ({ a: set.port(input(bool)), q: see.port(output(bool)) }),
        },
        ({ a, q }, _, _m, { see }) => {
          const seen = clocked(see, () => synchronise(a));
          q.set(seen);
        },
      );
      const Top = module(
        'top',
        {
          params: {},
          clocks: { fast: clock(), slow: clock() },
          ports: (_, { fast, slow }) => ({ a: fast.port(input(bool)), q: slow.port(output(bool)) }),
        },
        ({ a, q }, _, m, { fast }) => {
          // @ts-expect-error
          m.inst('flag', Flag, {}, { a, q }, { clocks: { set: fast } });
        },
      );
      return Top;
    },
    right: () => {
      const Flag = module(
        'flag',
        {
          params: {},
          clocks: { set: clock(), see: clock() },
          ports: (_, { set, see }) => ({ a: set.port(input(bool)), q: see.port(output(bool)) }),
        },
        ({ a, q }, _, _m, { see }) => {
          const seen = clocked(see, () => synchronise(a));
          q.set(seen);
        },
      );
      const Top = module(
        'top',
        {
          params: {},
          clocks: { fast: clock(), slow: clock() },
          ports: (_, { fast, slow }) => ({ a: fast.port(input(bool)), q: slow.port(output(bool)) }),
        },
        ({ a, q }, _, m, { fast, slow }) => {
          m.inst('flag', Flag, {}, { a, q }, { clocks: { set: fast, see: slow } });
        },
      );
      return Top;
    },
  },
  'clock-mismatch': {
    meaning:
      'A clock takes from the domain of its instance what it does not state: the kind of the reset, the edge, an enable. What it states stays, and has to be so in the domain too: one net that resets in both ways cannot be timed, and a synchronous reset may have glitches, on which an asynchronous one would act. Only the level of a reset is turned round at the instance.',
    wrong: () => {
      const Counter = module(
        'counter',
        { params: {}, clocks: { main: clock({ reset: 'synchronous' }) }, ports: () => ({ count: output(uint(4)) }) },
        ({ count }, _, m) => {
          const { value } = m.regs({ value: uint(4) });
          value.set(value.inc());
          count.set(value);
        },
      );
      const Top = module(
        'top',
        {
          params: {},
          clocks: { board: clock({ reset: 'asynchronous', active: 'low' }) },
          ports: () => ({ count: output(uint(4)) }),
        },
        ({ count }, _, m) => m.inst('counter', Counter, {}, { count }),
      );
      return Top;
    },
    right: () => {
      const Counter = module(
        'counter',
        { params: {}, clocks: { main: clock() }, ports: () => ({ count: output(uint(4)) }) },
        ({ count }, _, m) => {
          const { value } = m.regs({ value: uint(4) });
          value.set(value.inc());
          count.set(value);
        },
      );
      const Top = module(
        'top',
        {
          params: {},
          clocks: { board: clock({ reset: 'asynchronous', active: 'low' }) },
          ports: () => ({ count: output(uint(4)) }),
        },
        ({ count }, _, m) => m.inst('counter', Counter, {}, { count }),
      );
      return Top;
    },
  },
  'no-reset': {
    meaning: 'A register is reset to zero unless something else is said, but its clock was declared without a reset.',
    wrong: () => {
      const Delay = module(
        'delay',
        {
          params: {},
          clocks: { main: clock({ reset: 'none' }) },
          ports: () => ({ a: input(bool), q: output(bool) }),
        },
        ({ a, q }, _, m) => {
          const { held } = m.regs({ held: bool });
          held.set(a);
          q.set(held);
        },
      );
      return Delay;
    },
    right: () => {
      const Delay = module(
        'delay',
        {
          params: {},
          clocks: { main: clock({ reset: 'none' }) },
          ports: () => ({ a: input(bool), q: output(bool) }),
        },
        ({ a, q }, _, m) => {
          const { held } = m.regs({ held: bool }, { reset: 'none' });
          held.set(a);
          q.set(held);
        },
      );
      return Delay;
    },
  },
  'wide-synchroniser': {
    meaning:
      'Each bit of a value passes its own registers, and may be seen a cycle earlier or later than its neighbour: 7 that becomes 8 may be seen as 15. A code in which that does no harm has to be stated, with what sees to it.',
    wrong: () => {
      const Gauge = module(
        'gauge',
        {
          params: { WIDTH: int(4, { min: 2 }) },
          clocks: { source: clock(), display: clock() },
          ports: ({ WIDTH }, { source, display }) => ({
            level: source.port(input(uint(WIDTH))),
            shown: display.port(output(uint(WIDTH))),
          }),
        },
        ({ level, shown }, _, _m, { display }) => {
          // @ts-expect-error
          const seen = clocked(display, () => synchronise(level));
          // @ts-expect-error
          shown.set(seen);
        },
      );
      return Gauge;
    },
    right: () => {
      const Gauge = module(
        'gauge',
        {
          params: { WIDTH: int(4, { min: 2 }) },
          clocks: { source: clock(), display: clock() },
          ports: ({ WIDTH }, { source, display }) => ({
            level: source.port(input(uint(WIDTH))),
            shown: display.port(output(uint(WIDTH))),
          }),
        },
        ({ level, shown }, _, _m, { display }) => {
          const seen = clocked(display, () =>
            synchronise(level, { code: 'gray', reason: 'the level moves by one and is coded by the sensor' }),
          );
          shown.set(seen);
        },
      );
      return Gauge;
    },
  },
  'clock-misuse': {
    meaning: 'An option of a clock, or of a crossing, that makes no sense with the others.',
    wrong: () => {
      const Button = module(
        'button',
        { params: {}, ports: () => ({ pressed: asynchronous(input(bool)), seen: output(bool) }) },
        ({ pressed, seen }) => {
          const steady = synchronise(pressed, { stages: 1 });
          seen.set(steady);
        },
      );
      return Button;
    },
    right: () => {
      const Button = module(
        'button',
        { params: {}, ports: () => ({ pressed: asynchronous(input(bool)), seen: output(bool) }) },
        ({ pressed, seen }) => {
          const steady = synchronise(pressed, { stages: 3 });
          seen.set(steady);
        },
      );
      return Button;
    },
  },
} satisfies Cases;
