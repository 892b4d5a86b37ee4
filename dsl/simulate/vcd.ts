import type { BoundClock } from '../bind/boundClock.ts';
import type { BoundLeaf } from '../bind/boundLeaf.ts';
import type { Recorder, Track } from './recording.ts';
import { nameOfCode } from './values.ts';

/** Time units a cycle; the clock rises at its beginning, where registers change, and falls in its middle. */
const CYCLE = 10;

/** Short identifiers of printable characters. */
function identifier(number: number): string {
  const [low, rest] = [number % 94, Math.floor(number / 94)];
  return (rest === 0 ? '' : identifier(rest - 1)) + String.fromCharCode(33 + low);
}

/** The scopes that a path leads through: `a.row[1].b` is `b` in `row[1]` in `a`. */
interface ScopeTree {
  readonly variables: string[];
  readonly scopes: Map<string, ScopeTree>;
}

const emptyScope = (): ScopeTree => ({ variables: [], scopes: new Map() });

function scopeAt(top: ScopeTree, path: string): ScopeTree {
  let scope = top;
  for (const name of path === '' ? [] : path.split('.')) {
    const inner = scope.scopes.get(name) ?? emptyScope();
    scope.scopes.set(name, inner);
    scope = inner;
  }
  return scope;
}

const scopeLines = (name: string, { variables, scopes }: ScopeTree): string[] => [
  `$scope module ${name} $end`,
  ...variables,
  ...[...scopes].flatMap(([inner, scope]) => scopeLines(inner, scope)),
  '$upscope $end',
];

/** A variable with the lines that give it a value. */
interface Variable {
  readonly track: Track;
  readonly lines: (value: number | bigint) => string[];
}

const ownName = ({ name, scope }: BoundLeaf): string => (scope.path === '' ? name : name.slice(scope.path.length + 1));

function declare(track: Track, number: number, top: ScopeTree): Variable {
  const { leaf, enumeration } = track.scalar;
  const { variables } = scopeAt(top, leaf.scope.path);
  const { width, role } = leaf;
  const id = identifier(number);
  const name = ownName(leaf);
  variables.push(
    `$var ${role === 'register' ? 'reg' : 'wire'} ${width} ${id} ${name}${width === 1 ? '' : ` [${width - 1}:0]`} $end`,
  );
  const bits = (value: number | bigint): string => {
    const text = BigInt.asUintN(width, BigInt(value)).toString(2);
    return width === 1 ? `${text}${id}` : `b${text} ${id}`;
  };
  if (enumeration === undefined) return { track, lines: value => [bits(value)] };
  const nameId = identifier(number + 1);
  variables.push(`$var string 1 ${nameId} ${name}_name $end`);
  const named = (value: number | bigint): string => nameOfCode(track.scalar, value) ?? String(value);
  return { track, lines: value => [bits(value), `s${named(value)} ${nameId}`] };
}

/** The changes of a design that declares its clocks, each of which has edges of its own, in picoseconds. */
function declaredClocks(
  { edges, first = 0 }: Recorder,
  clocks: readonly BoundClock[],
  changes: ReadonlyMap<number, readonly string[]>,
): string[] {
  const times = new Map<number, string[]>();
  const at = (nanoseconds: number): string[] => {
    const time = Math.round(nanoseconds * 1000);
    const known = times.get(time) ?? [];
    times.set(time, known);
    return known;
  };
  const [begin] = edges;
  if (begin === undefined) return [];
  const initial = at(begin.begin);
  for (const { index, edge } of clocks) {
    const [active, other] = edge === 'rising' ? [1, 0] : [0, 1];
    initial.push(`${other}${identifier(index)}`);
    const own = edges.filter(({ clocks: due }) => due.some(clock => clock.index === index));
    for (const [position, { begin: before, time }] of own.entries()) {
      at(time).push(`${active}${identifier(index)}`);
      const next = own[position + 1]?.time ?? 2 * time - before;
      at((time + next) / 2).push(`${other}${identifier(index)}`);
    }
  }
  for (const [position, edge] of edges.entries()) at(edge.begin).push(...(changes.get(first + position) ?? []));
  return [...times]
    .sort(([a], [b]) => a - b)
    .flatMap(([time, lines], position) =>
      position === 0 ? [`#${time}`, '$dumpvars', ...lines, '$end'] : [`#${time}`, ...lines],
    );
}

/**
 * A recording as a value change dump (IEEE 1364-2005, 18). An enumeration's value is there twice: its code, and its name
 * as a string variable `<name>_name`, which GTKWave and Surfer show.
 */
export function vcdText(recorder: Recorder): string {
  const { design, tracks, resets, first = 0, cycles } = recorder;
  const top = emptyScope();
  const [clock, reset] = [identifier(0), identifier(1)];
  const declared = design.domains.length > 0 ? design.clocks.filter(({ oppositeOf }) => oppositeOf === undefined) : [];
  if (declared.length > 0)
    top.variables.push(...declared.map(({ index, port }) => `$var wire 1 ${identifier(index)} ${port} $end`));
  else top.variables.push(`$var wire 1 ${clock} clk $end`, `$var wire 1 ${reset} rst $end`);
  let number = Math.max(2, declared.length);
  const seen = new Set<BoundLeaf>();
  const variables = tracks.flatMap(track => {
    if (seen.has(track.scalar.leaf)) return [];
    seen.add(track.scalar.leaf);
    const variable = declare(track, number, top);
    number += 2;
    return [variable];
  });
  const changes = new Map<number, string[]>();
  const at = (cycle: number): string[] => {
    const known = changes.get(cycle) ?? [];
    changes.set(cycle, known);
    return known;
  };
  if (declared.length === 0) for (const { cycle, value } of resets) at(cycle).push(`${value}${reset}`);
  for (const { track, lines } of variables)
    for (const { cycle, value } of track.changes) at(cycle).push(...lines(value));
  const body: string[] = declared.length > 0 ? declaredClocks(recorder, declared, changes) : [];
  for (let cycle = first; declared.length === 0 && cycle < first + cycles; cycle++) {
    body.push(`#${cycle * CYCLE}`);
    const lines = [`1${clock}`, ...(changes.get(cycle) ?? [])];
    body.push(...(cycle === first ? ['$dumpvars', ...lines, '$end'] : lines));
    body.push(`#${cycle * CYCLE + CYCLE / 2}`, `0${clock}`);
  }
  if (cycles > 0 && declared.length === 0) body.push(`#${(first + cycles) * CYCLE}`);
  return [
    '$version Scoville $end',
    `$timescale 1 ${declared.length > 0 ? 'ps' : 'ns'} $end`,
    ...scopeLines(design.name, top),
    '$enddefinitions $end',
    ...body,
    '',
  ].join('\n');
}
