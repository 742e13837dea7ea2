import { createRoot } from 'react-dom/client';
import type { EmbedParameters } from '../state/embed.ts';
import { createFrame, type FrameOptions } from '../session/embedding.ts';
import { EmbeddedPlayground } from './EmbeddedPlayground.tsx';

type Parts = Pick<FrameOptions, 'start' | 'candidText' | 'loadSamples'> & { readonly parameters: EmbedParameters };

/** A playground as part of another page: a poster until it is started. */
export function mountEmbed(root: HTMLElement, { parameters, start, candidText, loadSamples }: Parts): void {
  const { origin, theme } = parameters;
  if (theme) document.documentElement.dataset.theme = theme;
  const frame = createFrame({
    parameters,
    href: location.href,
    start,
    candidText,
    loadSamples,
    post: (message) => {
      if (origin !== undefined && window.parent !== window) window.parent.postMessage(message, origin);
    },
  });
  addEventListener('message', (event) => {
    if (event.source === window.parent && event.origin === origin) frame.receive(event.data);
  });
  new ResizeObserver(() => frame.tell('resized', { height: Math.ceil(root.getBoundingClientRect().height) })).observe(root);
  if (parameters.start) frame.run();
  createRoot(root).render(<EmbeddedPlayground frame={frame} parameters={parameters} />);
}
