/** What a function throws, as text. */
export function thrown(body: () => void): string {
  try {
    body();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'nothing';
}
