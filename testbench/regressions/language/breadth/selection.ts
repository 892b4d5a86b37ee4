import {
  bool,
  indexWidth,
  input,
  int,
  lowestOne,
  lowestOneIndex,
  module,
  oneHotIndex,
  oneHotMux,
  output,
  priorityMux,
  sint,
  struct,
  table,
  uint,
  vec,
  type Width,
} from '../../../../dsl/index.ts';

const entry = (W: Width) => struct({ data: sint(W), tag: uint(2) });

/** Values chosen by priority and by one bit, from lists and from vecs; a table, a counter, pipelines. */
export const Selection = module(
  'selection',
  {
    params: { N: int(5, { min: 1 }), W: int(4, { min: 3 }), STAGES: int(2, { min: 0 }) },
    ports: ({ N, W }) => ({
      request: input(uint(N)),
      entries: input(vec(N, entry(W))),
      first: input(bool),
      second: input(bool),
      step: input(bool),
      clear: input(bool),
      which: input(uint(2)),
      grant: output(uint(N)),
      index: output(uint(indexWidth(N))),
      hot: output(entry(W)),
      hot_index: output(uint(indexWidth(N))),
      urgent: output(entry(W)),
      listed: output(entry(W)),
      one_of: output(sint(W)),
      coefficient: output(sint(W)),
      count: output(uint(indexWidth(N.plus(1)))),
      at_end: output(bool),
      late: output(entry(W)),
      late_request: output(uint(N)),
      later: output(bool),
    }),
  },
  (io, { N, W, STAGES }, m) => {
    const grant = lowestOne(io.request);
    io.grant.set(grant);
    io.index.set(lowestOneIndex(io.request));
    io.hot_index.set(oneHotIndex(grant));
    io.hot.set(oneHotMux(grant, io.entries));
    io.urgent.set(priorityMux(io.request, io.entries));
    const listed = priorityMux(
      [
        [io.first, io.entries.at(0)],
        [io.second, { data: -1, tag: 3 }],
      ],
      io.entries.at(N.minus(1)),
    );
    io.listed.set(listed);
    io.one_of.set(
      oneHotMux(sint(W), [
        [io.first.and(io.second.not()), io.entries.at(0).data],
        [io.second.and(io.first.not()), -2],
      ]),
    );
    const coefficients = table(sint(W), [3, -4, 0, -1]);
    io.coefficient.set(coefficients.at(io.which));
    const steps = m.counter('steps', N.plus(1), { enable: io.step, clear: io.clear });
    io.count.set(steps.value);
    io.at_end.set(steps.isLast);
    const late = m.pipe(io.entries.at(0), STAGES, { enable: io.step });
    io.late.set(late);
    io.late_request.set(m.pipe(io.request, STAGES.plus(1), { name: 'requests', reset: 'zero' }));
    io.later.set(m.pipe(m.pipe(io.first, 0), 3, { reset: 'zero' }));
  },
);
