import { t } from '@lingui/core/macro';
import { useEffect, useMemo, useState } from 'react';
import { CopyButton } from '../common/CopyButton.tsx';
import { Dialog } from '../common/Dialog.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import type { Place } from '../state/lessons/model.ts';
import type { Actions } from '../state/model.ts';
import { joinLink, lessonLink } from './links.ts';
import { MAX_QR_BYTES, type QrCode, qrCode } from './qr.ts';

type Kind = 'lesson' | 'code' | 'state';

const CHOICES: Readonly<Record<Kind, string>> = { lesson: t`This step of the lesson`, code: t`The code`, state: t`The code with the canister’s state` };
/** The same within a sentence. */
const CHOICES_INSIDE: Readonly<Record<Kind, string>> = { lesson: t`this step of the lesson`, code: t`the code`, state: t`the code with the canister’s state` };

/** A link for everybody in the room, to be read off the screen. */
export function QrDialog({ onClose }: { readonly onClose: () => void }) {
  const { kinds, kind, choose, link } = useLinks();
  const code = useMemo(() => (link === undefined ? undefined : qrCode(link)), [link]);
  return (
    <Dialog title={t`Open this on your own device`} onClose={onClose}>
      <div className="qr">
        {kinds.length > 1 && (
          <fieldset className="qr-choice">
            <legend className="visually-hidden">{t`What the link opens`}</legend>
            {kinds.map((each) => (
              <label key={each}>
                <input type="radio" name="qr" checked={each === kind} onChange={() => choose(each)} /> {CHOICES[each]}
              </label>
            ))}
          </fieldset>
        )}
        {link === undefined && <p className="muted">{t`Making the link…`}</p>}
        {link === '' && <p>{kind === 'state' ? t`The state is too large for a link, or cannot be read now. Share can make a file of it.` : t`No link can be made of this now.`}</p>}
        {link && (code ? <Picture code={code} /> : <TooLong bytes={link.length} others={kinds.filter((each) => each !== kind)} />)}
        {link && (
          <div className="qr-link">
            <input type="text" className="mono" readOnly aria-label={t`Link for participants`} value={link} onFocus={(event) => event.target.select()} />
            <CopyButton text={link} label={t`the link`} />
          </div>
        )}
        <p className="faint">{t`Whoever opens it sees first what it holds. Nothing runs until they say so, and nothing of theirs is overwritten.`}</p>
      </div>
    </Dialog>
  );
}

function Picture({ code: { size, path } }: { readonly code: QrCode }) {
  return (
    <svg className="qr-code" role="img" aria-label={t`QR code of the link`} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function TooLong({ bytes, others }: { readonly bytes: number; readonly others: readonly Kind[] }) {
  const length = bytes.toLocaleString('en');
  const most = MAX_QR_BYTES.toLocaleString('en');
  return (
    <p className="card warning">
      {t`This link has ${length} characters, and a QR code holds at most ${most}.`} {insteadText(others)}
    </p>
  );
}

function insteadText(others: readonly Kind[]): string {
  if (others.length === 0) return t`Hand it on as text, or begin a lesson: each of its steps has a short link.`;
  const choices = others.map((each) => CHOICES_INSIDE[each]).reduce((first, second) => t`${first}, or ${second}`);
  return t`Hand it on as text, or choose a shorter one above: ${choices}.`;
}

interface Links {
  readonly kinds: readonly Kind[];
  readonly kind: Kind;
  readonly choose: (kind: Kind) => void;
  /** `undefined` while it is made, empty where it cannot be. */
  readonly link: string | undefined;
}

function useLinks(): Links {
  const actions = useActions();
  const place = useApp((state) => state.lesson?.place);
  const preview = useApp((state) => state.lesson?.preview !== undefined);
  const deployed = useApp((state) => Object.keys(state.project?.installed ?? {}).length > 0);
  const kinds = useMemo(() => [...(place && !preview ? (['lesson'] as const) : []), 'code' as const, ...(deployed ? (['state'] as const) : [])], [place, preview, deployed]);
  const [kind, choose] = useState<Kind>(kinds[0] ?? 'code');
  const [made, setMade] = useState<Partial<Record<Kind, string>>>({});
  const missing = made[kind] === undefined;
  useEffect(() => {
    if (!missing) return;
    void linkTo(kind, actions, place).then((link) => setMade((now) => ({ ...now, [kind]: link })));
  }, [actions, kind, missing, place]);
  return { kinds, kind, choose, link: made[kind] };
}

/** Empty where it cannot be made. */
async function linkTo(kind: Kind, actions: Actions, place: Place | undefined): Promise<string> {
  if (kind === 'lesson') return place ? lessonLink(location.href, place, actions.layout()) : '';
  const shared = kind === 'code' ? await actions.share() : (await actions.shareWithState())?.link;
  return shared ? joinLink(shared) : '';
}
