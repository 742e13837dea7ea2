import { t } from '@lingui/core/macro';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { whenIdle } from '../common/idle.ts';
import { useActions, useApp, useAppWhile } from '../common/store-context.tsx';
import { usePresentation } from '../common/presenting.ts';
import { useTheme } from '../common/theme.ts';
import { useUi } from '../common/ui-context.tsx';
import { useVerdicts } from '../common/use-verdict.ts';
import type { AppState } from '../state/model.ts';
import { allProblems } from './problems.ts';
import { Problems } from './Problems.tsx';
import { Settings } from './Settings.tsx';
import { useLessonHighlights } from './use-lesson-highlights.ts';
import type { MonacoHost } from './monaco-host.ts';
import './editor.css';
import './verdict-marks.css';

type Host = typeof MonacoHost;

/** What problems are made of. */
const sayings = ({ diagnostics, canisters }: AppState): readonly unknown[] => [diagnostics, ...Object.values(canisters).flatMap(({ build, forecast, refusal }) => [build, forecast, refusal])];

/** The open file, its problems, and how the project is compiled. */
export function Editor({ readOnly = false }: { readonly readOnly?: boolean }) {
  const openFile = useApp((state) => state.project?.openFile);
  const { diagnostics, canisters } = useAppWhile(sayings);
  const problems = useMemo(() => allProblems(diagnostics, canisters), [diagnostics, canisters]);
  const monaco = useMonaco(useApp((state) => state.phase !== 'starting'));
  return (
    <section className="editor" aria-label={t`Editor`}>
      <header className="editor-head">
        <h2 className="editor-tab">{openFile ?? t`No file`}</h2>
        <Settings />
      </header>
      <div className="editor-body">{monaco ? <MonacoEditor {...monaco} problems={problems} readOnly={readOnly} /> : <PlainEditor readOnly={readOnly} />}</div>
      <Problems problems={problems} />
    </section>
  );
}

interface Monaco {
  readonly Host: Host;
  /** Where somebody is writing already. */
  readonly caret: Caret | undefined;
}

/** Monaco, loaded when `wanted`; `undefined` before it is there, and for good where it cannot be loaded. */
function useMonaco(wanted: boolean): Monaco | undefined {
  const [monaco, setMonaco] = useState<Monaco>();
  useEffect(() => {
    if (!wanted) return undefined;
    let mounted = true;
    const cancel = whenIdle(() => {
      import('./monaco-host.ts').then(
        (module) => {
          if (mounted) setMonaco({ Host: module.MonacoHost, caret: plainCaret() });
        },
        (error: unknown) => console.warn('The editor could not be loaded; the plain one stays.', error),
      );
    });
    return () => {
      mounted = false;
      cancel();
    };
  }, [wanted]);
  return monaco;
}

interface Caret {
  readonly line: number;
  readonly character: number;
}

/** The place in the plain editor, if that has the focus. */
function plainCaret(): Caret | undefined {
  const area = document.activeElement;
  if (!(area instanceof HTMLTextAreaElement) || !area.matches('.editor-plain')) return undefined;
  const lines = area.value.slice(0, area.selectionEnd).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function PlainEditor({ readOnly }: { readonly readOnly: boolean }) {
  const path = useApp((state) => state.project?.openFile);
  const text = useApp((state) => (path === undefined ? undefined : state.project?.files[path]));
  const actions = useActions();
  if (path === undefined || text === undefined) return null;
  return <textarea className="editor-plain" aria-label={t`Text of ${path}`} value={text} readOnly={readOnly} spellCheck={false} autoCapitalize="off" wrap="off" onChange={(event) => actions.editFile(path, event.target.value)} />;
}

function MonacoEditor({ Host, caret, problems, readOnly }: Monaco & { readonly problems: ReturnType<typeof allProblems>; readonly readOnly: boolean }) {
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
  useEffect(() => host?.setReadOnly(readOnly), [host, readOnly]);
  const scale = usePresentation()?.scale ?? 1;
  useEffect(() => host?.setScale(scale), [host, scale]);
  useEffect(() => {
    if (project !== undefined && files && openFile !== undefined) host?.synchronize(project, files, openFile);
  }, [host, project, files, openFile]);
  useEffect(() => {
    if (caret) host?.reveal(caret.line, caret.character);
  }, [host, caret]);
  const pending = useApp((state) => Object.values(state.canisters).some(({ build: { phase } }) => phase === 'waiting' || phase === 'building'));
  useEffect(() => host?.mark(problems, pending), [host, problems, pending, files]);
  const verdicts = useVerdicts();
  useEffect(() => host?.foretell(verdicts), [host, verdicts]);
  const highlights = useLessonHighlights();
  useEffect(() => host?.highlight(highlights), [host, highlights, openFile]);
  useEffect(() => {
    if (place && (place.path === openFile || place.path === '')) host?.reveal(place.line, place.character);
  }, [host, place, openFile]);
  return <div ref={attach} className="editor-monaco" />;
}
