import { restorePresentation, usePresentation } from './common/presenting.ts';
import { StoreProvider } from './common/store-context.tsx';
import { restoreTheme } from './common/theme.ts';
import { Tips } from './common/Tip.tsx';
import { UiProvider } from './common/ui-context.tsx';
import { useLoaded } from './common/use-loaded.ts';
import { Header } from './layout/Header.tsx';
import { Notices, OfflineMark, StatusLine } from './layout/Notices.tsx';
import { PaneBar, Workbench, TerminalBar } from './layout/Workbench.tsx';
import { IncomingDialog } from './share/IncomingDialog.tsx';
import type { Store } from './state/model.ts';
import './common/theme.css';
import './common/surfaces.css';
import './layout/layout.css';

// Before the first rendering, so that the page never shows the other theme first.
restoreTheme();
restorePresentation();

const loadPresenter = () => import('./workshop/Presenter.tsx');

/** The page. Everything it shows comes from the store, everything it does goes there. */
export function App({ store }: { readonly store: Store }) {
  return (
    <StoreProvider store={store}>
      <UiProvider>
        <div className="app">
          <Header />
          <Notices />
          <Workbench />
          <TerminalBar />
          <footer className="footer">
            <StatusLine />
            <OfflineMark />
            <PaneBar />
          </footer>
          <Presenting />
          <IncomingDialog />
        </div>
        <Tips />
      </UiProvider>
    </StoreProvider>
  );
}

function Presenting() {
  const presenting = usePresentation() !== undefined;
  const presenter = useLoaded(loadPresenter, presenting);
  return presenting && presenter && <presenter.default />;
}
