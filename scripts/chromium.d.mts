export function installedChromium(): string | undefined;
export function chromiumLaunchOptions(): { executablePath?: string; args: string[] };
