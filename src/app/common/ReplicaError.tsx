import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import { splitReplicaMessage } from './message.ts';
import { Prose } from './Prose.tsx';

interface ReplicaErrorProps {
  readonly error: { readonly errorCode: string; readonly message: string };
  /** What else there is to say about it. */
  readonly children?: ReactNode;
}

/** Why the replica refused or undid something: in a sentence, and folded beneath it every word. */
export function ReplicaError({ error, children }: ReplicaErrorProps) {
  const { headline, rest } = splitReplicaMessage(error.message);
  return (
    <>
      <p className="card-message">
        <code className="error-code">{error.errorCode}</code> <Prose text={headline} />
      </p>
      <div className="card-folds">
        {rest !== '' && (
          <details className="compiler-words">
            <summary>{t`What the replica says`}</summary>
            <p>
              <Prose text={rest} />
            </p>
          </details>
        )}
        {children}
      </div>
    </>
  );
}
