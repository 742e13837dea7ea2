import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { ConfirmDialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { setPresenting, usePresentation } from '../common/presenting.ts';
import { useActions, useApp } from '../common/store-context.tsx';
import { chooseTheme, useTheme } from '../common/theme.ts';
import { Tip } from '../common/Tip.tsx';
import { CoursesButton } from '../lessons/CoursesButton.tsx';
import { isBlocked } from './Blocked.tsx';
import { ShareButton } from '../share/ShareButton.tsx';
import { chooseLanguage, language, languages } from '../../texts/language.ts';

export function Header() {
  return (
    <header className="header">
      <p className="brand">
        <Mark />
        <span className="brand-name">Canister Upgrade Playground</span>
      </p>
      <ProjectTitle />
      <CompilerState />
      <div className="header-buttons">
        <CoursesButton />
        <ShareButton />
        <ResetButton />
        <PresentButton />
        <LanguageButton />
        <ThemeButton />
      </div>
    </header>
  );
}

/** A canister that carries its content up. */
const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="currentColor" />
    <path d="M8 12.5c0-2.5 3.6-4.5 8-4.5s8 2 8 4.5v8c0 2.5-3.6 4.5-8 4.5s-8-2-8-4.5z" fill="none" stroke="var(--panel)" strokeWidth="2.2" />
    <path d="M16 21v-7.5m-3.5 3.3 3.5-3.5 3.5 3.5" fill="none" stroke="var(--panel)" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);

function ProjectTitle() {
  const project = useApp((state) => state.project);
  if (!project) return <span />;
  return <TitleInput key={`${project.id} ${project.title}`} title={project.title} />;
}

function TitleInput({ title }: { readonly title: string }) {
  const actions = useActions();
  const [text, setText] = useState(title);
  const commit = (): void => {
    const clean = text.trim();
    if (clean === '') setText(title);
    else if (clean !== title) actions.renameProject(clean);
  };
  return (
    <input
      type="text"
      className="project-title"
      aria-label={t`Project title`}
      value={text}
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setText(title);
      }}
    />
  );
}

function CompilerState() {
  const compiler = useApp((state) => state.compiler);
  const blocked = useApp(isBlocked);
  if (blocked) return <span className="compiler-state" />;
  const texts = {
    loading: t`Compiler loading…`,
    ready: `Motoko ${compiler.version ?? ''}`,
    failed: t`Compiler failed`,
  } as const;
  return <span className={`compiler-state ${compiler.phase}`}>{texts[compiler.phase]}</span>;
}

function ResetButton() {
  const project = useApp((state) => state.project);
  const actions = useActions();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" className="button quiet" disabled={!project} onClick={() => setAsking(true)}>
        {t`Reset`}
      </button>
      {asking && (
        <ConfirmDialog title={t`Start this project over?`} confirm={t`Start over`} onConfirm={() => void actions.resetProject()} onClose={() => setAsking(false)}>
          <p>{t`Your edits are undone, and its canisters are deleted with their state. Other projects stay.`}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function PresentButton() {
  const presenting = usePresentation() !== undefined;
  return (
    <button type="button" className="button quiet present-button" aria-pressed={presenting} onClick={() => setPresenting(!presenting)}>
      {t`Present`}
    </button>
  );
}

/** Offers the other language, in its own words. */
function LanguageButton() {
  const other = language() === 'en' ? 'de' : 'en';
  return (
    <button type="button" className="button quiet language-button" lang={other} aria-label={languages[other]} onClick={() => void chooseLanguage(other)}>
      <span className="language-name">{languages[other]}</span>
      <span className="language-code">{other.toUpperCase()}</span>
    </button>
  );
}

function ThemeButton() {
  const theme = useTheme();
  const next = theme === 'dark' ? 'light' : 'dark';
  const name = next === 'light' ? t`Use the light theme` : t`Use the dark theme`;
  return (
    <Tip text={name}>
      <button type="button" className="icon-button theme-button" aria-label={name} onClick={() => chooseTheme(next)}>
        <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
      </button>
    </Tip>
  );
}
