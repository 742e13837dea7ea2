import { t } from '@lingui/core/macro';
import { useEffect, useRef } from 'react';
import { Icon } from '../common/icons.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import { Tip } from '../common/Tip.tsx';
import { useUi } from '../common/ui-context.tsx';
import { callText } from '../state/lessons/calls.ts';
import { allSteps, isReading, keyOf, type Link, linkAt, neighbour } from '../state/lessons/chain.ts';
import type { LessonState } from '../state/lessons-model.ts';
import type { Mistake } from '../state/lessons/model.ts';
import { CheckResults } from './CheckResults.tsx';
import { FolderPicker } from './FolderPicker.tsx';
import { followFolder, useFollowedFolder } from './followed-folder.ts';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import { Mistakes } from './Mistakes.tsx';
import './lessons.css';

/** The lesson: what to read, what to do, and whether it is done. */
export default function LessonRegion() {
  const lesson = useApp((state) => state.lesson);
  const { showPane } = useUi();
  // On a narrow screen a lesson that opens is what is read first; one that is put away leaves the code.
  useEffect(() => {
    showPane('lesson');
    return () => showPane('code');
  }, [showPane]);
  const link = lesson && linkAt(lesson.course, lesson.place);
  if (!lesson || !link) return null;
  return (
    <section className="lesson" aria-label={t`Lesson`}>
      <LessonHead lesson={lesson} link={link} />
      {lesson.preview && <Previewed mistakes={lesson.preview.mistakes} />}
      <Markdown key={link.key} text={link.step.text} picture={(path) => lesson.pictures[`${link.lesson.id}/${path}`]} />
      {lesson.waiting ? <Waiting lesson={lesson} waiting={lesson.waiting} /> : <Doing lesson={lesson} link={link} />}
      <footer className="lesson-foot">
        <Activity lesson={lesson} />
        {!lesson.waiting && <Buttons lesson={lesson} link={link} />}
        <Turning lesson={lesson} link={link} />
      </footer>
    </section>
  );
}

/** What its author has to mend; and, of a course that was kept over a reload, how to go on with its folder. */
function Previewed({ mistakes }: { readonly mistakes: readonly Mistake[] }) {
  const followed = useFollowedFolder();
  return (
    <>
      <Mistakes mistakes={mistakes} />
      {!followed && (
        <div className="lesson-kept">
          <p className="faint">{t`It is shown as it was read last.`}</p>
          <FolderPicker label={t`Read the folder again`} />
        </div>
      )}
    </>
  );
}

function LessonHead({ lesson, link }: { readonly lesson: LessonState; readonly link: Link }) {
  const actions = useActions();
  const { course } = lesson;
  const close = (): void => {
    if (lesson.preview) followFolder(undefined);
    actions.closeLesson();
  };
  const heading = useRef<HTMLHeadingElement>(null);
  const last = useRef(link.key);
  // Whoever turns to another step begins to read at its top.
  useEffect(() => {
    if (last.current !== link.key) heading.current?.focus();
    last.current = link.key;
  }, [link.key]);
  const steps = link.lesson.steps;
  const number = steps.indexOf(link.step) + 1;
  return (
    <header className="lesson-head">
      <p className="lesson-where">
        {course.title} <span aria-hidden="true">·</span> {course.lessons.indexOf(link.lesson) + 1}. {link.lesson.title}
      </p>
      <Tip text={t`Close lesson`}>
        <button type="button" className="icon-button" aria-label={t`Close lesson`} onClick={close}>
          <Icon name="close" />
        </button>
      </Tip>
      <h2 ref={heading} tabIndex={-1}>
        {link.step.title}
      </h2>
      <p className="lesson-progress" role="img" aria-label={t`Step ${number} of ${{ count: steps.length }} of this lesson`}>
        {steps.map(({ id }) => (
          <span key={id} data-done={lesson.solved.includes(keyOf({ lesson: link.lesson.id, step: id }))} data-here={id === link.step.id} />
        ))}
      </p>
    </header>
  );
}

function Waiting({ lesson, waiting }: { readonly lesson: LessonState; readonly waiting: readonly string[] }) {
  const actions = useActions();
  return (
    <div className="card information lesson-waiting">
      <h3>{t`This step goes on from the ones before`}</h3>
      <p>{t`To begin here, this will run in a project of its own. Your other projects stay as they are.`}</p>
      <ol aria-label={t`What will run`}>
        {waiting.map((text, index) => (
          <li key={index}>
            <MarkdownLine text={text} />
          </li>
        ))}
      </ol>
      <div className="buttons">
        <button type="button" className="button primary" disabled={lesson.busy !== undefined} onClick={() => void actions.prepareStep()}>
          {t`Run the steps before`}
        </button>
      </div>
    </div>
  );
}

/** Calls, hints, and what Check found. */
function Doing({ lesson, link }: { readonly lesson: LessonState; readonly link: Link }) {
  const actions = useActions();
  const { step } = link;
  const hints = step.hints.slice(0, lesson.hintsShown);
  const news = useRef<HTMLDivElement>(null);
  // What was asked for is brought into view above the buttons.
  useEffect(() => {
    if (lesson.results !== undefined || lesson.hintsShown > 0) news.current?.scrollIntoView({ block: 'nearest' });
  }, [lesson.results, lesson.hintsShown]);
  return (
    <div className="lesson-doing" ref={news}>
      {step.calls.length > 0 && (
        <div className="buttons">
          {step.calls.map((call, index) => (
            <button key={index} type="button" className="button small accent" disabled={lesson.busy !== undefined} onClick={() => void actions.runLessonCall(index)}>
              {t`Run ${{ call: callText(call, step.canister) }}`}
            </button>
          ))}
        </div>
      )}
      {hints.length > 0 && (
        <ol className="lesson-hints" aria-label={t`Hints`}>
          {hints.map((hint, index) => (
            <li key={index}>
              <MarkdownLine text={hint} />
            </li>
          ))}
        </ol>
      )}
      {lesson.results && <CheckResults results={lesson.results} />}
    </div>
  );
}

function Buttons({ lesson, link: { step } }: { readonly lesson: LessonState; readonly link: Link }) {
  const actions = useActions();
  const busy = lesson.busy !== undefined;
  return (
    <div className="buttons">
      {!isReading(step) && (
        <>
          <button type="button" className="button primary" disabled={busy} onClick={() => void actions.checkStep()}>
            {t`Check`}
          </button>
          <button type="button" className="button" disabled={lesson.hintsShown >= step.hints.length} onClick={() => actions.showHint()}>
            {t`Hint`}
          </button>
          <button type="button" className="button" disabled={busy} onClick={() => void actions.solveStep()}>
            {t`Solve`}
          </button>
        </>
      )}
      <button type="button" className="button quiet" disabled={busy} onClick={() => void actions.restartStep()}>
        {t`Restart step`}
      </button>
    </div>
  );
}

const ACTIVITIES = { opening: t`Preparing…`, checking: t`Checking…`, solving: t`Solving…`, restarting: t`Going back…` } as const;
/** Before what is being done for it. */
const ACTIVITIES_NAMED = { opening: t`Preparing:`, checking: t`Checking:`, solving: t`Solving:`, restarting: t`Going back:` } as const;

function Activity({ lesson: { busy, doing } }: { readonly lesson: LessonState }) {
  if (busy === undefined) return null;
  return (
    <p className="lesson-activity">
      {doing === undefined ? ACTIVITIES[busy] : `${ACTIVITIES_NAMED[busy]} `}
      {doing !== undefined && <MarkdownLine text={doing} />}
    </p>
  );
}

function Turning({ lesson, link }: { readonly lesson: LessonState; readonly link: Link }) {
  const actions = useActions();
  const { course, place, solved } = lesson;
  const busy = lesson.busy !== undefined;
  const next = neighbour(course, place, 1);
  const done = isReading(link.step) || solved.includes(link.key);
  const count = allSteps(course).filter(({ key, step }) => isReading(step) || solved.includes(key)).length;
  return (
    <nav className="lesson-turning" aria-label={t`Steps`}>
      <button type="button" className="button" disabled={busy || !neighbour(course, place, -1)} onClick={() => void actions.turnStep(-1)}>
        {t`Previous`}
      </button>
      {next ? (
        <span className="faint">{next.lesson === link.lesson ? '' : next.lesson.title}</span>
      ) : (
        <span className="faint">{done && count === allSteps(course).length ? t`The course is done.` : t`This is the last step.`}</span>
      )}
      <button type="button" className={done ? 'button primary' : 'button'} disabled={busy || !next} onClick={() => void actions.turnStep(1)}>
        {t`Next`}
      </button>
    </nav>
  );
}
