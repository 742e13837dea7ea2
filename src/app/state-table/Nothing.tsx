import { t } from '@lingui/core/macro';

/** Stands where there is nothing to show. */
export const Nothing = () => (
  <span className="faint" aria-label={t`none`}>
    –
  </span>
);
