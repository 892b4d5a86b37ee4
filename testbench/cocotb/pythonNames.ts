/** Names of the description as names of Python. */

/** Words that no name in Python can be, those of every supported version. */
const keywords = new Set(
  (
    'False None True and as assert async await break case class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try type while with yield'
  ).split(' '),
);

/** A name that Python takes: a keyword gets an underscore behind it, and so does what would then be the same. */
export function pythonName(name: string): string {
  const stem = name.replace(/_+$/, '');
  return keywords.has(stem) ? `${name}_` : name;
}

/** `read_data` as `ReadData`, `weightLast` as `WeightLast`. */
export function pascalCase(name: string): string {
  return name
    .split('_')
    .filter(word => word !== '')
    .map(word => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `weightLast` as `WEIGHT_LAST`. */
export function upperCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/** Names of one scope of Python, each given once. */
export class PythonScope {
  readonly #taken: Set<string>;

  /** @param taken names that are there already, such as imports */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set([...taken, ...keywords]);
  }

  /** The first of the names that is free, or the last with a number behind it; it is taken from now on. */
  claim(...wishes: readonly [string, ...string[]]): string {
    const last = wishes.at(-1) ?? wishes[0];
    const legal = (name: string): boolean => /^[A-Za-z_]\w*$/.test(name) && !this.#taken.has(name);
    let name = wishes.find(legal);
    for (let count = 2; name === undefined; count++) name = [`${last}_${count}`].find(legal);
    this.#taken.add(name);
    return name;
  }
}
