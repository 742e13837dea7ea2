import type { Plugin, Rolldown } from 'vite';

export function withoutComments(source: string): string;
export function slimLibraries(): Plugin;
export function contentSecurityPolicy(): Plugin;
export function preloadPage(): Plugin;
export function onePage(): Rolldown.CodeSplittingNameFunction;
export function embedModule(): Plugin;
