/** Stands where there is nothing to show. */
export const Nothing = () => (
  <span className="faint" aria-label="none">
    –
  </span>
);
