import { t } from '@lingui/core/macro';
import { useRef, useState } from 'react';
import { useActions } from '../common/store-context.tsx';
import type { Mistake } from '../state/lessons/model.ts';
import { followFolder } from './followed-folder.ts';
import { canPickFolder, chosenFolder, pickFolder, type PreviewedFolder, readPreview } from './preview.ts';

/** Asks for the folder of a course, shows the course, and follows what is changed in it. */
export function FolderPicker({ label, onPreview }: { readonly label: string; readonly onPreview?: (mistakes: readonly Mistake[]) => void }) {
  const actions = useActions();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  const preview = async (folder: PreviewedFolder | undefined): Promise<void> => {
    if (!folder) return;
    const { folder: course, pictures } = await readPreview(folder);
    const found = await actions.previewCourse(course, pictures);
    followFolder(folder);
    onPreview?.(found);
  };
  const tell = (error: unknown): void => setProblem(t`The folder could not be read: ${{ reason: error instanceof Error ? error.message : String(error) }}`);
  const begin = (): void => {
    if (canPickFolder()) void pickFolder().then(preview).catch(tell);
    else input.current?.click();
  };
  return (
    <>
      <button type="button" className="button small" onClick={begin}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        aria-label={t`Folder of a course`}
        hidden
        {...{ webkitdirectory: '' }}
        onChange={(event) => {
          const chosen = event.target.files;
          if (chosen && chosen.length > 0) preview(chosenFolder(chosen)).catch(tell);
        }}
      />
      {problem !== '' && <p className="problem">{problem}</p>}
    </>
  );
}
