import { useCallback, useEffect, useMemo, useState } from 'react';
import { useActions, useApp } from '../common/store-context.tsx';
import { useTheme } from '../common/theme.ts';
import { useUi } from '../common/ui-context.tsx';
import { useVerdicts } from '../common/use-verdict.ts';
import { allProblems } from './problems.ts';
import { Problems } from './Problems.tsx';
import { Settings } from './Settings.tsx';
import type { MonacoHost } from './monaco-host.ts';
import './editor.css';
import './verdict-marks.css';

type Host = typeof MonacoHost;

/** The open file, its problems, and how the project is compiled. */
export function Editor() {
  const openFile = useApp((state) => state.project?.openFile);
  const diagnostics = useApp((state) => state.diagnostics);
  const canisters = useApp((state) => state.canisters);
  const problems = useMemo(() => allProblems(diagnostics, canisters), [diagnostics, canisters]);
  const Host = useMonaco();
  return (
    <section className="editor" aria-label="Editor">
      <header className="editor-head">
        <h2 className="editor-tab">{openFile ?? 'No file'}</h2>
        <Settings />
      </header>
      <div className="editor-body">{Host ? <MonacoEditor Host={Host} problems={problems} /> : <PlainEditor />}</div>
      <Problems problems={problems} />
    </section>
  );
}

/** Monaco once it is there; `undefined` before, and for good where it cannot be loaded. */
function useMonaco(): Host | undefined {
  const [host, setHost] = useState<Host>();
  useEffect(() => {
    let mounted = true;
    import('./monaco-host.ts').then(
      (module) => {
        if (mounted) setHost(() => module.MonacoHost);
      },
      (error: unknown) => console.warn('The editor could not be loaded; the plain one stays.', error),
    );
    return () => {
      mounted = false;
    };
  }, []);
  return host;
}

function PlainEditor() {
  const path = useApp((state) => state.project?.openFile);
  const text = useApp((state) => (path === undefined ? undefined : state.project?.files[path]));
  const actions = useActions();
  if (path === undefined || text === undefined) return null;
  return <textarea className="editor-plain" aria-label={`Text of ${path}`} value={text} spellCheck={false} autoCapitalize="off" wrap="off" onChange={(event) => actions.editFile(path, event.target.value)} />;
}

function MonacoEditor({ Host, problems }: { readonly Host: Host; readonly problems: ReturnType<typeof allProblems> }) {
  const project = useApp((state) => state.project?.id);
  const files = useApp((state) => state.project?.files);
  const openFile = useApp((state) => state.project?.openFile);
  const actions = useActions();
  const theme = useTheme();
  const { place } = useUi();
  const [host, setHost] = useState<MonacoHost>();
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      if (!element) return undefined;
      const created = new Host(element, {
        onEdit: (path, text) => actions.editFile(path, text),
        fixes: (problem) => actions.fixes(problem),
        applyFix: (fix) => actions.applyFix(fix),
      });
      setHost(created);
      return () => {
        created.dispose();
        setHost(undefined);
      };
    },
    [Host, actions],
  );
  useEffect(() => host?.setTheme(theme), [host, theme]);
  useEffect(() => {
    if (project !== undefined && files && openFile !== undefined) host?.synchronize(project, files, openFile);
  }, [host, project, files, openFile]);
  useEffect(() => host?.mark(problems), [host, problems, files]);
  const verdicts = useVerdicts();
  useEffect(() => host?.foretell(verdicts), [host, verdicts]);
  useEffect(() => {
    if (place && (place.path === openFile || place.path === '')) host?.reveal(place.line, place.character);
  }, [host, place, openFile]);
  return <div ref={attach} className="editor-monaco" />;
}
