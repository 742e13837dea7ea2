import { t } from '@lingui/core/macro';
import { useEffect, useState } from 'react';
import { Dialog } from '../common/Dialog.tsx';
import { Icon } from '../common/icons.tsx';
import { useActions } from '../common/store-context.tsx';
import { isReading, keyOf } from '../state/lessons/chain.ts';
import type { CourseEntry } from '../state/lessons-model.ts';
import type { Lesson, Mistake } from '../state/lessons/model.ts';
import { FolderPicker } from './FolderPicker.tsx';
import { Mistakes } from './Mistakes.tsx';
import './lessons.css';

interface Props {
  readonly onClose: () => void;
}

type List = { readonly phase: 'loading' } | { readonly phase: 'loaded'; readonly entries: readonly CourseEntry[] } | { readonly phase: 'failed'; readonly reason: string };

/** All courses with their lessons, and how far one is. */
export default function CoursesDialog({ onClose }: Props) {
  const actions = useActions();
  const [list, setList] = useState<List>({ phase: 'loading' });
  useEffect(() => {
    let mounted = true;
    const set = (next: List): void => {
      if (mounted) setList(next);
    };
    actions.courses().then(
      (entries) => set({ phase: 'loaded', entries }),
      (error: unknown) => set({ phase: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      mounted = false;
    };
  }, [actions]);
  const open = (place: string): void => {
    onClose();
    void actions.openLesson(place);
  };
  const close = (
    <button type="button" className="button" onClick={onClose}>
      {t`Close`}
    </button>
  );
  return (
    <Dialog title={t`Courses`} onClose={onClose} buttons={close}>
      {list.phase === 'loading' && <p className="muted">{t`Loading…`}</p>}
      {list.phase === 'failed' && <p className="problem">{t`The courses could not be loaded: ${{ reason: list.reason }}`}</p>}
      {list.phase === 'loaded' && list.entries.map((entry) => <CourseCard key={entry.course.id} entry={entry} open={open} />)}
      <PreviewPicker onClose={onClose} />
    </Dialog>
  );
}

function CourseCard({ entry: { course, solved, place }, open }: { readonly entry: CourseEntry; readonly open: (place: string) => void }) {
  return (
    <section className="course" aria-label={course.title}>
      <header className="course-head">
        <h3>{course.title}</h3>
        <button type="button" className="button small primary" onClick={() => open(course.id)}>
          {place ? t`Continue` : t`Begin`}
        </button>
      </header>
      <p className="muted">{course.summary}</p>
      <ol className="course-lessons">
        {course.lessons.map((lesson, index) => (
          <li key={lesson.id}>
            <button type="button" onClick={() => open(`${course.id}/${lesson.id}`)} aria-current={place?.lesson === lesson.id ? 'true' : undefined}>
              <span className="course-number">{index + 1}</span>
              <span>{lesson.title}</span>
              <LessonProgress lesson={lesson} solved={solved} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function LessonProgress({ lesson, solved }: { readonly lesson: Lesson; readonly solved: readonly string[] }) {
  const tasks = lesson.steps.filter((step) => !isReading(step));
  const done = tasks.filter((step) => solved.includes(keyOf({ lesson: lesson.id, step: step.id }))).length;
  if (done === 0) return null;
  return (
    <span className="faint">
      {done === tasks.length ? (
        <>
          <Icon name="check" /> {t`done`}
        </>
      ) : (
        t`${done} of ${{ count: tasks.length }}`
      )}
    </span>
  );
}

/** For authors: looks at a course in a folder of the disk. */
function PreviewPicker({ onClose }: Props) {
  const [mistakes, setMistakes] = useState<readonly Mistake[]>();
  return (
    <div className="course-preview">
      <p className="faint">{t`Writing a course of your own? See it here while you write.`}</p>
      <FolderPicker
        label={t`Preview a folder`}
        onPreview={(found) => {
          if (found.some(({ file }) => file === 'course.yaml')) setMistakes(found);
          else onClose();
        }}
      />
      {mistakes && <Mistakes mistakes={mistakes} />}
    </div>
  );
}
