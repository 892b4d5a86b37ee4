import { UserError } from '../scripts/userError.ts';

/**
 * A page with its measured parts replaced: what stands between `<!-- bench: NAME -->` and `<!-- end -->`, for every name
 * in `sections`. Parts with other names stay as they are.
 *
 * @throws UserError when a part has no end, or when the page has none of the sections
 */
export function withSections(
  page: string,
  sections: ReadonlyMap<string, string>,
): { readonly text: string; readonly replaced: readonly string[] } {
  const replaced: string[] = [];
  const text = page.split(/(?=<!-- bench: )/).map(part => {
    if (!part.startsWith('<!-- bench: ')) return part;
    const [mark = '', name = ''] = /^<!-- bench: ([^ ]*) -->/.exec(part) ?? [];
    const end = part.indexOf('<!-- end -->');
    if (mark === '' || end < 0)
      throw new UserError(
        `A part of the page begins with \`${part.split('\n', 1)[0] ?? ''}\` and has no end.`,
        'Write `<!-- bench: NAME -->` and, below, `<!-- end -->`.',
      );
    const section = sections.get(name);
    if (section === undefined) return part;
    replaced.push(name);
    return `${mark}\n\n${section.trim()}\n\n${part.slice(end)}`;
  });
  if (replaced.length === 0)
    throw new UserError(
      `The page has no place for ${[...sections.keys()].join(', ')}.`,
      'Tables go between `<!-- bench: NAME -->`, with the name of a topic, and `<!-- end -->`.',
    );
  return { text: text.join(''), replaced };
}
