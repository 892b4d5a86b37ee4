import type { BoundLeaf } from '../bind/design.ts';
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

/**
 * A recording as a value change dump (IEEE 1364-2005, 18). An enumeration's value is there twice: its code, and its name
 * as a string variable `<name>_name`, which GTKWave and Surfer show.
 */
export function vcdText({ design, tracks, resets, first = 0, cycles }: Recorder): string {
  const top = emptyScope();
  const [clock, reset] = [identifier(0), identifier(1)];
  top.variables.push(`$var wire 1 ${clock} clk $end`, `$var wire 1 ${reset} rst $end`);
  let number = 2;
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
  for (const { cycle, value } of resets) at(cycle).push(`${value}${reset}`);
  for (const { track, lines } of variables)
    for (const { cycle, value } of track.changes) at(cycle).push(...lines(value));
  const body: string[] = [];
  for (let cycle = first; cycle < first + cycles; cycle++) {
    body.push(`#${cycle * CYCLE}`);
    const lines = [`1${clock}`, ...(changes.get(cycle) ?? [])];
    body.push(...(cycle === first ? ['$dumpvars', ...lines, '$end'] : lines));
    body.push(`#${cycle * CYCLE + CYCLE / 2}`, `0${clock}`);
  }
  if (cycles > 0) body.push(`#${(first + cycles) * CYCLE}`);
  return [
    '$version Scoville $end',
    '$timescale 1 ns $end',
    ...scopeLines(design.name, top),
    '$enddefinitions $end',
    ...body,
    '',
  ].join('\n');
}
