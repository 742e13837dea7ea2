import { useEffect } from 'react';
import { useActions } from '../common/store-context.tsx';
import { fingerprintOf, readPreview, type PreviewedFolder } from './preview.ts';

/** Milliseconds between two looks at the folder while the page is in front. */
const PERIOD = 1500;

/** Shows the course of a folder again whenever one of its files has changed. Renders nothing. */
export default function PreviewWatch({ folder }: { readonly folder: PreviewedFolder }) {
  const actions = useActions();
  useEffect(() => {
    let last: string | undefined;
    let looking = false;
    const look = async (): Promise<void> => {
      if (looking || document.hidden) return;
      looking = true;
      try {
        const now = fingerprintOf(await folder.files());
        if (now !== last && last !== undefined) {
          const { folder: course, pictures } = await readPreview(folder);
          await actions.previewCourse(course, pictures);
        }
        last = now;
      } catch (error) {
        console.warn('The folder of the preview cannot be read any more.', error);
      } finally {
        looking = false;
      }
    };
    const timer = setInterval(() => void look(), PERIOD);
    const onFocus = (): void => void look();
    addEventListener('focus', onFocus);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', onFocus);
    };
  }, [actions, folder]);
  return null;
}
