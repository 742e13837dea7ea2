import { t } from '@lingui/core/macro';
import { useSyncExternalStore } from 'react';
import { Icon } from '../common/icons.tsx';
import { StoreProvider } from '../common/store-context.tsx';
import { restoreTheme } from '../common/theme.ts';
import { Tips } from '../common/Tip.tsx';
import { UiProvider } from '../common/ui-context.tsx';
import { Editor } from '../editor/Editor.tsx';
import type { EmbedParameters } from '../state/embed.ts';
import type { Store } from '../state/model.ts';
import type { Frame, Poster } from '../session/embedding.ts';
import { CanisterPane } from './CanisterPane.tsx';
import { Notices, StatusLine } from './Notices.tsx';
import '../common/theme.css';
import '../common/surfaces.css';
import './layout.css';
import './embed.css';

restoreTheme();

interface Props {
  readonly frame: Frame;
  readonly parameters: EmbedParameters;
}

/** The code to read, and one button; then the parts of the playground that the page around it asked for. */
export function EmbeddedPlayground({ frame, parameters }: Props) {
  const store = useSyncExternalStore(frame.playground.subscribe, frame.playground.getState);
  if (!store) return <PosterView frame={frame} />;
  return <Running store={store} frame={frame} parameters={parameters} />;
}

const sourceOf = ({ path }: Poster): string => t`Source code of ${path}`;

function PosterView({ frame }: { readonly frame: Frame }) {
  const poster = useSyncExternalStore(frame.poster.subscribe, frame.poster.getState);
  return (
    <main className="embed-poster">
      <header className="embed-head">
        <h1>{poster?.title ?? t`A canister`}</h1>
        <button type="button" className="button primary" onClick={() => frame.run()}>
          {t`Run this canister`}
        </button>
      </header>
      {poster && (
        <pre className="embed-code" aria-label={sourceOf(poster)} tabIndex={0}>
          {poster.text}
        </pre>
      )}
      <p className="faint">{t`Running loads the Motoko compiler into this page, once. Nothing leaves your browser.`}</p>
    </main>
  );
}

function Running({ store, frame, parameters }: Props & { readonly store: Store }) {
  const { show, readOnly } = parameters;
  return (
    <StoreProvider store={store}>
      <UiProvider>
        <div className="app embed">
          <Notices />
          <main className="embed-body" data-columns={show.has('editor') && show.size > 1 ? 2 : 1}>
            {show.has('editor') && <Editor readOnly={readOnly} />}
            {show.size > (show.has('editor') ? 1 : 0) && (
              <div className="pane pane-canister">
                <CanisterPane shown={show} />
              </div>
            )}
          </main>
          <footer className="footer">
            <StatusLine />
            <OpenOutside frame={frame} />
          </footer>
        </div>
        <Tips />
      </UiProvider>
    </StoreProvider>
  );
}

function OpenOutside({ frame }: { readonly frame: Frame }) {
  const open = async (): Promise<void> => {
    window.open(await frame.link(), '_blank', 'noopener');
  };
  return (
    <button type="button" className="link-button embed-open" onClick={() => void open()}>
      {t`Open in the playground`} <Icon name="share" />
    </button>
  );
}
