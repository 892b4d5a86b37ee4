import type { ClockDomain } from '../ir/clockDomain.ts';
import type { CrossingEnd, DesignCrossing } from './crossings.ts';

/** A clock of the top, as constraints name it. */
export interface ConstrainedClock {
  readonly port: string;
  /** Nanoseconds; undefined where the configuration does not say. */
  readonly period: number | undefined;
  readonly edge: ClockDomain['edge'];
}

/** What the two kinds of constraints have in common: Synopsys's for all tools, and Vivado's. */
interface Dialect {
  readonly comment: readonly string[];
  /** The period of a clock, as a number or as what gives it. */
  period(clock: ConstrainedClock): string;
  /** Lines for a period that is not known. */
  unknownPeriod(clock: ConstrainedClock): readonly string[];
  /** Paths that may take one period, whatever the skew of the clocks; `ends` says from where to where. */
  maxDelay(period: string, ends: string): readonly string[];
  /** Bits that have to arrive within one period of each other. */
  skew(period: string, ends: string): readonly string[];
  /** What marks the registers of synchronisers. */
  marks(cells: string): readonly string[];
}

const sdc: Dialect = {
  comment: [
    'Clocks and their crossings, for tools that read Synopsys design constraints. A register `name` is the cell `name_reg`,',
    '`/` leads into an instance: rename where a tool does otherwise. Give set_max_delay -ignore_clock_latency, where the',
    'tool knows it, for clocks whose trees are not alike.',
  ],
  period: ({ port, period }) => (period === undefined ? `$${port}_period` : String(period)),
  unknownPeriod: ({ port }) => [`# set ${port}_period <ns>`],
  maxDelay: (period, ends) => [`set_max_delay ${period} ${ends}`, `set_false_path -hold ${ends}`],
  skew: () => [],
  marks: () => [],
};

const xdc: Dialect = {
  comment: [
    'Clocks and their crossings, for Vivado. Below another top, leave out create_clock and read it for the module:',
    'read_xdc -ref MODULE constraints.xdc.',
  ],
  period: ({ port, period }) => (period === undefined ? `[get_property PERIOD [get_clocks ${port}]]` : String(period)),
  unknownPeriod: () => [],
  maxDelay: (period, ends) => [`set_max_delay -datapath_only ${period} ${ends}`],
  skew: (period, ends) => [`set_bus_skew ${period} ${ends}`],
  marks: cells => [`set_property ASYNC_REG TRUE ${cells}`],
};

/** Which cells a path leads to: just these, or, where it begins, what a tool has copied of them as well. */
type Copies = 'just' | 'copied';

function cell({ kind, path, isVector }: CrossingEnd, copies: Copies): string {
  if (kind === 'memory' || copies === 'copied') return `${path}_reg*`;
  return `${path}_reg${isVector ? '[*]' : ''}`;
}

/** Ports, or cells: what a crossing leads from is of one kind, or told in two commands. */
function collections(ends: readonly CrossingEnd[], copies: Copies): readonly string[] {
  const ports = ends.filter(({ kind }) => kind === 'port');
  const cells = ends.filter(({ kind }) => kind !== 'port');
  const list = (command: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`[${command} {${names.join(' ')}}]`];
  return [
    ...list(
      'get_ports',
      ports.map(({ path, isVector }) => `${path}${isVector ? '[*]' : ''}`),
    ),
    ...list(
      'get_cells',
      cells.map(end => cell(end, copies)),
    ),
  ];
}

const titles: Readonly<Record<DesignCrossing['kind'], string>> = {
  bit: 'One bit, through registers in a row',
  gray: 'Gray code, of which one bit changes at a time',
  'one-hot': 'One-hot code, whose bits may arrive apart',
  'quasi-static': 'Stands still while it is read',
  handshake: 'Stands still from before a bit that crosses says so until that is answered',
  memory: 'Words of a memory',
  reset: 'A reset that begins at once and ends at an edge',
};

/** A memory's cells belong to the clock that reads, too: a path is told by the clock that begins it, and goes through them. */
const memoryEnds = (sender: string, cells: string, target: string): string =>
  `-from [get_clocks ${sender}] -through ${cells} -to ${target}`;

function crossingLines(
  { kind, reason, from, to, clock }: DesignCrossing,
  clocks: readonly ConstrainedClock[],
  dialect: Dialect,
): readonly string[] {
  const clockOf = (port: string | undefined): ConstrainedClock | undefined => clocks.find(other => other.port === port);
  const [target = `[get_clocks ${clock}]`] = collections(to, 'just');
  const senders = [...new Set(from.map(end => end.clock ?? 'no clock'))].join(', ');
  const between = kind === 'reset' ? `in ${clock}` : `from ${senders} to ${clock}`;
  const lines = [`# ${titles[kind]}, ${between}${reason === undefined ? '' : `: ${reason}`}.`];
  const sending = clockOf(from.find(end => end.clock !== undefined)?.clock);
  const receiving = clockOf(clock);
  for (const source of collections(from, 'copied')) {
    const ends = `-from ${source} -to ${target}`;
    if (kind === 'memory' && sending !== undefined)
      lines.push(...dialect.maxDelay(dialect.period(sending), memoryEnds(sending.port, source, target)));
    // The bit that says so takes two edges of the receiving clock.
    else if (kind === 'handshake' && receiving !== undefined)
      lines.push(...dialect.maxDelay(dialect.period(receiving), ends));
    else if (kind === 'gray' && sending !== undefined) {
      lines.push(...dialect.maxDelay(dialect.period(sending), ends));
      if (receiving !== undefined && to.length > 0)
        lines.push(...dialect.skew(shorter(sending, receiving, dialect), ends));
    } else lines.push(`set_false_path ${ends}`);
  }
  return lines;
}

/** The shorter of two periods: before the next change, all bits of the last one have to be there for either clock. */
function shorter(one: ConstrainedClock, other: ConstrainedClock, dialect: Dialect): string {
  if (one.period !== undefined && other.period !== undefined) return String(Math.min(one.period, other.period));
  return `[expr {min(${dialect.period(one)}, ${dialect.period(other)})}]`;
}

function constraints(
  top: string,
  clocks: readonly ConstrainedClock[],
  crossings: readonly DesignCrossing[],
  synchronisers: readonly CrossingEnd[],
  dialect: Dialect,
): string {
  const definitions = clocks.flatMap(clock => {
    const { port, period, edge } = clock;
    const create = `create_clock -name ${port} -period ${period ?? '<ns>'} [get_ports ${port}]`;
    return [
      ...(edge === 'falling' ? [`# Registers of ${port} change at its falling edge.`] : []),
      ...(period === undefined ? [`# ${create}`, ...dialect.unknownPeriod(clock)] : [create]),
    ];
  });
  const unknown = clocks.some(({ period }) => period === undefined);
  const marked = collections(synchronisers, 'just').flatMap(cells => dialect.marks(cells));
  return [
    `# ${top}`,
    ...dialect.comment.map(line => `# ${line}`),
    ...(crossings.length === 0
      ? []
      : ['# Instances and registers are those at the defaults of the parameters of the top.']),
    '',
    ...(unknown ? ['# Put in the periods that are not known here.'] : []),
    ...definitions,
    ...(crossings.length === 0
      ? []
      : [
          '',
          '# Every crossing is told: set_clock_groups, which overrides what is said here of delays, is not wanted.',
        ]),
    ...crossings.flatMap(crossing => ['', ...crossingLines(crossing, clocks, dialect)]),
    ...(marked.length === 0 ? [] : ['', '# Registers of synchronisers, close together.', ...marked]),
    '',
  ].join('\n');
}

/** The constraints of a design by the names of their files. */
export function constraintFiles(
  top: string,
  clocks: readonly ConstrainedClock[],
  crossings: readonly DesignCrossing[],
  synchronisers: readonly CrossingEnd[],
): ReadonlyMap<string, string> {
  return new Map([
    ['constraints.sdc', constraints(top, clocks, crossings, synchronisers, sdc)],
    ['constraints.xdc', constraints(top, clocks, crossings, synchronisers, xdc)],
  ]);
}
