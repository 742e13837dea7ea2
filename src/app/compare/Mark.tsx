import { t } from '@lingui/core/macro';
import { Icon } from '../common/icons.tsx';

/** Whether a row differs, in a word and a sign, not by its colour alone. */
export function Mark({ differs }: { readonly differs: boolean }) {
  return differs ? (
    <span className="compare-mark differs">
      <Icon name="swap" />
      {t`differs`}
    </span>
  ) : (
    <span className="compare-mark">{t`same`}</span>
  );
}
