import {
  bool,
  enumeration,
  genFor,
  indexWidth,
  input,
  int,
  module,
  mux,
  output,
  pack,
  sint,
  struct,
  uint,
  unpack,
  vec,
  type Width,
  when,
} from '../../../../dsl/index.ts';

export const Kind = enumeration('empty', 'data', 'last');

const point = (W: Width) => struct({ x: sint(W), y: uint(W) });

/** A struct with everything in it: a bool, an enumeration, a vec, a struct, a vec of structs. */
const packet = (N: Width, W: Width) =>
  struct({ valid: bool, kind: Kind, values: vec(N, uint(W)), origin: point(W), points: vec(N, point(W)) });

/** Structs in ports, registers, wires, memories and instances; chosen, compared, packed and taken apart. */
export const Structs = module(
  'structs',
  {
    params: { N: int(3, { min: 1 }), W: int(4, { min: 1 }) },
    ports: ({ N, W }) => ({
      given: input(packet(N, W)),
      bits: input(uint(packet(N, W).width)),
      index: input(uint(indexWidth(N))),
      choose: input(bool),
      write: input(bool),
      address: input(uint(2)),
      /** What was given last, with a kind of its own. */
      held: output(packet(N, W)),
      as_bits: output(uint(packet(N, W).width)),
      unpacked: output(packet(N, W)),
      chosen: output(packet(N, W)),
      same: output(bool),
      differs: output(bool),
      point: output(point(W)),
      word: output(packet(N, W)),
      turned: output(vec(N, point(W))),
      kind: output(Kind),
      is_data: output(bool),
    }),
  },
  (io, { N, W }, m) => {
    const type = packet(N, W);
    const { state } = m.regs({ state: type }, { reset: { state: { kind: 'last', origin: { x: -1 } } } });
    when(io.write, () => {
      state.set(io.given);
      state.kind.set('data');
      state.points.at(io.index).y.set(0);
    });
    io.held.set(state);
    io.as_bits.set(pack(io.given));
    io.unpacked.set(unpack(type, io.bits));
    const other = unpack(type, io.bits);
    io.chosen.set(mux(io.choose, io.given, other));
    io.same.set(io.given.eq(state));
    io.differs.set(io.given.ne(state));
    io.point.set(io.given.points.at(io.index));
    const words = m.mem('words', type, 4);
    when(io.write, () => words.write(io.address, io.given));
    io.word.set(words.readSync(io.address, io.choose));
    const { swapped } = m.wires({ swapped: vec(N, point(W)) });
    genFor(N, 'turn', t => {
      swapped.at(t).set({ x: io.given.points.at(t).y.asSint(), y: io.given.points.at(t).x.asUint() });
    });
    io.turned.set(swapped);
    io.kind.set(mux(io.choose, 'empty', io.given.kind));
    io.is_data.set(io.given.kind.is('data'));
  },
);
