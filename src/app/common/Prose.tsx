/** Text of the compiler or the replica; what stands between backticks is shown as code. */
export function Prose({ text }: { readonly text: string }) {
  // Splitting at a group keeps what it matched: every second part is code.
  return text.split(/`([^`]+)`/).map((part, index) =>
    index % 2 === 1 ? (
      <code key={index} className="prose-code">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
