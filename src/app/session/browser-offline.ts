/// <reference types="vite-plugin-pwa/vanillajs" />
import type { OfflinePort } from './offline.ts';

/** What a visitor does first has the network for itself. */
const HEAD_START_MS = 2_000;

/** The service worker that the build makes: it keeps every file of the page. */
export const serviceWorker: OfflinePort = {
  keep: async ({ onKept, onUpdate }) => {
    if (!('serviceWorker' in navigator)) return;
    if (navigator.serviceWorker.controller) onKept();
    await new Promise((resolve) => setTimeout(resolve, HEAD_START_MS));
    const { registerSW } = await import('virtual:pwa-register');
    const update = registerSW({
      immediate: true,
      onOfflineReady: onKept,
      onNeedRefresh: () => onUpdate(() => update(true)),
    });
  },
};
