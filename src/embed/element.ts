import type { EmbedEvents, EmbedProject, EmbedRequestName, EmbedRequests } from '../protocol/embed.ts';
import { connect, type Connection } from './connection.ts';
import { languageOf } from './language.ts';

/** The playground's own address: this module lies in `embed/` beside its `index.html`. */
const HOME = new URL('../', import.meta.url).href;
const DEFAULT_HEIGHT = '32rem';
/** Attributes that the playground in the frame reads from its address. */
const PASSED = ['show', 'theme', 'sample', 'readonly', 'start'] as const;

/**
 * `<canister-playground>`: a playground in a page. What it shows are attributes (see {@link CanisterPlayground.observedAttributes}); what it runs
 * is its text, or `<script type="text/motoko" data-path="Main.mo">` elements in it, or the `sample` or `project` it names. Tells what happens as
 * events of the names of {@link EmbedEvents}, with `detail`.
 */
export class CanisterPlayground extends HTMLElement {
  /**
   * `src`: address of a playground, that of this module where it is absent. `sample`: id of a sample. `project`: a shared link or its `#p=…`. `show`: any of
   * `editor,commands,state,steps,calls,scripts,memory,moments,snapshots,compare,logs,timeline`. `theme`: `light` or `dark`, else the system's. `height`: a CSS length, or `auto` to follow the content.
   * `readonly`: the code cannot be edited. `start`: begins without a click. `label`: name for screen readers. `lang`: language of the page in the frame, `en` or `de`; that of the surroundings where it is absent.
   */
  static readonly observedAttributes = ['height'] as const;

  #connection: Connection | undefined;
  #frame: HTMLIFrameElement | undefined;

  connectedCallback(): void {
    if (this.#frame) return;
    const project = projectOf(this);
    const home = new URL(this.getAttribute('src') ?? HOME, document.baseURI);
    const frame = document.createElement('iframe');
    this.#frame = frame;
    this.#connection = connect(() => frame.contentWindow, home.origin, window, (event, detail) => this.#happened(event, detail));
    frame.src = this.#address(home);
    frame.title = this.getAttribute('label') ?? 'Canister upgrade playground';
    frame.loading = 'lazy';
    frame.allow = 'clipboard-write';
    Object.assign(frame.style, { display: 'block', width: '100%', border: '0' });
    this.style.display ||= 'block';
    this.replaceChildren(frame);
    this.attributeChangedCallback();
    if (project) void this.load(project);
  }

  disconnectedCallback(): void {
    this.#connection?.close();
    this.#frame?.remove();
    this.#connection = undefined;
    this.#frame = undefined;
  }

  attributeChangedCallback(): void {
    const height = this.getAttribute('height') ?? DEFAULT_HEIGHT;
    if (this.#frame && height !== 'auto') this.#frame.style.height = /^\d+$/.test(height) ? `${height}px` : height;
  }

  load(project: EmbedProject): Promise<void> {
    return this.request('load', project);
  }

  /** Asks the playground for something; what may be asked and what comes back is {@link EmbedRequests}. Rejects with `PlaygroundRequestError`. */
  request<K extends EmbedRequestName>(name: K, argument: EmbedRequests[K]['argument']): Promise<EmbedRequests[K]['answer']> {
    if (!this.#connection) return Promise.reject(new Error('Put the element into the page first.'));
    return this.#connection.request(name, argument);
  }

  #address(home: URL): string {
    const query = new URLSearchParams({ embed: '', origin: location.origin });
    for (const name of PASSED) {
      const value = this.getAttribute(name);
      if (value !== null) query.set(name, value);
    }
    const language = languageOf(this);
    if (language !== undefined) query.set('lang', language);
    const project = this.getAttribute('project') ?? '';
    const fragment = project.includes('#') ? project.slice(project.indexOf('#')) : '';
    return `${home.origin}${home.pathname}?${query.toString()}${fragment}`;
  }

  #happened<K extends keyof EmbedEvents>(event: K, detail: EmbedEvents[K]): void {
    if (event === 'resized' && this.getAttribute('height') === 'auto' && this.#frame) {
      this.#frame.style.height = `${(detail as EmbedEvents['resized']).height}px`;
    }
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

/** What the element has in it when it is put into a page. */
function projectOf(element: HTMLElement): EmbedProject | undefined {
  const scripts = [...element.querySelectorAll('script')];
  const files =
    scripts.length > 0
      ? Object.fromEntries(scripts.map((script) => [script.dataset.path ?? 'Main.mo', outdented(script.textContent)]))
      : { 'Main.mo': outdented(element.textContent) };
  if (Object.values(files).every((text) => text === '')) return undefined;
  const language = element.getAttribute('language');
  const persistence = element.getAttribute('persistence');
  return {
    files,
    ...(language === 'persistent' || language === 'legacy' ? { language } : {}),
    ...(persistence === 'enhanced' || persistence === 'classical' ? { persistence } : {}),
    ...(element.title === '' ? {} : { title: element.title }),
  };
}

/** Text in a page is indented as its surroundings are. */
function outdented(text: string): string {
  const lines = text.replace(/^\s*\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return indents.length === 0 ? '' : `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}
