/** The shape of the language's values, as far as the check looks at it. */
export const language = `
export interface BoolType { readonly kind: 'bool'; readonly width: 1 }
export interface UIntType { readonly kind: 'uint'; readonly width: number }
interface Base<T> { readonly valueKind: 'hardware'; readonly type: T; set(value: Base<T> | number): void }
interface BoolOps { and(o: Bool): Bool; or(o: Bool): Bool; not(): Bool; eq(o: Bool | boolean): Bool; ne(o: Bool | boolean): Bool }
interface UIntOps { eq(o: UInt | number): Bool; ne(o: UInt | number): Bool; add(o: UInt): UInt }
export type Signal<T> = Base<T> & (T extends BoolType ? BoolOps : T extends UIntType ? UIntOps : never);
export type Bool = Signal<BoolType>;
export type UInt = Signal<UIntType>;
export declare class Relation { readonly valueKind = 'symbolic'; and(o: Relation): Relation; or(o: Relation): Relation; not(): Relation }
export declare class IntExpr { readonly valueKind = 'symbolic'; plus(o: number): IntExpr; eq(o: number): Relation; ne(o: number): Relation }
export declare const io: { readonly en: Bool; readonly clear: Bool; readonly busy: Bool; readonly count: UInt; readonly sum: UInt };
export declare const ROWS: IntExpr;
export declare function when(condition: Bool, body: () => void): void;
export declare function genIf(condition: Relation, body: () => void): void;
export declare function mux<T>(condition: Bool, yes: Signal<T>, no: Signal<T>): Signal<T>;
`;
export const prelude =
  "import { io, ROWS, when, genIf, mux, type Signal, type Bool, type UInt, type BoolType } from './language.ts';\n";
