import { type ReactNode, useId } from 'react';

export interface DateFieldProps {
  readonly label: string;
  /** `2022-01-31`, or empty. */
  readonly value: string;
  /** The element that says what is wrong with it; null when nothing is. */
  readonly problemId: string | null;
  readonly onChange: (value: string) => void;
}

export function DateField({ label, value, problemId, onChange }: DateFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        type="date"
        value={value}
        aria-invalid={problemId !== null}
        aria-describedby={problemId ?? undefined}
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}
