import { t } from '@lingui/core/macro';
import { lazy, Suspense, useState } from 'react';
import type { PreviewedFolder } from './preview.ts';

const CoursesDialog = lazy(() => import('./CoursesDialog.tsx'));
const PreviewWatch = lazy(() => import('./PreviewWatch.tsx'));

/** Opens the list of courses. A folder that its author looks at is followed as long as the page is open. */
export function CoursesButton() {
  const [open, setOpen] = useState(false);
  const [previewed, setPreviewed] = useState<PreviewedFolder>();
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        {t`Courses`}
      </button>
      <Suspense>
        {open && <CoursesDialog onClose={() => setOpen(false)} onPreview={setPreviewed} />}
        {previewed && <PreviewWatch folder={previewed} />}
      </Suspense>
    </>
  );
}
