import { type ReactNode, useId } from 'react';
import './choices.css';

type Format = 'csv' | 'ndjson';

export interface FormatChoiceProps {
  readonly value: Format;
  readonly onChange: (value: Format) => void;
}

const formats: readonly { readonly value: Format; readonly title: string }[] = [
  { value: 'csv', title: 'CSV, for spreadsheets' },
  { value: 'ndjson', title: 'NDJSON, for programs' },
];

export function FormatChoice({ value, onChange }: FormatChoiceProps): ReactNode {
  const name = useId();
  return (
    <fieldset className="choices choices-inline">
      <legend className="field-label">Format</legend>
      {formats.map((format) => (
        <label key={format.value} className="choice">
          <input
            type="radio"
            name={name}
            value={format.value}
            checked={format.value === value}
            onChange={() => onChange(format.value)}
          />
          {format.title}
        </label>
      ))}
    </fieldset>
  );
}
