import { type InputHTMLAttributes, type ReactNode, useId } from 'react';

export interface LabelledInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id' | 'onChange' | 'value' | 'aria-describedby'> {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  /** What a value has to be. */
  readonly rule?: string | undefined;
}

/** A line of text that has to be filled in. */
export function LabelledInput({ label, onText, rule, className = 'input', ...input }: LabelledInputProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className={className}
        required={true}
        aria-describedby={rule === undefined ? undefined : `${id}rule`}
        onChange={({ target }) => onText(target.value)}
      />
      {rule !== undefined && (
        <p className="muted small" id={`${id}rule`}>
          {rule}
        </p>
      )}
    </div>
  );
}
