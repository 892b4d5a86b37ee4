import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './verilator/paths.ts';

/** Pages that people write, or that are made and committed, below a folder. */
function pagesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pagesIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const pages = pagesIn(projectRoot).filter(page => !relative(projectRoot, page).startsWith('bench/results'));

/** The page without what stands in blocks of code. */
const prose = (page: string): string => readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```/gm, '');

/** The anchor that GitHub gives a heading. */
const slug = (heading: string): string =>
  heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

function anchorsOf(page: string): Set<string> {
  const found = new Map<string, number>();
  return new Set(
    [...prose(page).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => {
      const base = slug(heading);
      const before = found.get(base) ?? 0;
      found.set(base, before + 1);
      return before === 0 ? base : `${base}-${before}`;
    }),
  );
}

/** Links of a page to other places of the project. */
function linksOf(page: string): { link: string; path: string; anchor: string | undefined }[] {
  return [...prose(page).matchAll(/\]\(([^()\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = '', anchor] = link.split('#');
    return [{ link, path: path === '' ? page : resolve(dirname(page), path), anchor }];
  });
}

const name = (page: string): string => relative(projectRoot, page);

it('there are pages, with links', () => {
  expect(pages.length).toBeGreaterThan(15);
  expect(pages.flatMap(linksOf).length).toBeGreaterThan(60);
});

it.each(pages.map(name))('the links of %s lead to files, folders and headings', page => {
  const dead = linksOf(join(projectRoot, page)).filter(({ path, anchor }) => {
    if (!existsSync(path)) return true;
    return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor);
  });
  expect(dead.map(({ link }) => link)).toEqual([]);
});

it.each(pages.map(name))('the files that %s names are there', page => {
  const named = [
    ...prose(join(projectRoot, page)).matchAll(
      /`((?:dsl|docs|bench|examples|generators|scripts|testbench|rtl-out|models)\/[\w./-]*\w)(?::\d+)*`/g,
    ),
  ];
  const missing = named
    .map(([, path = '']) => path)
    .filter(path => !path.startsWith('bench/results/') && !existsSync(join(projectRoot, path)));
  expect(missing).toEqual([]);
});

it('every page of docs/ is reached from the README', () => {
  const reached = new Set([join(projectRoot, 'README.md')]);
  for (const page of reached)
    for (const { path } of linksOf(page)) {
      if (path.endsWith('.md') && existsSync(path)) reached.add(path);
      else if (existsSync(join(path, 'README.md'))) reached.add(join(path, 'README.md'));
    }
  const written = pages.filter(page => name(page).startsWith('docs/') || name(page) === 'CONTRIBUTING.md');
  expect(written.filter(page => !reached.has(page)).map(name)).toEqual([]);
});
