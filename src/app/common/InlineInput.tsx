import { useId, useState } from 'react';

interface InlineInputProps {
  readonly label: string;
  readonly initial: string;
  readonly placeholder?: string;
  /** Gives a message where the text is not accepted. */
  readonly onSubmit: (text: string) => string | undefined;
  readonly onClose: () => void;
}

/** An input in place of a name: Enter accepts, Escape gives up, a refusal is shown beneath. */
export function InlineInput({ label, initial, placeholder, onSubmit, onClose }: InlineInputProps) {
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const message = useId();
  const submit = (): void => {
    const refusal = onSubmit(text.trim());
    if (refusal === undefined) onClose();
    else setProblem(refusal);
  };
  return (
    <form
      className="inline-input"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        type="text"
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={message}
        value={text}
        placeholder={placeholder}
        autoFocus
        spellCheck={false}
        autoComplete="off"
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(undefined);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
        onBlur={() => {
          if (text.trim() === initial || text.trim() === '') onClose();
        }}
      />
      <span id={message} className="problem" role={problem ? 'alert' : undefined}>
        {problem}
      </span>
    </form>
  );
}
