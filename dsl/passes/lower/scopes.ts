import { isReserved } from '../../emit/reservedWords.ts';
import type { Region } from '../../ir/hwModule.ts';

/** Names that are written so already are most. */
const isSnakeCase = (name: string): boolean => /^[a-z0-9_]*$/.test(name);

/** `nextHead` and `next-head` as Verilog writes names: `next_head`. */
export function snakeCase(name: string): string {
  if (isSnakeCase(name)) return name;
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9_]/g, '_')
    .toLowerCase();
}

/**
 * Names of one module, unique along every scope path: a name in a block hides none outside it, which lint tools ask for,
 * but two blocks side by side may use the same.
 */
export class Scopes {
  readonly #own = new Map<Region, Set<string>>();
  readonly #below = new Map<Region, Set<string>>();
  /** Names that hold in all scopes: parameters, localparams of the module, genvars. */
  readonly #everywhere = new Set<string>();
  /** By region and base, the count of the last name allocated: names are never given back, so none below is free. */
  readonly #counts = new Map<Region, Map<string, number>>();

  #namesOf(map: Map<Region, Set<string>>, region: Region): Set<string> {
    let names = map.get(region);
    if (names === undefined) {
      names = new Set();
      map.set(region, names);
    }
    return names;
  }

  isFree(name: string, region: Region): boolean {
    if (this.#everywhere.has(name) || isReserved(name) || this.#below.get(region)?.has(name) === true) return false;
    for (let outer: Region | undefined = region; outer !== undefined; outer = outer.parent)
      if (this.#own.get(outer)?.has(name) === true) return false;
    return true;
  }

  reserve(name: string, region: Region): string {
    this.#namesOf(this.#own, region).add(name);
    for (let outer = region.parent; outer !== undefined; outer = outer.parent)
      this.#namesOf(this.#below, outer).add(name);
    return name;
  }

  reserveEverywhere(name: string): string {
    this.#everywhere.add(name);
    return name;
  }

  /** `base`, or `base_2` and so on where it is taken. */
  allocate(base: string, region: Region): string {
    const counts = this.#counts.get(region) ?? new Map<string, number>();
    this.#counts.set(region, counts);
    for (let count = counts.get(base) ?? 1; ; count++) {
      const name = count === 1 ? base : `${base}_${count}`;
      if (!this.isFree(name, region)) continue;
      counts.set(base, count);
      return this.reserve(name, region);
    }
  }
}
