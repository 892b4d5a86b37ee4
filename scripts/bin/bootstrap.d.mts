export declare const projectRoot: string;
export declare function isCheckout(root?: string): boolean;
export declare function isNodeTooOld(version: string): boolean;
export declare function isInstalled(root: string): boolean;
export declare function withLock<T>(lockFile: string, work: () => Promise<T>, onWait?: () => void): Promise<T>;
export declare function ensureDependencies(): Promise<void>;
export declare function runTypeScript(entry: string | URL): Promise<unknown>;
