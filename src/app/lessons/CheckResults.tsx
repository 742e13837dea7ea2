import { t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';
import type { CheckResult } from '../state/lessons/facts.ts';
import { MarkdownLine } from './Markdown.tsx';

/** What Check found: what is missing first, as that is what there is to do. */
export function CheckResults({ results }: { readonly results: readonly CheckResult[] }) {
  const missing = results.filter(({ held }) => !held);
  const passed = missing.length === 0;
  return (
    <div className={passed ? 'check-results passed' : 'check-results'}>
      <h3>{passed ? t`Done` : t`Not yet`}</h3>
      <ul aria-label={t`What Check found`}>
        {[...missing, ...results.filter(({ held }) => held)].map(({ held, text }, index) => (
          <li key={index} data-held={held}>
            <Icon name={held ? 'check' : 'arrow'} />
            <span>
              <span className="visually-hidden">{held ? t`Holds:` : t`Missing:`} </span>
              <MarkdownLine text={text} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
