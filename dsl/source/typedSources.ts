import {
  type CompilerOptions,
  ModuleKind,
  ModuleResolutionKind,
  Project,
  ScriptTarget,
  type SourceFile,
} from 'ts-morph';
import { findHostConditions, type HostCondition } from './findHostConditions.ts';

/**
 * What the check needs whatever the user's configuration says. Resolution is a bundler's, because ts-morph does not read
 * `"type": "module"` and would take every file of a NodeNext project for CommonJS; an element of a list may be
 * `undefined`, so that testing one is no host condition.
 */
const forced: CompilerOptions = {
  module: ModuleKind.ESNext,
  moduleResolution: ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  noEmit: true,
  strictNullChecks: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
};

/** What holds where no configuration says otherwise: no `document` and the like, which cost half a second to load. */
const assumed: CompilerOptions = { target: ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], strict: true };

/** A tsconfig.json that TypeScript cannot read; the message is a sentence for a user. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

function open(tsconfig: string | undefined): Project {
  const manners = { skipAddingFilesFromTsConfig: true, skipFileDependencyResolution: true };
  if (tsconfig === undefined) return new Project({ ...manners, compilerOptions: { ...assumed, ...forced } });
  try {
    return new Project({ ...manners, tsConfigFilePath: tsconfig, compilerOptions: forced });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(`${tsconfig} is not a TypeScript configuration: ${reason}`);
  }
}

/** Sources with their types, as ts-morph's TypeScript sees them. */
export class TypedSources {
  readonly #project: Project;

  private constructor(project: Project) {
    this.#project = project;
  }

  /**
   * The files and all that they import.
   *
   * @throws ConfigurationError when `tsconfig` cannot be read
   */
  static ofFiles(files: readonly string[], tsconfig: string | undefined): TypedSources {
    const project = open(tsconfig);
    for (const file of files) project.addSourceFileAtPath(file);
    project.resolveSourceFileDependencies();
    return new TypedSources(project);
  }

  /** Texts by their paths, without a file system. */
  static ofTexts(texts: Readonly<Record<string, string>>): TypedSources {
    const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { ...assumed, ...forced } });
    for (const [path, text] of Object.entries(texts)) project.createSourceFile(path, text);
    return new TypedSources(project);
  }

  hostConditions(path: string): readonly HostCondition[] {
    const file = this.#project.getSourceFileOrThrow(path);
    return findHostConditions(file.compilerNode, this.#project.getTypeChecker().compilerObject);
  }

  /** What TypeScript has against the texts, apart from host conditions. */
  errors(): readonly string[] {
    return this.#project.getPreEmitDiagnostics().map(({ compilerObject }) => {
      const { messageText } = compilerObject;
      return typeof messageText === 'string' ? messageText : messageText.messageText;
    });
  }

  text(path: string): string {
    return this.#project.getSourceFileOrThrow(path).getFullText();
  }

  /**
   * Paths of `path` and of everything that it imports, directly or not; `undefined` where one of the imports is missing,
   * because then what was found changes when that file appears.
   */
  dependencies(path: string): readonly string[] | undefined {
    const reached = new Map<string, SourceFile>();
    const waiting = [this.#project.getSourceFileOrThrow(path)];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (reached.has(file.getFilePath())) continue;
      reached.set(file.getFilePath(), file);
      const missing = [...file.getImportDeclarations(), ...file.getExportDeclarations()].some(
        declaration =>
          declaration.getModuleSpecifierValue()?.startsWith('.') === true &&
          declaration.getModuleSpecifierSourceFile() === undefined,
      );
      if (missing) return undefined;
      waiting.push(...file.getReferencedSourceFiles());
    }
    return [...reached.keys()].sort();
  }
}
