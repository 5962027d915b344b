export declare function installedChromium(
  environment?: Readonly<Record<string, string | undefined>>,
): string | undefined;
export declare function ensureChromium(): Promise<string | undefined>;
