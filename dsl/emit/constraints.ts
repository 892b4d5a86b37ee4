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
  /** A path that may take one period, whatever the skew of the clocks. */
  maxDelay(period: string, from: string, to: string): readonly string[];
  /** Bits that have to arrive within one period of each other. */
  skew(period: string, from: string, to: string): readonly string[];
  /** What marks the registers of synchronisers. */
  marks(cells: string): readonly string[];
}

const sdc: Dialect = {
  comment: [
    'Clocks and their crossings, for tools that read Synopsys design constraints. A register `name` is the cell `name_reg`,',
    '`/` leads into an instance: rename where a tool does otherwise.',
  ],
  period: ({ port, period }) => (period === undefined ? `$${port}_period` : String(period)),
  unknownPeriod: ({ port }) => [`# set ${port}_period <ns>`],
  maxDelay: (period, from, to) => [
    `set_max_delay ${period} -from ${from} -to ${to}`,
    `set_false_path -hold -from ${from} -to ${to}`,
  ],
  skew: () => [],
  marks: () => [],
};

const xdc: Dialect = {
  comment: ['Clocks and their crossings, for Vivado.'],
  period: ({ port, period }) => (period === undefined ? `[get_property PERIOD [get_clocks ${port}]]` : String(period)),
  unknownPeriod: () => [],
  maxDelay: (period, from, to) => [`set_max_delay -datapath_only ${period} -from ${from} -to ${to}`],
  skew: (period, from, to) => [`set_bus_skew ${period} -from ${from} -to ${to}`],
  marks: cells => [`set_property ASYNC_REG TRUE ${cells}`],
};

const cell = ({ kind, path, isVector }: CrossingEnd): string =>
  kind === 'memory' ? `${path}_reg*` : `${path}_reg${isVector ? '[*]' : ''}`;

/** Ports, or cells: what a crossing leads from is of one kind, or told in two commands. */
function collections(ends: readonly CrossingEnd[]): readonly string[] {
  const ports = ends.filter(({ kind }) => kind === 'port');
  const cells = ends.filter(({ kind }) => kind !== 'port');
  const list = (command: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`[${command} {${names.join(' ')}}]`];
  return [
    ...list(
      'get_ports',
      ports.map(({ path, isVector }) => `${path}${isVector ? '[*]' : ''}`),
    ),
    ...list('get_cells', cells.map(cell)),
  ];
}

const titles: Readonly<Record<DesignCrossing['kind'], string>> = {
  bit: 'One bit, through registers in a row',
  gray: 'Gray code, of which one bit changes at a time',
  'one-hot': 'One-hot code, whose bits may arrive apart',
  'quasi-static': 'Stands still while it is read',
  memory: 'Words of a memory',
  reset: 'A reset that begins at once and ends at an edge',
};

function crossingLines(
  { kind, reason, from, to, clock }: DesignCrossing,
  clocks: readonly ConstrainedClock[],
  dialect: Dialect,
): readonly string[] {
  const clockOf = (port: string | undefined): ConstrainedClock | undefined => clocks.find(other => other.port === port);
  const [target = `[get_clocks ${clock}]`] = collections(to);
  const periodOf = (port: string | undefined): string | undefined => {
    const found = clockOf(port);
    return found === undefined ? undefined : dialect.period(found);
  };
  const senders = [...new Set(from.map(end => end.clock ?? 'no clock'))].join(', ');
  const lines = [`# ${titles[kind]}, from ${senders} to ${clock}${reason === undefined ? '' : `: ${reason}`}.`];
  for (const source of collections(from)) {
    const sending = periodOf(from.find(end => end.clock !== undefined)?.clock);
    if ((kind === 'gray' || kind === 'memory') && sending !== undefined) {
      lines.push(...dialect.maxDelay(sending, source, target));
      const receiving = periodOf(clock);
      if (kind === 'gray' && receiving !== undefined && to.length > 0)
        lines.push(...dialect.skew(receiving, source, target));
    } else lines.push(`set_false_path -from ${source} -to ${target}`);
  }
  return lines;
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
  const marked = collections(synchronisers).flatMap(cells => dialect.marks(cells));
  return [
    `# ${top}`,
    ...dialect.comment.map(line => `# ${line}`),
    '',
    ...(unknown ? ['# Put in the periods that are not known here.'] : []),
    ...definitions,
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
