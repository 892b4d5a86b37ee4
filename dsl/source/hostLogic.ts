import { ts } from 'ts-morph';
import { type DescribedKind, describedKind, isNothing, isNumeric } from './hardwareValue.ts';

/** What makes JavaScript ask a value for its truth or its identity. */
export type Asker = 'if' | 'loop' | 'switch' | '?:' | '!' | '&&' | '||' | '===' | '!==' | '==' | '!=';

/** A described value of which JavaScript asks something that only hardware can answer. */
export interface Asked {
  readonly node: ts.Expression;
  readonly kind: DescribedKind;
  readonly asker: Asker;
}

const operators: ReadonlyMap<ts.SyntaxKind, '&&' | '||' | '===' | '!==' | '==' | '!='> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, '&&'],
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken, '&&'],
  [ts.SyntaxKind.BarBarToken, '||'],
  [ts.SyntaxKind.BarBarEqualsToken, '||'],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '==='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.EqualsEqualsToken, '=='],
  [ts.SyntaxKind.ExclamationEqualsToken, '!='],
]);

/** An expression without the parentheses and type assertions around it, which change nothing at run time. */
export function bare(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
    ? bare(node.expression)
    : node;
}

export type Logic =
  | { readonly form: 'not'; readonly operand: ts.Expression }
  | {
      readonly form: 'join';
      readonly operator: '&&' | '||';
      readonly left: ts.Expression;
      readonly right: ts.Expression;
    }
  | {
      readonly form: 'compare';
      readonly operator: '===' | '!==' | '==' | '!=';
      readonly left: ts.Expression;
      readonly right: ts.Expression;
    }
  | {
      readonly form: 'choose';
      readonly condition: ts.Expression;
      readonly yes: ts.Expression;
      readonly no: ts.Expression;
    };

/** An expression as JavaScript's logic, or `undefined` where it is none. */
export function logicOf(node: ts.Node): Logic | undefined {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
    return { form: 'not', operand: node.operand };
  if (ts.isConditionalExpression(node))
    return { form: 'choose', condition: node.condition, yes: node.whenTrue, no: node.whenFalse };
  if (!ts.isBinaryExpression(node)) return undefined;
  const operator = operators.get(node.operatorToken.kind);
  if (operator === undefined) return undefined;
  const { left, right } = node;
  return operator === '&&' || operator === '||'
    ? { form: 'join', operator, left, right }
    : { form: 'compare', operator, left, right };
}

/** Finds described values in JavaScript's logic, and says the same logic in the language. */
export class HostLogic {
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  kindOf(node: ts.Expression): DescribedKind | undefined {
    return describedKind(this.#checker.getTypeAtLocation(node), this.#checker);
  }

  #comparedKind(node: ts.Expression): DescribedKind | undefined {
    return describedKind(this.#checker.getNonNullableType(this.#checker.getTypeAtLocation(node)), this.#checker);
  }

  /**
   * The described values that `node` asks about, in the order of the text.
   *
   * @param asker what asks for the truth of `node` itself; `undefined` where its value is only handed on
   * @param visited receives every piece of logic looked through, so that it is reported once
   */
  asked(node: ts.Expression, asker: Asker | undefined, visited: Set<ts.Node>): readonly Asked[] {
    const inner = bare(node);
    const logic = logicOf(inner);
    if (logic === undefined) {
      const kind = asker && this.kindOf(node);
      return asker === undefined || kind === undefined ? [] : [{ node: inner, kind, asker }];
    }
    visited.add(inner);
    switch (logic.form) {
      case 'not':
        return this.asked(logic.operand, '!', visited);
      case 'join':
        return [...this.asked(logic.left, logic.operator, visited), ...this.asked(logic.right, asker, visited)];
      case 'choose':
        return [
          ...this.asked(logic.condition, '?:', visited),
          ...this.asked(logic.yes, asker, visited),
          ...this.asked(logic.no, asker, visited),
        ];
      case 'compare': {
        const sides = [logic.left, logic.right];
        if (sides.some(side => isNothing(this.#checker.getTypeAtLocation(side)))) return [];
        for (const side of sides) {
          const kind = this.#comparedKind(side);
          if (kind !== undefined) return [{ node: bare(side), kind, asker: logic.operator }];
        }
        return sides.flatMap(side => this.asked(side, undefined, visited));
      }
    }
  }

  /** `node` in the language as a value of `kind`; `undefined` where a part of it is not of that kind. */
  rewrite(node: ts.Expression, kind: DescribedKind): string | undefined {
    const inner = bare(node);
    const logic = logicOf(inner);
    if (logic === undefined) return this.kindOf(node) === kind ? this.#truth(inner) : undefined;
    switch (logic.form) {
      case 'not': {
        const operand = bare(logic.operand);
        if (this.kindOf(logic.operand) === kind && this.#isNumeric(operand)) return `${chain(operand)}.eq(0)`;
        const rewritten = this.rewrite(logic.operand, kind);
        return rewritten && `${rewritten}.not()`;
      }
      case 'join': {
        const left = this.rewrite(logic.left, kind);
        const right = this.rewrite(logic.right, kind);
        return left && right && `${left}.${logic.operator === '&&' ? 'and' : 'or'}(${right})`;
      }
      case 'choose': {
        const condition = this.rewrite(logic.condition, kind);
        if (condition === undefined || kind === 'symbolic') return undefined;
        const [yes, no] = [logic.yes, logic.no].map(
          side => (logicOf(bare(side)) && this.rewrite(side, kind)) ?? text(side),
        );
        return `mux(${condition}, ${yes}, ${no})`;
      }
      case 'compare':
        return this.#compare(logic.operator.startsWith('='), logic.left, logic.right, kind);
    }
  }

  #compare(equal: boolean, left: ts.Expression, right: ts.Expression, kind: DescribedKind): string | undefined {
    const [described, other] = this.#comparedKind(left) === kind ? [left, right] : [right, left];
    if (this.#comparedKind(described) !== kind) return undefined;
    const constant = bare(other).kind;
    if (constant === ts.SyntaxKind.TrueKeyword || constant === ts.SyntaxKind.FalseKeyword) {
      const truth = this.#truth(bare(described));
      return equal === (constant === ts.SyntaxKind.TrueKeyword) ? truth : `${truth}.not()`;
    }
    return `${chain(bare(described))}.${equal ? 'eq' : 'ne'}(${text(other)})`;
  }

  /** The truth of one described value: itself, or, of a number, whether it is not zero. */
  #truth(node: ts.Expression): string {
    return this.#isNumeric(node) ? `${chain(node)}.ne(0)` : chain(node);
  }

  #isNumeric(node: ts.Expression): boolean {
    return isNumeric(this.#checker.getTypeAtLocation(node), this.#checker);
  }
}

/** An expression on one line, as it was written but without parentheses around the whole. */
export function text(node: ts.Expression): string {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  return inner.getText().replace(/\s+/g, ' ');
}

/** An expression as what a method can be called on. */
const chain = (node: ts.Expression): string => (ts.isLeftHandSideExpression(node) ? text(node) : `(${text(node)})`);
