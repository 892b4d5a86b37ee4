import { readFile } from 'node:fs/promises';
import Handlebars from 'handlebars';
import { type Bench, docOf } from './bench.ts';
import { interfaceContext } from './interfaceContext.ts';
import { dictionary, layOut } from './pythonExpression.ts';
import { cyclesContext, streamsContext } from './testContext.ts';
import { type VectorsHead, vectorsJson } from './vectorsJson.ts';

/** Files that every bench has, as they are. */
const libraryFiles = ['packing.py', 'streams.py', 'pyproject.toml', 'requirements.txt'];

const text = (path: string): Promise<string> => readFile(new URL(path, import.meta.url), 'utf8');

async function render(name: string, context: Readonly<Record<string, unknown>>): Promise<string> {
  const template = Handlebars.compile(await text(`templates/${name}.hbs`), { noEscape: true });
  return `${template(context)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .trimEnd()}\n`;
}

const parametersOf = ({ top, interface: { parameters } }: Bench): [string, number][] =>
  top.verilog.parameters.map(({ name }, position) => [name, parameters[position]?.value ?? 0]);

/** The files of a bench's folder by their names. */
export async function benchFiles(bench: Bench): Promise<Map<string, string>> {
  const { name, top, seed, origin, sources, data } = bench;
  const parameters = parametersOf(bench);
  const assignment = 'PARAMETERS: dict[str, object] = ';
  const head: VectorsHead = {
    block: top.verilog.name,
    origin,
    seed,
    parameters: Object.fromEntries(parameters),
  };
  const isStreams = bench.vectors.kind === 'streams';
  const docs = new Map(top.verilog.parameters.map(({ name: parameter, comment }) => [parameter, comment.join(' ')]));
  return new Map([
    ...(await Promise.all(
      libraryFiles.map(async (file): Promise<[string, string]> => [file, await text(`library/${file}`)]),
    )),
    [`${name}_interface.py`, await render('interface.py', interfaceContext(bench))],
    [
      `test_${name}.py`,
      isStreams
        ? await render('test_streams.py', streamsContext(bench))
        : await render('test_cycles.py', cyclesContext(bench)),
    ],
    [
      'run.py',
      await render('run.py', {
        name,
        top: top.verilog.name,
        seed,
        parameters: layOut(
          dictionary(parameters.map(([parameter, value]) => [parameter, String(value)])),
          assignment.length,
        ),
      }),
    ],
    ['vectors.json', vectorsJson(bench.vectors, bench.interface, head)],
    [
      'README.md',
      await render('README.md', {
        name,
        top: top.verilog.name,
        command: bench.command,
        doc: docOf(top).join('\n\n'),
        origin,
        data: [...data.keys()].map(file => `\`${file}\``).join(', '),
        parameters: parameters.map(([parameter, value]) => ({
          name: parameter,
          value,
          doc: (docs.get(parameter) ?? '').replaceAll('|', '\\|'),
        })),
      }),
    ],
    ...sources,
    ...data,
    ['files.f', `${[...sources.keys()].join('\n')}\n`],
  ]);
}
