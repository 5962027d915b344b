export declare const ROOT: string;
export declare function nodeTooOld(version: string): string | undefined;
export declare function whyInstall(root?: string): string | undefined;
