/**
 * Words of C++ under which Verilator before 5.032 warns of a port (SYMRSVDWORD), because it makes a member of a C++ class
 * of it: as found by asking 5.006. Inside a module they are names like any others.
 */
const text =
  'abort alignas alignof and_eq asm atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool catch char ' +
  'char16_t char32_t compl concept const_cast constexpr decltype delete deque double dynamic_cast explicit false float ' +
  'friend goto inline list long map mutable namespace noexcept not_eq nullptr operator or_eq override public queue ' +
  'requires sc_in sc_out sc_signal set short sizeof static_assert static_cast switch synchronized template thread_local ' +
  'throw transaction_safe transaction_safe_dynamic true try typeid typename uint16_t uint32_t uint8_t using vector ' +
  'volatile wchar_t xor_eq';

const words: ReadonlySet<string> = new Set(text.split(' '));

/** Whether a port of this name makes Verilator warn. */
export const isCppWord = (name: string): boolean => words.has(name);
