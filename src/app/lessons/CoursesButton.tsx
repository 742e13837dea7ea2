import { t } from '@lingui/core/macro';
import { lazy, Suspense, useState } from 'react';
import { useFollowedFolder } from './followed-folder.ts';

const CoursesDialog = lazy(() => import('./CoursesDialog.tsx'));
const PreviewWatch = lazy(() => import('./PreviewWatch.tsx'));

/** Opens the list of courses. A folder that its author looks at is followed as long as the page is open. */
export function CoursesButton() {
  const [open, setOpen] = useState(false);
  const followed = useFollowedFolder();
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        {t`Courses`}
      </button>
      <Suspense>
        {open && <CoursesDialog onClose={() => setOpen(false)} />}
        {followed && <PreviewWatch folder={followed} />}
      </Suspense>
    </>
  );
}
