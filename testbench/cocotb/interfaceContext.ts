import type { Bench } from './bench.ts';
import { call, dictionary, docstring, layOut, type PythonExpression, quoted, tuple } from './pythonExpression.ts';

const docLine = (doc: string, indent: number): string => (doc === '' ? '' : docstring([doc], indent));

/** What the template of the interface is given. */
export function interfaceContext({ top, interface: described, vectors }: Bench): Record<string, unknown> {
  const { parameters, enumerations, structs, streams, values } = described;
  const flat = vectors.kind === 'cycles';
  const payload = ({ ports, packing }: { ports: readonly string[]; packing: PythonExpression }) =>
    call('Ports', [tuple(ports.map(quoted)), packing]);
  const assignment = (name: string, expression: PythonExpression): string => {
    const start = `${name}: Final = `;
    return start + layOut(expression, start.length);
  };
  const constants = [
    ...streams.map(stream => ({
      text: assignment(
        stream.constant,
        call('Stream', [], {
          valid: quoted(stream.valid),
          ready: stream.ready === undefined ? 'None' : quoted(stream.ready),
          payload: payload(stream),
        }),
      ),
      doc: docLine(stream.doc, 0),
    })),
    ...values.map(value => ({ text: assignment(value.constant, payload(value)), doc: docLine(value.doc, 0) })),
  ];
  if (flat)
    for (const [name, direction] of [
      ['INPUTS', 'input'],
      ['OUTPUTS', 'output'],
    ] as const) {
      const start = `${name}: Final[dict[str, Ports[Any]]] = `;
      const own = values.filter(value => value.direction === direction);
      const entries = own.map(({ key, constant }): readonly [string, string] => [key, constant]);
      constants.push({
        text: start + layOut(dictionary(entries), start.length),
        doc: docLine(`${direction === 'input' ? 'Inputs' : 'Outputs'} by their names in vectors.json.`, 0),
      });
    }
  const written = [...streams, ...values].map(({ packing }) => layOut(packing)).join('\n');
  const everything = [written, ...structs.map(({ packing }) => layOut(packing))].join();
  const packings = ['Bool', 'Enumeration', 'SInt', 'Struct', 'UInt', 'Vec', 'clog2'];
  return {
    moduleDoc: docstring(
      [`The interface of ${top.verilog.name}, as its description has it.`, 'Written by Scoville.'],
      0,
    ),
    flat,
    bare: parameters.length + enumerations.length + structs.length === 0,
    parameters: parameters.map(({ name, value, doc }) => ({ name, value, doc: docLine(doc, 0) })),
    enumerations: enumerations.map(each => ({ ...each, doc: docstring([each.doc], 4) })),
    structs: structs.map(each => ({
      ...each,
      doc: docstring([each.doc], 4),
      packing: assignment(each.constant, each.packing),
      fields: each.fields.map(field => ({ ...field, doc: docLine(field.doc, 4) })),
    })),
    packingImports: packings.filter(name => new RegExp(`\\b${name}\\(`).test(everything)).join(', '),
    streamImports: streams.length > 0 ? 'Ports, Stream' : 'Ports',
    constants,
  };
}
