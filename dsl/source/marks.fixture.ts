import { CallSite } from './location.ts';

/** Stands for the language in tests: each call captures where the user made it. */
export class Mark {
  readonly site: CallSite = new CallSite();

  mul(_other: Mark): Mark {
    return new Mark();
  }

  fit<_W extends number = number>(_width: number): Mark {
    return new Mark();
  }

  several(): readonly Mark[] {
    const all = new Mark();
    return [all, all, all];
  }

  regs(_types: Readonly<Record<string, unknown>>): { readonly head: Mark; readonly tail: Mark; readonly all: Mark } {
    const all = new Mark();
    return { head: all, tail: all, all };
  }
}

/** A value with the place of this call. */
export const mark = (..._arguments: readonly unknown[]): Mark => new Mark();

/** Stands for `module`: the name, the head, the body. */
export const module = (_name: string, _head: object, body: (m: Mark) => void): Mark => {
  const made = new Mark();
  body(made);
  return made;
};
