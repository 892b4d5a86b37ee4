import { reflow, wrapText } from '../../emit/layout.ts';
import type { ClockDomain } from '../../ir/clockDomain.ts';
import { type Declaration, declaredName } from '../../ir/declaration.ts';
import type { HwModule } from '../../ir/hwModule.ts';
import type { Relation } from '../../ir/relation.ts';
import {
  binary,
  type Expression,
  type Item,
  identifier,
  integer,
  type Module,
  type ParameterDeclaration,
  type PortDeclaration,
} from '../../ir/verilog.ts';
import { type IntegerRange, type IntegerSpec, rangeText } from '../../params.ts';
import { type CallSite, withoutPlaces } from '../../source/location.ts';
import { clockUse } from './clocks.ts';
import { Frame } from './frame.ts';
import { wordsOf } from './integers.ts';
import type { SourceLookup } from './names.ts';
import { regionItems } from './region.ts';
import { type OutputNames, outputNames } from './registerNames.ts';
import { stubItems } from './stub.ts';

const sentence = (text: string): string => (text === '' || /[.!?:]$/.test(text) ? text : `${text}.`);

function rangeSentence(range: IntegerRange): string {
  const text = rangeText(range);
  if (text === 'any whole number') return '';
  const { min, max } = range;
  if (min !== undefined && max === undefined && text === `at least ${min}`) return `${min} or more.`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function docOf(frame: Frame, key: string): string | undefined {
  const doc = frame.names.source.call(frame.module.site)?.keys?.[key]?.doc;
  return doc === undefined ? undefined : reflow(doc);
}

/** What is written where a parameter or a port is declared apart from the module, as one that several modules share. */
function sharedDoc(frame: Frame, declared: { readonly site: CallSite | undefined } | undefined): string | undefined {
  const doc = frame.names.source.call(declared?.site)?.doc;
  return doc === undefined ? undefined : reflow(doc);
}

/** The option that a parameter has by itself, where that is a text: only black boxes keep such parameters. */
function textOf(spec: IntegerSpec | undefined): Pick<ParameterDeclaration, 'text'> {
  const option = spec?.options?.[spec.default];
  return typeof option === 'string' ? { text: option } : {};
}

function parameters(frame: Frame): ParameterDeclaration[] {
  const { module } = frame;
  return module.kept.map(name => {
    const spec = module.specs[name];
    const doc = docOf(frame, `params.${name}`) ?? sharedDoc(frame, spec);
    const text = [sentence(doc ?? ''), spec === undefined ? '' : rangeSentence(spec)];
    const comment = text.filter(part => part !== '').join(' ');
    return {
      name,
      value: spec?.default ?? 0,
      ...textOf(spec),
      comment: comment === '' ? [] : wrapText(comment, 115),
    };
  });
}

const bit = (name: string, comment: readonly string[], startsGroup: boolean): PortDeclaration => ({
  name,
  direction: 'input',
  signed: false,
  width: undefined,
  bits: 1,
  comment,
  startsGroup,
});

/** The ports of a declared clock; what is written above it, and above its options, stands there. */
function clockPorts({ names }: Frame, { clock, edge, reset, enable, site }: ClockDomain, isFirst: boolean) {
  const call = names.source.call(site);
  const doc = (...texts: readonly (string | undefined)[]): string[] => {
    const text = texts.filter(part => part !== undefined && part !== '').map(part => sentence(reflow(part ?? '')));
    return text.length === 0 ? [] : wrapText(text.join(' '), 115);
  };
  const comment = doc(call?.doc ?? call?.comment, edge === 'falling' ? 'Registers change at its falling edge.' : '');
  return [
    bit(clock, comment, !isFirst),
    ...(reset === undefined
      ? []
      : [bit(reset.signal.key, doc(call?.keys?.reset?.doc, resetText(reset.kind, reset.active)), false)]),
    ...(enable === undefined
      ? []
      : [bit(enable.key, doc(call?.keys?.enable?.doc, 'While low, nothing changes but for a reset.'), false)]),
  ];
}

const resetText = (kind: 'synchronous' | 'asynchronous', active: 'high' | 'low'): string =>
  `${kind.charAt(0).toUpperCase()}${kind.slice(1)}, active ${active}.`;

function ports(frame: Frame): PortDeclaration[] {
  const use = clockUse(frame.module);
  const declaredClocks = frame.module.clocks;
  const clocks =
    declaredClocks.length > 0
      ? declaredClocks.flatMap((domain, position) => clockPorts(frame, domain, position === 0))
      : [
          ...(use.clock ? [bit('clk', [], false)] : []),
          ...(use.reset ? [bit('rst', [resetText('synchronous', 'high')], false)] : []),
        ];
  let previous: Declaration | undefined;
  const declared = frame.module.ports.map((port): PortDeclaration => {
    const name = declaredName(port);
    const doc = docOf(frame, `ports.${name}`) ?? sharedDoc(frame, port);
    const isFirst = previous === undefined || declaredName(previous) !== name;
    const startsGroup = isFirst && (doc !== undefined || port.stream !== undefined);
    previous = port;
    return {
      name: port.key,
      direction: port.role === 'input' ? 'input' : 'output',
      signed: port.type.kind === 'sint',
      width: frame.range(port.type),
      bits: port.type.width,
      comment: isFirst && doc !== undefined ? wrapText(doc, 115) : [],
      startsGroup,
    };
  });
  const [first, ...rest] = declared;
  return first === undefined ? clocks : [...clocks, { ...first, startsGroup: clocks.length > 0 }, ...rest];
}

/** A guard: an instance of a module that does not exist, named by the sentence that says why. */
function guard(frame: Frame, condition: Expression, subject: string, words: string): Item {
  const label = frame.names.scopes.allocate(`illegal_${subject.toLowerCase()}`, frame.module.root);
  return { kind: 'guard', condition, label, sentence: words };
}

function rangeGuards(frame: Frame): Item[] {
  const { module } = frame;
  return module.kept.flatMap(name => {
    const { min, max, multipleOf, powerOfTwo } = module.specs[name] ?? {};
    const parameter = identifier(name);
    const items: Item[] = [];
    if (min !== undefined && max !== undefined)
      items.push(
        guard(
          frame,
          binary('||', binary('<', parameter, integer(min)), binary('>', parameter, integer(max))),
          name,
          wordsOf(`${name}_must_be_${min}_to_${max}`),
        ),
      );
    else if (min !== undefined)
      items.push(guard(frame, binary('<', parameter, integer(min)), name, wordsOf(`${name}_must_be_at_least_${min}`)));
    else if (max !== undefined)
      items.push(guard(frame, binary('>', parameter, integer(max)), name, wordsOf(`${name}_must_be_at_most_${max}`)));
    if (multipleOf !== undefined)
      items.push(
        guard(
          frame,
          binary('!=', binary('%', parameter, integer(multipleOf)), integer(0)),
          name,
          `${name}_must_be_a_multiple_of_${multipleOf}`,
        ),
      );
    if (powerOfTwo === true)
      items.push(
        guard(
          frame,
          binary('!=', parameter, binary('<<', integer(1), { kind: 'call', name: '$clog2', operands: [parameter] })),
          name,
          `${name}_must_be_a_power_of_two`,
        ),
      );
    return items;
  });
}

const comparisonWords = {
  '>=': 'be_at_least',
  '<=': 'be_at_most',
  '==': 'equal',
  '!=': 'differ_from',
  '<': 'be_below',
  '>': 'be_above',
} as const;

const mirrored = { '>=': '<=', '<=': '>=', '==': '==', '!=': '!=', '<': '>', '>': '<' } as const;

/** A relation as a sentence about a parameter, not about a number: no name of Verilog begins with a digit. */
function relationWords(relation: Relation): string {
  const { tree } = relation;
  if (tree.kind !== 'comparison') return `${relationWords(tree.left)}_${tree.kind}_${relationWords(tree.right)}`;
  const { left, right, comparison } = tree;
  const [subject, object, verb] =
    left.constant === undefined ? [left, right, comparison] : [right, left, mirrored[comparison]];
  const words = wordsOf(subject.toString());
  return `${/^[0-9]/.test(words) ? '_' : ''}${words}_must_${comparisonWords[verb]}_${wordsOf(object.toString())}`;
}

/** Guards for the relations that the description states, and for what could not be proved while describing. */
function relationGuards(frame: Frame): Item[] {
  const { module, names, integers } = frame;
  const seen = new Set<string>();
  const relations = [
    ...module.owner.relations,
    ...module.obligations.map(({ relation }) => relation).filter(relation => !relation.usesIndex()),
  ];
  return relations.flatMap(relation => {
    const words = relationWords(relation);
    if (seen.has(words)) return [];
    seen.add(words);
    const subject = words.split('_must_')[0] ?? 'parameters';
    return [
      guard(
        frame,
        integers.condition(relation.not()),
        names.scopes.isFree(`illegal_${subject.toLowerCase()}`, module.root) ? subject : `${subject}_relation`,
        words,
      ),
    ];
  });
}

function header(frame: Frame, name: string): string[] {
  const call = frame.names.source.call(frame.module.site);
  const doc = frame.module.doc ?? call?.doc ?? call?.comment;
  if (doc === undefined) return [name];
  const text = reflow(doc);
  const begin = /^(?:A |[A-Z][a-z])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return wrapText(`${name}: ${begin}`, 117);
}

/** How a module comes out. */
export interface LowerOptions {
  readonly source: SourceLookup;
  /** In front of every module name. */
  readonly prefix: string;
  /** In front of the names of files that memories begin with; empty: they are looked for where a tool runs. */
  readonly dataPath?: string;
}

/** A module in the Verilog AST, and what the things in it are called there. */
export interface LoweredModule {
  readonly verilog: Module;
  readonly names: OutputNames;
}

/** The module in the Verilog AST, with what nothing needs still in it. */
export const lowerModule = (module: HwModule, options: LowerOptions): Module => lowerWithNames(module, options).verilog;

export const lowerWithNames = (module: HwModule, options: LowerOptions): LoweredModule =>
  withoutPlaces(() => lower(module, options));

function lower(module: HwModule, options: LowerOptions): LoweredModule {
  const frame = new Frame(module, options.source, options.prefix, options.dataPath ?? '');
  const [portList, guards] = frame.integers.inHeader(() => [
    ports(frame),
    [...rangeGuards(frame), ...relationGuards(frame)],
  ]);
  if (module.blackBox !== undefined)
    return {
      names: outputNames(frame),
      verilog: {
        name: frame.moduleName(module),
        attributes: [['blackbox', true], ...Object.entries(module.attributes ?? {})],
        comment: header(frame, frame.moduleName(module)),
        parameters: parameters(frame),
        ports: portList,
        items: stubItems(frame),
      },
    };
  const body = regionItems(frame, module.root);
  // These may need further localparams.
  const derived = [...frame.foldFunctions, ...frame.parameterWiresOf(module.root)];
  const locals = frame.integers.localsOf(module.root);
  const rest = body.filter(item => item.kind !== 'localparam');
  const names = frame.names.genvars.filter(name => frame.genvars.has(name));
  const genvars: Item[] = names.length === 0 ? [] : [{ kind: 'genvar', names }];
  const verilog: Module = {
    name: frame.moduleName(module),
    ...(module.attributes === undefined ? {} : { attributes: Object.entries(module.attributes) }),
    comment: header(frame, frame.moduleName(module)),
    parameters: parameters(frame),
    ports: portList,
    items: [...guards, ...locals, ...derived, ...genvars, ...rest],
  };
  return { verilog, names: outputNames(frame) };
}
