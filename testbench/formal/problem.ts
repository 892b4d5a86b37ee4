import { bind } from '../../dsl/bind/bind.ts';
import type { SourceLocation } from '../../dsl/diagnostics/diagnostic.ts';
import { DiagnosticError } from '../../dsl/diagnostics/diagnostic.ts';
import { isError } from '../../dsl/diagnostics/order.ts';
import type { HwModule, Region } from '../../dsl/ir/hwModule.ts';
import { evaluate } from '../../dsl/ir/integer.ts';
import type { AssertionStatement, Statement } from '../../dsl/ir/statement.ts';
import { regionsOf } from '../../dsl/ir/visit.ts';
import { checkValues } from '../../dsl/module.ts';
import { checkDesign } from '../../dsl/passes/check/checkDesign.ts';
import { lastId } from '../../dsl/passes/lower/order.ts';
import { type EmittedModule, emitModule, modulesOf, sourceFiles, sourceLookup } from '../../dsl/passes/pipeline.ts';
import { loadSourceIndex } from '../../dsl/source/names.ts';
import { encodeValues } from '../../dsl/structural.ts';
import { UserError } from '../../scripts/userError.ts';
import { atAnyEdges } from './anyEdges.ts';
import type { Proof } from './proof.ts';

/** An assertion, assumption or cover statement of a description. In a generate loop it stands for one in each turn. */
export interface Property {
  readonly check: AssertionStatement['check'];
  readonly message: string;
  readonly location: SourceLocation | undefined;
}

/** The Verilog of a proof. */
export interface Problem {
  readonly proof: Proof;
  /** The module that contains everything, whose instance `dut` is the module to be proved. */
  readonly top: string;
  readonly files: ReadonlyMap<string, string>;
  /** Properties by file and line, as `fifo.v:41`. */
  readonly properties: ReadonlyMap<string, Property>;
}

/** The assertions of a module in the order in which they come out: those of inner regions first. */
function assertionsIn(region: Region): AssertionStatement[] {
  const inner = region.statements
    .filter((statement: Statement) => regionsOf(statement).length > 0)
    .sort((a, b) => lastId(a) - lastId(b))
    .flatMap(statement => regionsOf(statement).flatMap(assertionsIn));
  return [...inner, ...region.statements.filter(statement => statement.kind === 'assertion')];
}

/** Finds each assertion of the description in the text. */
function propertiesOf(file: string, { module, text }: EmittedModule): [string, Property][] {
  const lines = text.split('\n').flatMap((line, index) => {
    const check = /^\s*(assert|assume|cover) \(/.exec(line)?.[1];
    return check === undefined ? [] : [{ check, number: index + 1 }];
  });
  const assertions = assertionsIn(module.root);
  const agree = lines.length === assertions.length && lines.every(({ check }, at) => assertions[at]?.check === check);
  if (!agree) throw new Error(`the assertions of ${module.name} are not those in its text`);
  return assertions.map(({ check, message, site }, at) => [
    `${file}:${lines[at]?.number}`,
    { check, message, location: site?.location },
  ]);
}

/** The name of the module around the one to be proved. */
const wrapperName = 'scoville_proof';

/** All inputs free, but the reset high in the first cycle: registers begin with anything. */
function wrapper({ module, verilog }: EmittedModule, values: Readonly<Record<string, number>>): string {
  const binding = new Map(module.kept.map(name => [name, values[name] ?? module.specs[name]?.default ?? 0]));
  const widths = new Map(module.ports.map(({ key, type }) => [key, evaluate(type.width, binding)]));
  const inputs = verilog.ports.filter(({ direction }) => direction === 'input').map(({ name }) => name);
  const declared = verilog.ports.map(
    ({ name, direction }) => `  ${direction} wire [${(widths.get(name) ?? 1) - 1}:0] ${name}`,
  );
  const connected = verilog.ports.map(({ name }) => `    .${name}(${name})`);
  const overrides = [...binding].map(([name, value]) => `.${name}(${value < 0 ? `(${value})` : value})`);
  return [
    `module ${wrapperName} (`,
    declared.join(',\n'),
    ');',
    ...(inputs.includes('clk') && inputs.includes('rst')
      ? [
          "  reg scoville_started = 1'b0;",
          "  always @(posedge clk) scoville_started <= 1'b1;",
          '  always @* assume (scoville_started || rst);',
        ]
      : []),
    `  ${verilog.name} ${overrides.length === 0 ? '' : `#(${overrides.join(', ')}) `}dut (`,
    connected.join(',\n'),
    '  );',
    'endmodule',
    '',
  ].join('\n');
}

/** Whether a module has one clock, `clk`, of which a step of a proof is a rising edge, with a synchronous, high `rst`. */
function hasPlainClock({ clocks }: HwModule): boolean {
  const [only, ...others] = clocks;
  if (only === undefined) return true;
  const { clock, edge, enable, reset } = only;
  return (
    others.length === 0 &&
    clock === 'clk' &&
    edge === 'rising' &&
    enable === undefined &&
    (reset === undefined || (reset.signal.key === 'rst' && reset.kind === 'synchronous' && reset.active === 'high'))
  );
}

/**
 * Describes, checks and emits what is to be proved.
 *
 * @throws DiagnosticError when the description or a parameter's value is wrong
 * @throws UserError when there is nothing to prove, or both edges of a clock matter
 */
export async function problemOf(proof: Proof): Promise<Problem> {
  const { name, params } = proof.module;
  const values = encodeValues(name, params, proof.values);
  checkValues(name, params, values);
  const alone: HwModule = proof.module.elaborate(proof.values);
  const diagnostics = [...checkDesign(alone, [values]).values()].flatMap(report => report.diagnostics);
  if (diagnostics.some(isError)) throw new DiagnosticError(diagnostics);
  const top = hasPlainClock(alone) ? alone : atAnyEdges(proof.module).elaborate(proof.values);
  if (bind(top).clocks.length > 1)
    throw new UserError(
      `${proof.name} cannot be proved: registers of ${name} change at both edges of its clock, and a step is one edge.`,
      'Prove what belongs to each edge by itself.',
    );
  const modules = modulesOf(top);
  const source = sourceLookup(await loadSourceIndex(sourceFiles(modules)));
  const emitted = modules.map(module => emitModule(module, { source, prefix: '' }));
  const own = emitted.at(-1);
  if (own === undefined) throw new Error('a proof has no module');
  const files = new Map(emitted.map(module => [`${module.verilog.name}.v`, module.text]));
  files.set(`${wrapperName}.v`, wrapper(own, values));
  const properties = new Map(emitted.flatMap(module => propertiesOf(`${module.verilog.name}.v`, module)));
  if (![...properties.values()].some(({ check }) => check !== 'assume'))
    throw new UserError(
      `${proof.name} has nothing to prove: neither ${proof.module.name} nor what it instantiates asserts anything.`,
      'State what must hold with m.assert(condition, message).',
    );
  return { proof, top: wrapperName, files, properties };
}
