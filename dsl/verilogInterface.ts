/** A port as a Verilog module's header, or its body, declares it. */
export interface VerilogPort {
  readonly name: string;
  readonly direction: 'input' | 'output' | 'inout' | undefined;
}

/** What can be told of a Verilog module by reading its header. */
export interface VerilogInterface {
  readonly parameters: readonly string[];
  readonly ports: readonly VerilogPort[];
}

/** The text with comments, strings and attributes blanked. */
const plain = (text: string): string =>
  text
    .replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replaceAll(/\(\*(?!\s*\))[\s\S]*?\*\)/g, ' ');

/** From the bracket at `start` to the one that closes it: what is between, and the position behind. */
function bracketed(text: string, start: number): { readonly inside: string; readonly end: number } | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character) && --depth === 0) return { inside: text.slice(start + 1, at), end: at + 1 };
  }
  return undefined;
}

/** Parts between the commas that stand in no bracket. */
function parts(list: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= list.length; at++) {
    const character = list.charAt(at);
    if ('([{'.includes(character) && character !== '') depth++;
    else if (')]}'.includes(character) && character !== '') depth--;
    else if (at === list.length || (character === ',' && depth === 0)) {
      found.push(list.slice(from, at).trim());
      from = at + 1;
    }
  }
  return found.filter(part => part !== '');
}

/** The name that a declaration ends with, its value and its unpacked ranges left out. */
const declaredName = (part: string): string | undefined =>
  /([A-Za-z_][\w$]*)\s*(?:\[[^\]]*\]\s*)*$/.exec(part.replace(/=[\s\S]*$/, ''))?.[1];

function names(list: string, found: string[] = []): string[] {
  for (const part of parts(list)) {
    const name = declaredName(part);
    if (name !== undefined) found.push(name);
  }
  return found;
}

const directionOf = (part: string): VerilogPort['direction'] => {
  const [, word] = /^(input|output|inout)\b/.exec(part) ?? [];
  return word === 'input' || word === 'output' || word === 'inout' ? word : undefined;
};

/** The names of all modules in a text. */
export function verilogModules(text: string): string[] {
  return [...plain(text).matchAll(/\b(?:module|macromodule)\s+([A-Za-z_][\w$]*)/g)].map(([, name = '']) => name);
}

/**
 * Parameters and ports of a Verilog module, of either style of header. It reads no macros: what `ifdef` leaves out counts
 * too.
 *
 * @returns undefined where there is no such module, or its header does not end
 */
export function verilogInterface(text: string, name: string): VerilogInterface | undefined {
  const source = plain(text);
  const head = new RegExp(`\\b(?:module|macromodule)\\s+${name.replaceAll('$', '\\$')}\\b`).exec(source);
  if (head === null) return undefined;
  let at = head.index + head[0].length;
  const parameters: string[] = [];
  const skip = (): void => {
    at += /^\s*/.exec(source.slice(at))?.[0].length ?? 0;
  };
  skip();
  if (source.charAt(at) === '#') {
    at++;
    skip();
    const list = bracketed(source, at);
    if (list === undefined) return undefined;
    names(list.inside, parameters);
    at = list.end;
    skip();
  }
  const list = source.charAt(at) === '(' ? bracketed(source, at) : { inside: '', end: at };
  if (list === undefined) return undefined;
  const end = /\bendmodule\b/.exec(source.slice(list.end));
  const body = source.slice(list.end, end === null ? undefined : list.end + end.index);
  for (const [, declared = ''] of body.matchAll(/\bparameter\b([^;]*);/g)) names(declared, parameters);
  const inBody = new Map<string, VerilogPort['direction']>();
  for (const [statement, , declared = ''] of body.matchAll(/\b(input|output|inout)\b([^;]*);/g))
    for (const port of names(declared)) inBody.set(port, directionOf(statement));
  let direction: VerilogPort['direction'];
  const ports = parts(list.inside).flatMap((part): VerilogPort[] => {
    direction = directionOf(part) ?? direction;
    const port = declaredName(part);
    return port === undefined ? [] : [{ name: port, direction: direction ?? inBody.get(port) }];
  });
  return { parameters, ports };
}

/** What a module of the language needs of a Verilog one. */
export interface NeededInterface {
  readonly parameters: readonly string[];
  readonly ports: readonly { readonly name: string; readonly direction: 'input' | 'output' }[];
}

const list = (entries: readonly string[]): string => entries.map(entry => `\`${entry}\``).join(', ');

/** How a Verilog module differs from what is needed of it, each difference as the end of a sentence. */
export function interfaceDifferences(text: string, name: string, needed: NeededInterface): string[] {
  const found = verilogInterface(text, name);
  if (found === undefined) {
    const others = verilogModules(text);
    return [`has no module of that name${others.length === 0 ? '' : `, but ${list(others)}`}`];
  }
  const theirs = new Map(found.ports.map(port => [port.name, port.direction]));
  const ours = new Set(needed.ports.map(port => port.name));
  const without = needed.ports.filter(port => !theirs.has(port.name)).map(port => port.name);
  const turned = needed.ports.filter(port => {
    const direction = theirs.get(port.name);
    return direction !== undefined && direction !== port.direction;
  });
  const extra = found.ports.filter(port => !ours.has(port.name)).map(port => port.name);
  const parameters = needed.parameters.filter(parameter => !found.parameters.includes(parameter));
  return [
    ...(without.length === 0
      ? []
      : [`has no port ${list(without)}: its ports are ${list(found.ports.map(p => p.name))}`]),
    ...turned.map(port => `has \`${port.name}\` as an ${theirs.get(port.name)}, not as an ${port.direction}`),
    ...(extra.length === 0 ? [] : [`has ports that nothing would connect: ${list(extra)}`]),
    ...(parameters.length === 0 ? [] : [`has no parameter ${list(parameters)}`]),
  ];
}
