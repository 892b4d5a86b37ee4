import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { isCppWord } from '../../emit/cppWords.ts';
import { isReserved } from '../../emit/reservedWords.ts';
import type { Declaration } from '../../ir/declaration.ts';
import type { HwModule, Region } from '../../ir/hwModule.ts';
import type { Statement } from '../../ir/statement.ts';
import { regionsOf } from '../../ir/visit.ts';
import type { CallSite } from '../../source/location.ts';
import { placed } from './place.ts';
import { roleNames } from './undriven.ts';

/** A name that a user gave, and what it names. */
interface Named {
  readonly what: string;
  readonly name: string;
  readonly site: CallSite | undefined;
  /** A port of a declared clock, which may be called as the clock of other modules is. */
  readonly isClock?: true;
}

/** Names that the output has in every module. */
const signalsOfDomain: Readonly<Record<string, string>> = {
  clk: 'it is the name of the clock',
  rst: 'it is the name of the reset',
};

const isPort = (what: string): boolean => what === roleNames.input || what === roleNames.output;

/** Names that were found legal wherever they stand: few are those of many. */
const legal = new Set<string>();
const MOST_LEGAL = 10_000;

function illegality(named: Named): string | undefined {
  if (legal.has(named.name) && !isPort(named.what)) return undefined;
  const reason = reasonAgainst(named);
  if (reason === undefined && named.isClock !== true && legal.size < MOST_LEGAL) legal.add(named.name);
  return reason;
}

function reasonAgainst({ name, what, isClock }: Named): string | undefined {
  if (name === '') return 'it is empty';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return 'Verilog names consist of letters, digits and underscores, and do not begin with a digit';
  if (isReserved(name)) return 'it is a reserved word of Verilog or SystemVerilog';
  if (isPort(what) && isCppWord(name)) return 'it is a word of C++, which Verilator does not take for a port';
  return isClock !== true && Object.hasOwn(signalsOfDomain, name) ? signalsOfDomain[name] : undefined;
}

/** The iterations of `m.scan` all declare this; the language sees to its being unique. */
const namedByLanguage: readonly string[] = ['running'];

/** Whether the user, and not the language, declared it. */
export const isGiven = (declaration: Declaration): boolean =>
  declaration.namedBy === undefined &&
  declaration.byLanguage !== true &&
  declaration.clockPort === undefined &&
  !namedByLanguage.includes(declaration.key);

/** The ports of the clocks that a module declares. */
function clockPorts({ clocks }: HwModule): readonly Named[] {
  return clocks.flatMap(({ clock, reset, enable, site }) =>
    [clock, reset?.signal.key, enable?.key].flatMap((name): Named[] =>
      name === undefined ? [] : [{ what: 'Port', name, site, isClock: true }],
    ),
  );
}

const placeOf = (statement: Statement): CallSite | undefined => ('site' in statement ? statement.site : undefined);

/** What a region names itself: declarations, instances, and the blocks in it. */
function namesIn(region: Region): readonly Named[] {
  const names: Named[] = [];
  for (const signal of region.signals)
    if (isGiven(signal)) names.push({ what: roleNames[signal.role], name: signal.key, site: signal.site });
  for (const { byLanguage, key, site } of region.memories)
    if (byLanguage !== true) names.push({ what: 'Memory', name: key, site });
  for (const statement of region.statements)
    if (statement.kind === 'instance') names.push({ what: 'Instance', name: statement.name, site: statement.site });
    else
      for (const { byLanguage, label } of regionsOf(statement))
        if (byLanguage !== true) names.push({ what: 'Block', name: label, site: placeOf(statement) });
  return names;
}

const regionsIn = (region: Region): readonly Region[] => region.statements.flatMap(regionsOf);

/**
 * Whether two equal names are one statement run twice, as in a function that is called twice, or come from another file,
 * as from a library's function: those get suffixes in the output.
 */
function isRepeated(one: Named, other: Named): boolean {
  const [a, b] = [one.site?.location, other.site?.location];
  if (a === undefined || b === undefined) return one.site === undefined || other.site === undefined;
  return a.file !== b.file || (a.line === b.line && a.column === b.column);
}

/**
 * Names that Verilog does not allow, and names that are given twice along one path of scopes: a block inside may not
 * hide a name outside, though two blocks side by side may use the same.
 */
export function checkNames(module: HwModule): Diagnostic[] {
  const found: Diagnostic[] = [];
  const parameters = module.kept.map(name => ({ what: 'Parameter', name, site: module.specs[name]?.site }));
  const check = (named: Named): void => {
    const reason = illegality(named);
    if (reason !== undefined)
      found.push(
        diagnostic('illegal-name', { name: named.name, what: article(named.what), reason }, placed(named.site, '')),
      );
  };
  /** What is named on the way from the module to the present region. */
  const names = new Map<string, Named>();
  const visit = (region: Region, own: readonly Named[]): void => {
    const added: string[] = [];
    for (const named of own) {
      check(named);
      const earlier = names.get(named.name);
      if (earlier === undefined) {
        names.set(named.name, named);
        added.push(named.name);
      } else if (!isRepeated(earlier, named))
        found.push(
          diagnostic('duplicate-name', { what: named.what, name: named.name }, [
            ...placed(named.site, ''),
            ...placed(earlier.site, `${earlier.what.toLowerCase()} \`${named.name}\` is declared here`),
          ]),
        );
    }
    for (const inner of regionsIn(region)) visit(inner, namesIn(inner));
    for (const name of added) names.delete(name);
  };
  check({ what: 'Module', name: module.name, site: module.site });
  visit(module.root, [...parameters, ...clockPorts(module), ...namesIn(module.root)]);
  return found;
}

function article(what: string): string {
  const lower = what.toLowerCase();
  return /^[aeiou]/.test(lower) ? `an ${lower}` : `a ${lower}`;
}
