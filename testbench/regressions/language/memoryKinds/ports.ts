import { bool, indexWidth, input, int, module, output, struct, uint, when } from '../../../../dsl/index.ts';

/** Memories with several ports: two writers in order and disjoint, reads that meet a write each way, one or two cycles late. */
export const MemoryPorts = module(
  'memory_ports',
  {
    params: { DEPTH: int(5, { min: 1 }), W: int(4, { min: 1 }), LANES: int(2, { min: 1 }) },
    ports: ({ DEPTH, W, LANES }) => ({
      first: input(bool),
      first_at: input(uint(indexWidth(DEPTH))),
      first_data: input(uint(W)),
      second: input(bool),
      second_at: input(uint(indexWidth(DEPTH))),
      second_data: input(uint(W)),
      enable: input(bool),
      at: input(uint(indexWidth(DEPTH))),
      mask: input(uint(LANES)),
      wide: input(uint(LANES.times(W))),
      ordered_old: output(uint(W)),
      ordered_new: output(uint(W)),
      ordered_undefined: output(uint(W)),
      ordered_late: output(uint(W)),
      apart_old: output(uint(W)),
      apart_new: output(uint(W)),
      lanes_old: output(uint(LANES.times(W))),
      lanes_new: output(uint(LANES.times(W))),
      lanes_undefined: output(uint(LANES.times(W))),
      lanes_apart: output(uint(LANES.times(W))),
      pair_word: output(uint(W)),
      pair_mark: output(bool),
    }),
  },
  (io, { DEPTH, W, LANES }, m) => {
    const { first, second, first_at, second_at, enable, at, mask, wide } = io;
    const ordered = m.mem('ordered', uint(W), DEPTH);
    when(first, () => ordered.write(first_at, io.first_data));
    when(second, () => ordered.write(second_at, io.second_data));
    io.ordered_old.set(ordered.readSync(at, { enable }));
    io.ordered_new.set(ordered.readSync(at, { enable, readDuringWrite: 'new' }));
    io.ordered_undefined.set(ordered.readSync(at, { enable, readDuringWrite: 'undefined' }));
    io.ordered_late.set(ordered.readSync(at, { enable, latency: 2, readDuringWrite: 'new' }));

    // The second writer gives way where the two would meet.
    const apart = m.mem('apart', uint(W), DEPTH, { writers: 'disjoint' });
    const differ = first_at.ne(second_at);
    when(first, () => apart.write(first_at, io.first_data));
    when(second, () => {
      when(differ, () => apart.write(second_at, io.second_data)).elseWhen(first.not(), () =>
        apart.write(second_at, io.second_data),
      );
    });
    io.apart_old.set(apart.readSync(at));
    io.apart_new.set(apart.readSync(at, { readDuringWrite: 'new' }));

    const lanes = m.mem('lanes', uint(LANES.times(W)), DEPTH, { laneWidth: W, readDuringWrite: 'new' });
    when(first, () => lanes.write(first_at, wide, mask));
    when(second, () => lanes.write(second_at, wide.not()));
    io.lanes_old.set(lanes.readSync(at, { enable, readDuringWrite: 'old' }));
    io.lanes_new.set(lanes.readSync(at, enable));
    io.lanes_undefined.set(lanes.readSync(at, { enable, readDuringWrite: 'undefined' }));

    const lanes_apart_words = m.mem('lanes_apart_words', uint(LANES.times(W)), DEPTH, {
      laneWidth: W,
      writers: 'disjoint',
    });
    when(first, () => lanes_apart_words.write(first_at, wide, mask));
    when(second, () => lanes_apart_words.write(first_at, wide.not(), mask.not()));
    io.lanes_apart.set(lanes_apart_words.readSync(at));

    const pair = struct({ word: uint(W), mark: bool });
    const pairs = m.mem('pairs', pair, DEPTH, { readDuringWrite: 'new' });
    const { given } = m.wires({ given: pair });
    given.set({ word: io.first_data, mark: second });
    when(first, () => pairs.write(first_at, given));
    const found = pairs.readSync(at, { enable, latency: 2 });
    io.pair_word.set(found.word);
    io.pair_mark.set(found.mark);
  },
);
