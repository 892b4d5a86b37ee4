/**
 * A file of modules as users write them: parameters, ports of every kind, registers, a choice, a state machine, a loop, an
 * instance of the module before. Names and widths differ, so that no type is shared that a real file would not share.
 */
export function generatedModules(count: number, languagePath: string): string {
  const modules = Array.from({ length: count }, (_, position) => generatedModule(position));
  return [
    'import {',
    '  bool, connect, enumeration, fsm, genFor, input, int, match, module, mux, output, sink, source, struct, uint, vec, when,',
    `} from '${languagePath}';`,
    'export const used = [bool, connect, enumeration, fsm, genFor, input, int, match, module, mux, output];',
    'export const types = [sink, source, struct, uint, vec, when];',
    ...modules,
    '',
  ].join('\n');
}

function generatedModule(position: number): string {
  const name = `Block${position}`;
  const width = 4 + (position % 24);
  const instance = position === 0 ? [] : instanceOf(position - 1, position);
  return `
const Operation${position} = enumeration('add', 'subtract', 'hold_${position}');
const Packet${position} = struct({ data_${position}: uint(${width}), last: bool });
export const ${name} = module(
  'block_${position}',
  {
    params: { WIDTH_${position}: int(${width}, { min: 2 }), DEPTH_${position}: int(4, { min: 2 }) },
    ports: ({ WIDTH_${position} }) => ({
      operation: input(Operation${position}),
      enable: input(bool),
      left_${position}: input(uint(WIDTH_${position})),
      right: input(uint(WIDTH_${position})),
      packet: input(Packet${position}),
      in: sink(uint(WIDTH_${position})),
      out: source(uint(WIDTH_${position})),
      result: output(uint(WIDTH_${position})),
      lanes: output(vec(${width}, bool)),
      data: output(uint(${width})),
    }),
  },
  (io, { WIDTH_${position} }, m) => {
    const { operation, enable, left_${position}: left, right, packet, result, lanes, data } = io;
    const { sum, busy } = m.regs({ sum: uint(WIDTH_${position}), busy: bool }, { reset: { sum: 1 } });
    const chosen = match(operation, {
      add: () => left.addWrap(right),
      subtract: () => left.subWrap(right),
      hold_${position}: () => sum,
    });
    when(enable, () => sum.set(chosen)).otherwise(() => sum.set(sum.inc()));
    const machine = fsm('idle', {
      idle: go => {
        when(packet.last, () => go('work_${position}'));
      },
      work_${position}: go => go('idle'),
    });
    busy.set(machine.is('idle').and(left.lt(right)));
    genFor(${width}, 'lane', i => lanes.at(i).set(packet.data_${position}.eq(i)));
    data.set(mux(busy, packet.data_${position}, packet.data_${position}.not()));
    connect(io.in, io.out);
${instance.join('\n')}
    result.set(sum.add(left).truncate(WIDTH_${position}));
  },
);`;
}

/** An instance of another block, with its parameters given by this one's. */
function instanceOf(child: number, parent: number): string[] {
  const width = 4 + (child % 24);
  return [
    `    const { inner, bits, word } = m.wires({ inner: uint(WIDTH_${parent}), bits: vec(${width}, bool), word: uint(${width}) });`,
    `    const { from, to } = m.streams({ from: uint(WIDTH_${parent}), to: uint(WIDTH_${parent}) });`,
    `    const { state, other } = m.wires({ state: Operation${child}, other: Packet${child} });`,
    `    m.inst('child', Block${child}, { WIDTH_${child}: WIDTH_${parent} }, {`,
    `      operation: state, enable, left_${child}: left, right, packet: other, in: from, out: to,`,
    '      result: inner, lanes: bits, data: word,',
    '    });',
  ];
}
