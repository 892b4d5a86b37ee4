import {
  bool,
  bufferStream,
  filterStream,
  forkStream,
  type HwType,
  joinStreams,
  mapStream,
  mux,
  type Operand,
  registerStream,
  type Stream,
  uint,
  zero,
} from '../../dsl/index.ts';
import { structOf } from '../../dsl/struct.ts';
import { assign, type Body, wire } from './body.ts';
import { isScalar, toBool } from './coerce.ts';
import { expression } from './expression.ts';
import { leaves, unpacked } from './parts.ts';
import type { ConstructPlan } from './planStatements.ts';
import { call, type Said, scalarType, typeText, type Value } from './scribe.ts';

type Flow = Said<Stream<HwType>>;

/** A stream through combinators: what goes in and when it is taken are values. */
export function flow(body: Body, plan: ConstructPlan & { readonly kind: 'stream' }): void {
  const { scribe, m } = body;
  const type = plan.isStruct
    ? structOf({ tag: uint(2), load: scalarType(plan.type, scribe.parameters) })
    : scalarType(plan.type, scribe.parameters);
  const name = scribe.fresh('stream');
  const bits = unpacked(scribe, type, expression(scribe, plan.value));
  const valid = toBool(expression(scribe, plan.valid), 2);
  const ready = toBool(scribe.named(toBool(expression(scribe, plan.ready), 3), 'c'));
  scribe.line(`const { ${name} } = m.streams({ ${name}: ${typeText(type)} });`);
  const entry = m.streams({ [name]: type })[name];
  if (entry === undefined) throw new Error('no stream');
  scribe.line(`${name}.valid.set(${valid.text});`);
  entry.valid.set(valid.said);
  assign(scribe, { said: entry.bits, text: `${name}.bits` }, bits);
  const taken = wire(body, bool, 'taken');
  let stage: Flow = { said: entry, text: name };
  const steps = plan.steps.filter(step => body.hasReset || step === 'map' || step === 'filter');
  for (const step of steps) stage = next(body, stage, step);
  const { said: last, text } = stage;
  scribe.line(`${text}.ready.set(${ready.text});`);
  last.ready.set(ready.said);
  assign(scribe, taken, { said: entry.fire, text: `${name}.fire` });
  // What an invalid stream offers is anything.
  const offered = leaves({ said: last.bits, text: `${text}.bits` }).filter(isScalar);
  for (const part of offered) {
    const nothing = { said: zero(part.said.type), text: `zero(${typeText(part.said.type)})` };
    scribe.values.push(
      scribe.named({
        said: mux<HwType>(last.valid, part.said, nothing.said),
        text: `mux(${text}.valid, ${part.text}, ${nothing.text})`,
      }),
    );
  }
  scribe.values.push({ said: last.valid, text: `${text}.valid` }, taken);
}

function next({ scribe }: Body, { said, text }: Flow, step: 'map' | 'filter' | 'register' | 'buffer' | 'fork'): Flow {
  const name = scribe.fresh('next');
  const made = (operation: string, stream: Stream<HwType>): Flow => {
    scribe.line(`const ${name} = ${operation};`);
    return { said: stream, text: name };
  };
  const inner = (element: Operand<HwType>, where: string): Value => {
    const [last] = leaves({ said: element, text: where }).slice(-1);
    if (last === undefined) throw new Error('nothing in the stream');
    return last;
  };
  switch (step) {
    case 'map': {
      const change = (element: Operand<HwType>): Operand<HwType> => call(inner(element, 'element'), 'not').said;
      const change_ = call(inner(said.bits, 'element'), 'not').text;
      return made(`mapStream(${text}, element => ${change_})`, mapStream<HwType, HwType>(said, change));
    }
    case 'filter': {
      const keeps = (element: Operand<HwType>) => toBool(inner(element, 'element'), 3).said;
      const keeps_ = toBool(inner(said.bits, 'element'), 3).text;
      return made(`filterStream(${text}, element => ${keeps_})`, filterStream<HwType>(said, keeps));
    }
    case 'register':
      return made(`registerStream(${text})`, registerStream<HwType>(said));
    case 'buffer': {
      const depth = scribe.parameters.N;
      const words = scribe.fresh('words');
      return made(`bufferStream(${text}, ${depth.text}, '${words}')`, bufferStream<HwType>(said, depth.said, words));
    }
    case 'fork': {
      const [left, right] = forkStream<HwType>(said, 2);
      if (left === undefined || right === undefined) throw new Error('no two streams');
      scribe.line(`const [${name}_a, ${name}_b] = forkStream(${text}, 2);`);
      scribe.line(`const ${name}_late = registerStream(${name}_b);`);
      const late = registerStream<HwType>(right);
      return made(
        `joinStreams({ left: ${name}_a, right: ${name}_late })`,
        joinStreams<Readonly<Record<string, Stream<HwType>>>>({ left, right: late }) as Stream<HwType>,
      );
    }
  }
}
