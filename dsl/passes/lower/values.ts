import { fail } from '../../diagnostics/diagnostic.ts';
import { IntExpr, toExpr, upperBound, type Width } from '../../ir/integer.ts';
import type { Memory } from '../../ir/memory.ts';
import type { BinaryNode, Node, BinaryOperator as NodeOperator, ResizeNode } from '../../ir/node.ts';
import { symbols } from '../../ir/symbols.ts';
import { isCertainBit } from '../../ir/target.ts';
import {
  type BinaryOperator,
  binary,
  bit,
  type Expression,
  identifier,
  integer,
  signedCall,
  unary,
  unsignedCall,
} from '../../ir/verilog.ts';
import { simplifiedChoice } from './choice.ts';
import { constantOf } from './constants.ts';
import { isIndexWidth } from './indices.ts';
import type { Integers } from './integers.ts';
import { literalValue } from './literalValue.ts';
import { elementOf, isWhole, type Place, printPlace, printTopBit, sliceOf, wholePlace } from './place.ts';
import { isProduct } from './products.ts';
import { isSignedText, type TextForms } from './signedness.ts';

const zeroBit = bit(false);

/**
 * The most that a constant shifts by: more than any vector has bits, so that it gives what any larger amount does. A
 * plain number of Verilog need not have more than 32 bits (IEEE 1364-2005, 3.5.1), and Yosys up to 0.53 takes a constant
 * amount modulo two to the 32, with a sign.
 */
const MOST_SHIFT = 2n ** 30n;

const boolOperators: Readonly<Partial<Record<NodeOperator, BinaryOperator>>> = { and: '&&', or: '||', xor: '!=' };

/** Those that look at the sign of their operands. */
const ordered: ReadonlySet<NodeOperator> = new Set(['mul', 'lt', 'le', 'gt', 'ge'] as const);

/** What values need to know of the module that they are in. */
export interface ValueContext {
  readonly integers: Integers;
  /** The name of a declared signal, as it reads from where the node stands. */
  nameOf(node: Node & { kind: 'read' | 'neighbour' }): Expression;
  /** The wire that stands for a node; undefined for a node that is written where it is used. */
  wireOf(node: Node): string | undefined;
  /** The width at which a product is made, where that is more than its own: see `widenedProducts`. */
  widenedTo(node: Node): Width | undefined;
  memoryName(memory: Memory): string;
  /** The function that folds a vec. */
  foldFunction(node: Node & { kind: 'fold' }): string;
  /** The wire that holds a parameter as a value of a width that 32 bits may not cover. */
  parameterWire(node: Node & { kind: 'parameter' }): string;
}

/**
 * Hardware values as Verilog expressions. Every operand is printed at its operator's width, nothing is left to context,
 * but for the factors of a product that is the whole of what is assigned: the target's width is in sight.
 */
export class Values {
  readonly #context: ValueContext;
  /** What the text of a node looks like. */
  readonly #forms: TextForms = {
    placeOf: node => this.placeOf(node),
    wireOf: node => this.#context.wireOf(node),
  };

  constructor(context: ValueContext) {
    this.#context = context;
  }

  get #integers(): Integers {
    return this.#context.integers;
  }

  /** Where the node's bits stand, when they have a name. */
  placeOf(node: Node): Place | undefined {
    const wire = this.#context.wireOf(node);
    return wire === undefined ? this.#ownPlace(node) : wholePlace(identifier(wire), node.type.width);
  }

  /** The place that the node's own form gives, whether a wire stands for the node or not. */
  #ownPlace(node: Node): Place | undefined {
    switch (node.kind) {
      case 'read':
      case 'neighbour':
        return wholePlace(this.#context.nameOf(node), node.signal.type.width);
      case 'element': {
        const place = this.placeOf(node.vector);
        const { type } = node.vector;
        if (place === undefined || !(node.index instanceof IntExpr) || type.kind !== 'vec') return undefined;
        return elementOf(place, node.index, type.length, type.element.width);
      }
      case 'cast':
        return this.placeOf(node.operand);
      case 'slice': {
        const place = this.placeOf(node.operand);
        return place === undefined ? undefined : sliceOf(place, node.low, node.type.width);
      }
      case 'resize': {
        const place = node.direction === 'truncate' ? this.placeOf(node.operand) : undefined;
        return place === undefined ? undefined : sliceOf(place, toExpr(0), node.type.width);
      }
      default:
        return undefined;
    }
  }

  expression(node: Node): Expression {
    const wire = this.#context.wireOf(node);
    if (wire !== undefined) return identifier(wire);
    if (node.kind === 'read' || node.kind === 'neighbour') return this.#context.nameOf(node);
    const place = this.#ownPlace(node);
    if (place !== undefined) return printPlace(place, this.#integers);
    return this.definition(node);
  }

  /** The expression that defines the node, even when a wire stands for it. */
  definition(node: Node): Expression {
    switch (node.kind) {
      case 'literal':
        if (node.type.kind === 'enum') return this.#integers.enumerator(node.type, node.value);
        return this.constant(node.type.width, node.value);
      case 'parameter':
        return this.#parameter(node);
      case 'unary':
        return this.#unary(node);
      case 'binary':
        return this.#binary(node);
      case 'mux':
        return simplifiedChoice({
          kind: 'conditional',
          condition: this.expression(node.condition),
          whenTrue: this.expression(node.whenTrue),
          whenFalse: this.expression(node.whenFalse),
        });
      case 'resize':
        return this.#resize(node);
      case 'concat':
        return { kind: 'concat', operands: node.operands.map(operand => this.expression(operand)) };
      case 'vec':
        return { kind: 'concat', operands: node.elements.map(element => this.expression(element)).reverse() };
      case 'cast':
        return this.expression(node.operand);
      case 'memory-read':
        return this.memoryWord(node.memory, node.address);
      case 'fold':
        return { kind: 'call', name: this.#context.foldFunction(node), operands: [this.expression(node.vector)] };
      case 'undefined': {
        const count = this.#integers.expression(node.type.width);
        const unknown: Expression = { kind: 'unknown-bit' };
        return count.kind === 'integer' && count.value === 1 ? unknown : { kind: 'replicate', count, operand: unknown };
      }
      case 'shift':
        return this.#shift(node);
      case 'element':
        if (!(node.index instanceof IntExpr) && isCertainBit(node))
          return { kind: 'select', base: this.expression(node.vector), index: this.unsigned(node.index) };
        return this.#printed(node);
      default:
        return this.#printed(node);
    }
  }

  #printed(node: Node): Expression {
    const place = this.#ownPlace(node);
    return place === undefined ? zeroBit : printPlace(place, this.#integers);
  }

  /** What is assigned to the wire or variable that stands for the node. */
  wireValue(node: Node): Expression {
    return isProduct(node) ? this.#product(node) : this.definition(node);
  }

  /** The node as the whole right side of an assignment to what has its width. */
  whole(node: Node): Expression {
    return isProduct(node) && this.#context.wireOf(node) === undefined ? this.#product(node) : this.expression(node);
  }

  memoryWord(memory: Memory, address: Node): Expression {
    return { kind: 'select', base: identifier(this.#context.memoryName(memory)), index: this.unsigned(address) };
  }

  /** A constant of `bits` bits. */
  constant(bits: Width, value: bigint): Expression {
    return constantOf(bits, value, this.#integers);
  }

  /** What stands in front of a parameter's 32 bits: its sign for a sint, zeros for what is never negative. */
  parameterFill(node: Node & { kind: 'parameter' }, base: Expression): Expression {
    return node.type.kind === 'sint' ? { kind: 'select', base, index: integer(31) } : zeroBit;
  }

  #parameter(node: Node & { kind: 'parameter' }): Expression {
    const width = toExpr(node.type.width);
    const most = Math.min(upperBound(width), width.constant ?? upperBound(width));
    if (most > 32 && width.constant === undefined && !isIndexWidth(width))
      return identifier(this.#context.parameterWire(node));
    const base = identifier(this.#integers.named(node.value));
    if (width.constant !== undefined && width.constant > 32)
      return {
        kind: 'concat',
        operands: [
          { kind: 'replicate', count: integer(width.constant - 32), operand: this.parameterFill(node, base) },
          base,
        ],
      };
    return { kind: 'low-part', base, width: this.#integers.expression(width) };
  }

  #unary(node: Node & { kind: 'unary' }): Expression {
    const operand = this.expression(node.operand);
    switch (node.operator) {
      case 'not':
        return unary(node.type.kind === 'bool' ? '!' : '~', operand);
      case 'negate':
        return unary('-', operand);
      case 'reduceAnd':
        return unary('&', operand);
      case 'reduceOr':
        return unary('|', operand);
      case 'reduceXor':
        return unary('^', operand);
    }
  }

  #binary(node: BinaryNode): Expression {
    const { operator } = node;
    const ofBools = node.left.type.kind === 'bool' ? boolOperators[operator] : undefined;
    const written = ofBools ?? symbols[operator];
    return ordered.has(operator) ? this.#ordered(written, node) : this.#plain(written, node);
  }

  #plain(operator: BinaryOperator, { left, right }: BinaryNode): Expression {
    return binary(operator, this.expression(left), this.expression(right));
  }

  /** Operands whose sign the operator looks at. */
  #ordered(operator: BinaryOperator, node: BinaryNode): Expression {
    const { left, right } = node;
    if (left.type.kind === 'sint') return binary(operator, this.signed(left), this.signed(right));
    // Verilog compares as signed where both operands are.
    if (!this.#isSignedText(left) || !this.#isSignedText(right)) return this.#plain(operator, node);
    return binary(operator, this.unsigned(left), this.unsigned(right));
  }

  /**
   * A product that is all that is assigned: Verilog extends its factors, by their own signs, to the width of the target
   * (IEEE 1364-2005, 5.4.1 and 5.5.2). So each stands once, as a name, where a visible extension reads its sign too.
   */
  #product(node: BinaryNode): Expression {
    const width = this.#context.widenedTo(node) ?? node.type.width;
    return binary('*', this.#factor(node.left, width), this.#factor(node.right, width));
  }

  #factor(node: Node, width: Width): Expression {
    const own = node.kind === 'resize' && node.direction === 'extend' ? node.operand : node;
    if (own.kind !== 'literal' && own.kind !== 'parameter') {
      if (own.type.kind === 'sint') return this.signed(own);
      if (this.placeOf(own) !== undefined) return this.unsigned(own);
    }
    if (own.type.kind !== 'sint') return this.expression(node);
    return toExpr(width).key === toExpr(node.type.width).key
      ? this.signed(node)
      : signedCall(this.extended(own, width));
  }

  /** A sint as an operand of a signed operator: a name declared signed, a signed constant, or cast. */
  signed(node: Node): Expression {
    if (node.kind === 'literal') {
      const width = toExpr(node.type.width).constant;
      if (width !== undefined) {
        const magnitude = node.value < 0n ? -node.value : node.value;
        const constant: Expression = { kind: 'sized', width, value: magnitude, signed: true };
        return node.value < 0n ? unary('-', constant) : constant;
      }
    }
    const place = this.placeOf(node);
    const declaredSigned =
      place !== undefined &&
      isWhole(place) &&
      (this.#context.wireOf(node) !== undefined || node.kind === 'read' || node.kind === 'neighbour') &&
      node.type.kind === 'sint';
    return declaredSigned ? place.base : signedCall(this.expression(node));
  }

  /** A uint where Verilog would do otherwise with a signed text: the number is below zero there. */
  unsigned(node: Node): Expression {
    const text = this.expression(node);
    return this.#isSignedText(node) ? unsignedCall(text) : text;
  }

  /**
   * The index of a bit that is written. A part-select has no sign (IEEE 1364-2005, 5.5.1), but Icarus 11 writes no bit at
   * `i[2:0]` where that is all of a signed `i` and its highest bit is 1.
   */
  writtenIndex(node: Node): Expression {
    const text = this.unsigned(node);
    return text.kind === 'low-part' && isPartOfSigned(node) ? unsignedCall(text) : text;
  }

  #isSignedText(node: Node): boolean {
    return isSignedText(node, this.#forms);
  }

  #shift(node: Node & { kind: 'shift' }): Expression {
    const amount = this.#amount(node.amount);
    if (node.direction === 'left') return binary('<<', this.expression(node.operand), amount);
    return node.type.kind === 'sint'
      ? binary('>>>', this.signed(node.operand), amount)
      : binary('>>', this.expression(node.operand), amount);
  }

  /** By how much is shifted: no context changes that, so that numbers and parameters stand as they are. */
  #amount(node: Node): Expression {
    if (node.kind === 'parameter') return this.#integers.expression(node.value);
    const known = literalValue(node);
    return known === undefined ? this.expression(node) : integer(Number(known < MOST_SHIFT ? known : MOST_SHIFT));
  }

  #resize(node: ResizeNode): Expression {
    const place = this.placeOf(node.operand);
    if (node.direction !== 'extend')
      return place === undefined
        ? this.expression(node.operand)
        : printPlace(sliceOf(place, toExpr(0), node.type.width), this.#integers);
    // The wire has that width.
    if (this.#context.widenedTo(node.operand) !== undefined) return this.expression(node.operand);
    return this.extended(node.operand, node.type.width);
  }

  /** The operand with its sign, or zeros, in front. */
  extended(operand: Node, width: Width): Expression {
    const rest = toExpr(width).minus(operand.type.width);
    const { type } = operand;
    if (operand.kind === 'parameter' && (type.kind === 'uint' || type.kind === 'sint'))
      return this.#parameter({ ...operand, type: { kind: type.kind, width } });
    const inner = this.expression(operand);
    if (operand.kind === 'literal') return this.constant(width, operand.value);
    const place = operand.type.kind === 'sint' ? this.placeOf(operand) : undefined;
    if (operand.type.kind === 'sint' && place === undefined)
      fail('internal', { problem: 'the sign of an expression without a name is needed' });
    const fill = place === undefined ? zeroBit : printTopBit(place, this.#integers);
    if (fill !== zeroBit && toExpr(type.width).constant === 1)
      return { kind: 'replicate', count: this.#integers.expression(toExpr(width)), operand: fill };
    const { constant } = rest;
    const front: Expression =
      constant === 1
        ? fill
        : constant !== undefined && fill === zeroBit && constant <= 64
          ? { kind: 'sized', width: constant, value: 0n, signed: false }
          : { kind: 'replicate', count: this.#integers.expression(rest), operand: fill };
    return { kind: 'concat', operands: [front, inner] };
  }
}

/** Whether the node selects bits of a sint. */
function isPartOfSigned(node: Node): boolean {
  if (node.kind === 'slice' || node.kind === 'resize' || node.kind === 'cast') return isPartOfSigned(node.operand);
  return node.type.kind === 'sint';
}
